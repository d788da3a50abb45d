//! The operator and the money that customers paid.

use nproxy_sandbox::Act;
use serde_json::{Value, json};

use crate::support::{Nproxy, Shop, is_narrow};

/// No payment has it.
const UNKNOWN: &str = "01890000-0000-7000-8000-000000000001";

async fn migrated() -> Nproxy {
    let nproxy = Nproxy::on_sqlite();
    nproxy.run(&["migrate"]).await.done();
    nproxy
}

async fn listed(shop: &Shop, which: &[&str]) -> Vec<Value> {
    let args = [&["payments", "list", "--json"], which].concat();
    let answer = shop.nproxy.run(&args).await.done().json();
    answer["payments"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_is_sold_is_told_without_a_database() {
    let nproxy = Nproxy::on_sqlite();
    nproxy.write(
        "nproxy.toml",
        "[plans.early]\nlabel = \"Early bird\"\nprice = \"4.5\"\ncurrency = \"USD\"\nmonths = 1\nrequest_limit = 50\non_sale = false\n",
    );
    let plans = nproxy.run(&["plans", "list", "--json"]).await.done().json();
    let early = plans["plans"].as_array().unwrap().iter().find(|plan| plan["id"] == "early").unwrap();
    assert_eq!((&early["amount"], &early["currency"]), (&json!("4.50"), &json!("USD")), "{plans}");
    assert_eq!((&early["request_limit"], &early["on_sale"]), (&json!(50), &json!(false)), "{plans}");
    let text = nproxy.run(&["plans", "list"]).await.done().stdout;
    assert!(text.contains("Early bird") && text.contains("4.50 USD") && is_narrow(&text), "{text}");
}

#[tokio::test]
async fn a_command_that_can_not_be_meant_is_told_apart_from_one_that_fails() {
    let nproxy = migrated().await;
    let wrong: [&[&str]; 7] = [
        &["payments", "confirm", UNKNOWN],
        &["payments", "confirm", UNKNOWN, "--reason", " "],
        &["payments", "show", "not-an-id"],
        &["payments", "settle", UNKNOWN, "activate"],
        &["payments", "list", "--user", "nobody"],
        &["payments", "list", "--processor", "nobody"],
        &["payments", "reconcile", "--since", "yesterday"],
    ];
    for args in wrong {
        let refused = nproxy.run(args).await;
        assert_eq!(refused.code, Some(2), "{args:?}: {refused:?}");
    }
    let unknown: [&[&str]; 4] = [
        &["payments", "show", UNKNOWN],
        &["payments", "read", UNKNOWN],
        &["payments", "proof", UNKNOWN],
        &["payments", "keep", UNKNOWN, "--reason", "why not"],
    ];
    for args in unknown {
        let refused = nproxy.run(args).await;
        assert_eq!(refused.code, Some(1), "{args:?}: {refused:?}");
        assert!(refused.stderr.contains("there is no such payment (see `nproxy payments list`)"), "{refused:?}");
    }
    let none = nproxy.run(&["payments", "list"]).await.done();
    assert_eq!(none.stdout, "No payment matches.\n");
    let none = nproxy.run(&["payments", "list", "--json"]).await.done().json();
    assert_eq!(none, json!({ "payments": [], "more": false }));
}

#[tokio::test]
async fn a_months_requests_are_added_to_and_corrected_for_a_reason() {
    let nproxy = migrated().await;
    nproxy.run_with_input(&["users", "create", "ada@example.org"], "correct horse\n").await.done();
    let add = ["users", "add-requests", "ada@example.org", "5", "--reason", "a lost picture", "--json"];
    let none = nproxy.run(&add).await;
    assert_eq!(none.code, Some(1), "{none:?}");
    assert!(none.stdout.contains("no month at present"), "{none:?}");
    let granted = nproxy.run(&["users", "grant", "ada@example.org", "--json"]).await.done().json();
    let limit = granted["cycle"]["request_limit"].as_i64().unwrap();
    let added = nproxy.run(&add).await.done().json();
    assert_eq!(added["cycle"]["request_limit"], limit + 5, "{added}");
    let correct = |amount: String| {
        let nproxy = &nproxy;
        async move {
            let args = ["users", "correct-requests", "ada@example.org", &amount, "--reason", "a slip", "--json"];
            nproxy.run(&args).await
        }
    };
    let corrected = correct("-3".to_owned()).await.done().json();
    assert_eq!(corrected["cycle"]["request_limit"], limit + 2, "{corrected}");
    assert_eq!(corrected["request_limit_before"], limit + 5, "{corrected}");
    let below = correct(format!("-{}", limit + 3)).await;
    assert_eq!(below.code, Some(1), "{below:?}");
    assert!(below.stdout.contains("can't have fewer requests"), "{below:?}");
    for wrong in ["0", "many", "-1"] {
        let args = ["users", "add-requests", "ada@example.org", wrong, "--reason", "x"];
        assert_eq!(nproxy.run(&args).await.code, Some(2), "{wrong}");
    }
    let silent = nproxy.run(&["users", "add-requests", "ada@example.org", "1", "--reason", ""]).await;
    assert_eq!(silent.code, Some(2), "{silent:?}");
    let ledger = nproxy.run(&["ledger", "check", "--json"]).await.done().json();
    assert_eq!(ledger["ok"], true, "{ledger}");
}

#[tokio::test]
async fn cash_is_counted_confirmed_once_and_proven() {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    let payment = site.buy("the-order", "manual", None).await;
    let id = payment["id"].as_str().unwrap();
    for which in
        [&["--state", "pending"][..], &["--user", "ADA@example.org"], &["--find", id], &["--processor", "manual"]]
    {
        let found = listed(&shop, which).await;
        assert_eq!((found.len(), &found[0]["id"]), (1, &payment["id"]), "{which:?}");
    }
    assert!(listed(&shop, &["--review"]).await.is_empty());
    let narrow = shop.nproxy.clone().with("COLUMNS", "100");
    let shown = narrow.run(&["payments", "show", id]).await.done().stdout;
    assert!(shown.contains("What may be done: confirm") && is_narrow(&shown), "{shown}");

    let confirm = ["payments", "confirm", id, "--yes", "--reason", "cash,\u{1b}[2J counted twice"];
    let confirmed = shop.nproxy.run(&confirm).await.done().stdout;
    assert!(confirmed.starts_with(&format!("{id} is paid now, its month runs from ")), "{confirmed}");
    let again = shop.nproxy.run(&confirm).await;
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(again.stderr.contains("it has activated a month already"), "{again:?}");
    shop.is_active_once(&site, &payment).await;

    let table = shop.nproxy.run(&["payments", "list", "--state", "paid,overpaid"]).await.done().stdout;
    assert!(table.contains(id) && table.contains("1 payment") && is_narrow(&table), "{table}");
    let file = shop.nproxy.run(&["payments", "show", id, "--json"]).await.done().json();
    assert_eq!(file["payment"]["email"], "ada@example.org", "{file}");
    assert_eq!(file["acts"], json!(["refund_noted", "keep"]), "{file}");
    let acted = file["events"].as_array().unwrap().last().unwrap();
    assert_eq!((&acted["kind"], &acted["actor"]), (&json!("act"), &json!("operator")), "{file}");
    let proof = shop.nproxy.run(&["payments", "proof", id]).await.done().stdout;
    assert!(proof.starts_with(&format!("Payment {id}\n")) && proof.ends_with("End of the record.\n"), "{proof}");
    assert!(proof.contains("confirm: cash, [2J counted twice") && !proof.contains('\u{1b}'), "{proof}");
    let in_json = shop.nproxy.run(&["payments", "proof", id, "--json"]).await.done().json();
    assert!(in_json["proof"].as_str().unwrap().contains("ada@example.org"), "{in_json}");
}

/// The worker may be at it, in which case the command says so.
async fn read(shop: &Shop, id: &str) -> Value {
    loop {
        let answer = shop.nproxy.run(&["payments", "read", id, "--json"]).await;
        if answer.code == Some(0) {
            return answer.json();
        }
        assert!(answer.stdout.contains("being read at this moment"), "{answer:?}");
    }
}

#[tokio::test]
async fn money_that_came_short_is_read_settled_and_kept() {
    let shop = Shop::new().await;
    let (_web, _worker, site) = shop.open().await;
    let placed = site.buy("the-order", "btcpay", Some("BTC-CHAIN")).await;
    let payment = site.payment_in(&placed, &["pending"]).await;
    let id = payment["id"].as_str().unwrap();
    let invoice = shop.invoice(&payment);
    for act in [Act::PayHalf, Act::Confirm, Act::Expire] {
        shop.till().act(&invoice.id, &act).unwrap();
    }
    site.payment_in(&payment, &["needs_review"]).await;
    let read = read(&shop, id).await;
    assert_eq!(
        (&read["payment"]["state"], &read["payment"]["review"]),
        (&json!("needs_review"), &json!("short")),
        "{read}"
    );
    let [waiting] = &listed(&shop, &["--review"]).await[..] else { panic!("one waits") };
    assert_eq!(waiting["external_id"], json!(invoice.id), "{waiting}");

    let reason = ["--yes", "--reason", "half is enough"];
    let grant = [&["payments", "settle", id, "grant", "--requests", "5"], &reason[..]].concat();
    let refused = shop.nproxy.run(&grant).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("no month at present"), "{refused:?}");
    let refund = ["payments", "settle", id, "refund-noted", "--address", "a", "--amount", "1,5", "--transaction", "t"];
    assert_eq!(shop.nproxy.run(&[&refund, &reason[..]].concat()).await.code, Some(2), "1,5 is no amount");
    let activate = [&["payments", "settle", id, "activate", "--json"], &reason[..]].concat();
    let settled = shop.nproxy.run(&activate).await.done().json();
    let paid = &settled["payment"];
    assert_eq!((&paid["state"], &paid["settlement"]), (&json!("paid"), &json!("activated")), "{settled}");
    shop.is_active_once(&site, &payment).await;
    assert_eq!(shop.nproxy.run(&activate).await.code, Some(1), "once is enough");
    let keep = [&["payments", "keep", id], &reason[..]].concat();
    let kept = shop.nproxy.run(&keep).await.done().stdout;
    assert!(kept.trim_end().ends_with("which the customer keeps."), "{kept}");

    let reconciled = shop.nproxy.run(&["payments", "reconcile", "--since", "24h", "--json"]).await.done().json();
    assert_eq!((&reconciled["failed"], &reconciled["unknown"]), (&json!(0), &json!(0)), "{reconciled}");
}
