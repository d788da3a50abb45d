//! What every process of the product writes about a whole journey.

use std::fs::{self, File};

use nproxy_store::testing::tables_with;
use serde_json::json;

use crate::support::{MASTER_KEY, Shop, ids};

/// Everything of ours, and what the others say of their own accord.
const EVERYTHING: &str = "info,nproxy=trace,nproxy_app=trace,nproxy_bot=trace,nproxy_config=trace,nproxy_gateway=trace,\
                          nproxy_server=trace,nproxy_store=trace";
const PROMPT: &str = "a very private lighthouse";
const SECRET_KEY: &str = "another-key";

/// A customer signs up, pays and makes pictures, one of which is refused; an admin looks; a backup is made: at the most
/// talkative level.
#[tokio::test]
async fn a_whole_journey_leaves_nothing_private_in_the_logs() {
    let shop = Shop::new().await;
    let nproxy = &shop.nproxy;
    let log = |name: &str| nproxy.dir().join(name);
    let env = [("NPROXY_LOG", EVERYTHING)];
    let web = nproxy.start_with_log(&["web"], &env, File::create(log("web.log")).unwrap()).await;
    let worker = nproxy.start_with_log(&["worker"], &env, File::create(log("worker.log")).unwrap()).await;
    let add = ["keys", "add", "--provider", "nano_banana", "--label", "one"];
    nproxy.run_with_input(&add, SECRET_KEY).await.done();
    let site = shop.sign_in(&web).await;
    let wrong = json!({ "email": "ada@example.org", "password": "a wrong and private guess" });
    let guessed = site.post("/api/v1/auth/login", &wrong).await;
    assert_eq!(guessed.0, 401, "{guessed:?}");
    let registered = json!({ "email": "new@example.org", "password": "a fresh and private one" });
    assert_eq!(site.post("/api/v1/auth/register", &registered).await.0, 202);
    let forgot = json!({ "email": "ada@example.org" });
    assert_eq!(site.post("/api/v1/auth/password/forgot", &forgot).await.0, 202);

    let placed = site.buy("the-private-order", "btcpay", Some("BTC-CHAIN")).await;
    let pending = site.payment_in(&placed, &["pending"]).await;
    shop.pay(&pending);
    site.payment_in(&placed, &["paid"]).await;
    let turn = json!({ "mode": "text_to_image", "prompt": PROMPT, "resolution": "square", "batch_size": 2 });
    let made = site.submit("a-private-turn", &turn).await;
    assert!(site.wait(&ids(&made)).await.iter().all(|one| one["state"] == "succeeded"));
    let nowhere = site.post("/api/v1/nowhere?q=a-private-question", &json!({ "prompt": PROMPT })).await;
    assert_eq!(nowhere.0, 404, "{nowhere:?}");
    assert!(!tables_with(&shop.store(), PROMPT).await.is_empty(), "it is worth hiding");
    assert_eq!((web.interrupt().await.code(), worker.interrupt().await.code()), (Some(0), Some(0)));

    let written = ["web.log", "worker.log"].map(|name| fs::read_to_string(log(name)).unwrap()).concat();
    assert!(written.contains("\"request_id\"") && written.contains("\"generation_id\""), "{written}");
    let configured = fs::read_to_string(nproxy.dir().join("nproxy.toml")).unwrap();
    let secrets = configured
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .filter(|(key, _)| ["api_key", "ipn_secret", "password", "webhook_secret"].contains(key));
    let mut private: Vec<String> = secrets.map(|(_, value)| value.trim_matches('"').to_owned()).collect();
    assert!(private.len() >= 5, "{private:?}");
    private.extend([PROMPT, SECRET_KEY, MASTER_KEY, "private", "@example.org"].map(str::to_owned));
    private.extend([site.cookie_value(), shop.password()]);
    private.extend(pending["address"].as_str().map(str::to_owned));
    for secret in private {
        assert!(secret.len() > 5, "{secret}");
        if let Some(line) = written.lines().find(|line| line.contains(&secret)) {
            panic!("{secret} is in the log: {line}");
        }
    }
}
