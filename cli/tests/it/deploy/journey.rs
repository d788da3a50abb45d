//! The customer's whole journey in a browser, as it is deployed: Caddy and TLS in front, two webs, two workers and a bot as
//! processes of their own, PostgreSQL; and what each of them takes while nobody asks for anything. The outside world is played.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use nproxy_sandbox::{BtcPayOptions, NowPaymentsOptions, Sandbox, SandboxOptions, TelegramOptions, TillPace};
use serde_json::json;
use tokio::process::Command;

use super::path;
use super::stack::Stack;

const KEY: &str = "key-of-the-journey";
const MIB: f64 = 1024.0;

/// Everything that the installation meets is the played world's.
fn settings(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let (nowpayments, btcpay, telegram) =
        (NowPaymentsOptions::default(), BtcPayOptions::default(), TelegramOptions::default());
    let coins: Vec<String> = nowpayments.coins.into_iter().map(|coin| coin.id).collect();
    let methods: Vec<String> = btcpay.payment_methods.into_iter().map(|method| method.id).collect();
    let mail = sandbox.smtp_address();
    vec![
        ("NPROXY__PROVIDERS__NANO_BANANA__BASE_URL", sandbox.gemini_base_url()),
        ("NPROXY__PROCESSORS__NOWPAYMENTS__BASE_URL", sandbox.nowpayments_base_url()),
        ("NPROXY__PROCESSORS__NOWPAYMENTS__API_KEY", nowpayments.api_key),
        ("NPROXY__PROCESSORS__NOWPAYMENTS__IPN_SECRET", nowpayments.ipn_secret),
        ("NPROXY__PROCESSORS__NOWPAYMENTS__COINS", coins.join(",")),
        ("NPROXY__PROCESSORS__BTCPAY__BASE_URL", sandbox.btcpay_base_url()),
        ("NPROXY__PROCESSORS__BTCPAY__API_KEY", btcpay.api_key),
        ("NPROXY__PROCESSORS__BTCPAY__STORE_ID", btcpay.store_id),
        ("NPROXY__PROCESSORS__BTCPAY__WEBHOOK_SECRET", btcpay.webhook_secret),
        ("NPROXY__PROCESSORS__BTCPAY__COINS", methods.join(",")),
        // The played processors don't trust the authority of this Caddy: their webhooks are lost, and they are asked.
        ("NPROXY__BILLING__POLL_S", "2".to_owned()),
        ("NPROXY__MAIL__SMTP_HOST", mail.ip().to_string()),
        ("NPROXY__MAIL__SMTP_PORT", mail.port().to_string()),
        ("NPROXY__MAIL__SMTP_SECURITY", "none".to_owned()),
        ("NPROXY__MAIL__FROM", "nproxy <no-reply@nproxy.example>".to_owned()),
        ("NPROXY__TELEGRAM__TOKEN", telegram.token),
        ("NPROXY__TELEGRAM__API_URL", sandbox.telegram_base_url()),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_becomes_a_customer_and_has_a_picture() {
    let options = SandboxOptions {
        keys: vec![KEY.to_owned()],
        till_pace: TillPace { retry_scale: 0.0, confirm_after_ms: None },
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let stack = Stack::new(&settings(&sandbox)).await;
    stack.nproxy.run(&["migrate"]).await.done();
    let add = ["keys", "add", "--provider", "nano_banana", "--label", "first"];
    stack.nproxy.run_with_input(&add, KEY).await.done();

    let mut processes = Vec::new();
    for (name, listen) in
        [("web", Some(stack.webs[0])), ("web", Some(stack.webs[1])), ("worker", None), ("worker", None), ("bot", None)]
    {
        let (begun, listen) = (Instant::now(), listen.map(|address| address.to_string()));
        let env: Vec<_> = listen.as_deref().map(|listen| ("NPROXY__SERVER__LISTEN", listen)).into_iter().collect();
        let process = stack.nproxy.start(&[name], &env).await;
        processes.push((name, begun.elapsed(), process));
    }
    report("idle, as built for tests:");
    for (name, took, process) in &processes {
        say(name, Some(*took), process.pid());
    }
    say("caddy", None, stack.caddy.pid());

    in_the_browser(&sandbox, &stack).await;
    for (name, _, process) in processes {
        assert!(process.terminate().await.success(), "{name} ends in peace");
    }
    let ledger = stack.nproxy.run(&["ledger", "check", "--json"]).await.done().json();
    assert_eq!((&ledger["ok"], &ledger["spent"]), (&json!(true), &json!(1)), "{ledger}");
}

/// `spa/e2e/deployed.spec.ts`.
async fn in_the_browser(sandbox: &Sandbox, stack: &Stack) {
    let create = ["users", "create", "ada@example.org", "--generate-password", "--json"];
    let created = stack.nproxy.run(&create).await.done().json();
    let customer = json!({ "email": created["user"]["email"], "password": created["password"] });
    let running = json!({
        "url": stack.caddy.origin(), "customer": customer, "admin": customer,
        "sandbox": { "control_url": sandbox.control_url(), "mail_url": sandbox.mail_url() },
    });
    let file = stack.nproxy.dir().join("running.json");
    fs::write(&file, running.to_string()).unwrap();
    let mut playwright = Command::new("npx");
    playwright.args(["playwright", "test", "--project", "deployed", "--workers", "1"]);
    playwright.current_dir(path("spa")).env("NPROXY_DEV_JSON", &file).stdin(Stdio::null());
    playwright.env("NPROXY_DEPLOYED", stack.caddy.authority_file("intermediate"));
    playwright.env("NODE_EXTRA_CA_CERTS", stack.caddy.authority_file("root")).kill_on_drop(true);
    let ended = playwright.status().await.expect("npx, which comes with Node");
    assert!(ended.success(), "the log of Caddy: {}", stack.caddy.log());
}

fn say(name: &str, took: Option<Duration>, pid: u32) {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    let kib: f64 = resident.trim().trim_end_matches(" kB").parse().unwrap();
    let took = took.map_or_else(String::new, |took| format!(", started in {} ms", took.as_millis()));
    report(&format!("  {name:<6} {:>6.1} MiB{took}", kib / MIB));
}

#[expect(clippy::print_stderr, reason = "the figures of a run are what it is run for")]
fn report(line: &str) {
    eprintln!("{line}");
}
