//! What an operator may write, and what he is told where he may not.

use nproxy_processor_nowpayments::PLUGIN;
use serde_json::{Value, json};

use crate::support::{processor, section};

fn refused(changes: Value) -> String {
    (PLUGIN.build)(section(changes)).expect_err("a bad section").to_string()
}

#[test]
fn practice_has_an_address_of_its_own_and_says_so() {
    let real = processor(json!({}));
    assert_eq!((real.about().hosts[0].as_str(), real.about().sandbox), ("https://api.nowpayments.io/", false));
    let played = processor(json!({"sandbox": "true"}));
    assert_eq!(
        (played.about().hosts[0].as_str(), played.about().sandbox),
        ("https://api-sandbox.nowpayments.io/", true)
    );
    let beside = processor(json!({"sandbox": true, "base_url": "http://127.0.0.1:9"}));
    assert_eq!((beside.about().hosts[0].as_str(), beside.about().sandbox), ("http://127.0.0.1:9/", true));
}

#[test]
fn money_is_not_taken_for_practice_nor_practice_for_money() {
    let error = refused(json!({"base_url": "https://api-sandbox.nowpayments.io"}));
    assert!(error.starts_with("processors.nowpayments.sandbox: base_url is the sandbox's"), "{error}");
    let error = refused(json!({"base_url": "https://api.nowpayments.io/", "sandbox": true}));
    assert!(error.starts_with("processors.nowpayments.sandbox: base_url is where real money is paid"), "{error}");
}

#[test]
fn an_error_names_the_coin_and_never_a_secret() {
    let error = refused(json!({"coins": ["btc", "USDT-TRC20"]}));
    assert!(error.starts_with("processors.nowpayments.coins: \"USDT-TRC20\" is no coin"), "{error}");
    let error = refused(json!({"coins": ["btc", "ltc", "btc"]}));
    assert!(error.contains("\"btc\" stands there twice"), "{error}");
    let error = refused(json!({"api_key": "TEST\nKEY"}));
    assert!(error.starts_with("processors.nowpayments.api_key: ") && !error.contains("KEY"), "{error}");
}

#[test]
fn a_sign_in_is_whole_or_there_is_none() {
    for blank in [json!(null), json!(""), json!(" ")] {
        let without = processor(json!({"email": blank, "password": blank}));
        assert_eq!(without.about().secrets.len(), 2, "left blank is left out");
        for (key, other) in [("email", "password"), ("password", "email")] {
            let error = refused(json!({key: blank}));
            assert!(error.starts_with(&format!("processors.nowpayments.{key}: is needed")), "{other} alone: {error}");
        }
    }
}

#[test]
fn an_account_is_shown_without_its_secrets() {
    let processor = processor(json!({}));
    let shown = format!("{processor:?} {:?}", processor.about());
    for secret in ["TESTKEY", "np-ipn-secret", "TESTPASS", "shop@nproxy.example"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(processor.about().secrets.len(), 4);
}
