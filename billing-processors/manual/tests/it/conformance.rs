//! The promises of the processor port, as far as they concern somebody who is never asked.

use nproxy_processor_kit::Suite;
use nproxy_processor_manual::PLUGIN;
use serde_json::json;

#[test]
fn manual_keeps_the_promises_of_a_processor() {
    let every_key = json!({
        "label": "Bank transfer",
        "instructions": "Send the price to DE00 0000, and the payment's id with it.",
        "expires_after_hours": "48",
    });
    Suite {
        plugin: PLUGIN,
        valid: vec![every_key, json!({"instructions": "Ask at the desk."}), json!({"instructions": "я".repeat(2000)})],
        invalid: vec![
            (json!({}), "instructions"),
            (json!({"instructions": " \n"}), "instructions"),
            (json!({"instructions": "я".repeat(2001)}), "instructions"),
            (json!({"instructions": "x", "label": " "}), "label"),
            (json!({"instructions": "x", "label": "я".repeat(61)}), "label"),
            (json!({"instructions": "x", "expires_after_hours": 0}), "expires_after_hours"),
            (json!({"instructions": "x", "expires_after_hours": 2161}), "expires_after_hours"),
            (json!({"instructions": "x", "expires_after_hours": "soon"}), "expires_after_hours"),
        ],
        secrets: Vec::new(),
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").into(),
        statuses: Vec::new(),
        classes: Vec::new(),
        asks: Vec::new(),
        sender: None,
    }
    .assert_kept();
}
