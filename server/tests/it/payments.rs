//! Buying a month.

use std::collections::BTreeSet;

use futures::future::join_all;
use nproxy_domain::processor::PaymentStatus;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::{House, MONTH};
use crate::person::{order, send, text};
use crate::till::{ASKED, Mood};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sold_is_for_everybody_to_see() {
    let house = House::new().await;
    let plans = house.nobody().get("/api/v1/plans").await.expect(200);
    let month = json!({
        "id": "month", "label": "A month", "price": { "amount": "9.00", "currency": "USD" }, "request_limit": MONTH,
        "months": 1,
    });
    assert_eq!(plans, json!({ "plans": [month] }), "what is not on sale is not shown");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ways_to_pay_say_what_they_take() {
    let house = House::with(|app, _| app.site.support = Some("help@example.com".into())).await;
    let anna = house.newcomer().await;
    let ways = anna.get("/api/v1/processors?plan=month").await.expect(200);
    let offers = json!([
        { "id": "btc", "coin": "BTC", "network": "Bitcoin", "estimate": ASKED },
        { "id": "ltc", "coin": "LTC", "network": "Litecoin" },
        { "id": "usdttrc20", "coin": "USDT", "network": "TRON (TRC-20)" },
    ]);
    let counter = json!({
        "id": "counter", "label": "At the counter", "coin_needed": false, "by_hand": true, "available": true,
        "offers": [],
    });
    let till = json!({
        "id": "till", "label": "The till", "coin_needed": true, "by_hand": false, "available": true, "offers": offers,
    });
    assert_eq!(ways, json!({ "processors": [counter, till], "support": "help@example.com" }));
    anna.get("/api/v1/processors?plan=year").await.refused_field(422, "unknown_plan", "/plan");
    anna.get("/api/v1/processors").await.refused_field(422, "invalid_query", "/plan");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_becomes_an_invoice_and_its_money_a_month() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    let placed = anna.buy("first", &order("btc")).await;
    assert_eq!(placed.header("idempotency-replayed"), "");
    let payment = placed.expect(201);
    let id = text(&payment["id"]);
    let shown = json!({
        "id": id, "state": "pending", "in_review": false, "plan": { "id": "month", "label": "A month" }, "months": 1,
        "request_limit": MONTH, "price": { "amount": "9.00", "currency": "USD" },
        "processor": { "id": "till", "label": "The till" }, "by_hand": false, "coin": { "id": "btc", "name": "BTC" },
        "network": "Bitcoin", "address": "bc1qtill", "memo": "7", "pay_uri": format!("bitcoin:bc1qtill?amount={ASKED}"),
        "asked": ASKED, "transactions": [], "expires_at": payment["expires_at"], "created_at": payment["created_at"],
        "changed_at": payment["changed_at"],
    });
    assert_eq!(payment, shown);
    let subscription = anna.get("/api/v1/subscription").await.expect(200);
    let open = json!({ "id": id, "state": "pending", "in_review": false });
    assert_eq!(subscription, json!({ "state": "none", "queued": [], "payment": open }));

    house.till.says(&id, PaymentStatus::Underpaid, "0.001");
    house.read(&id).await;
    let short = anna.get(&format!("/api/v1/payments/{id}")).await.expect(200);
    assert_eq!(
        (&short["state"], &short["received"], &short["missing"]),
        (&json!("underpaid"), &json!("0.001"), &json!("0.0005"))
    );

    house.till.says(&id, PaymentStatus::Paid, ASKED);
    house.read(&id).await;
    let paid = anna.get(&format!("/api/v1/payments/{id}")).await.expect(200);
    assert_eq!((&paid["state"], &paid["received"]), (&json!("paid"), &json!(ASKED)));
    let active = anna.get("/api/v1/subscription").await.expect(200);
    assert_eq!(active["state"], "active");
    assert_eq!(paid["period"], json!({ "starts_at": active["starts_at"], "ends_at": active["ends_at"] }));
    assert!(active.get("payment").is_none(), "{active}");
    anna.post(&format!("/api/v1/payments/{id}/report"), &json!({ "tx_id": "f00d" }))
        .await
        .refused(409, "payment_already_paid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_sent_twice_is_one_payment() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    let first = anna.buy("key", &order("btc")).await;
    let again = anna.buy("key", &order("btc")).await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(first.expect(201), again.expect(201));
    anna.buy("key", &order("ltc")).await.refused(409, "idempotency_key_reused");
    send(anna.request(Method::POST, "/api/v1/payments").json(&order("btc")))
        .await
        .refused(400, "idempotency_key_missing");
    anna.buy("a/b", &order("btc")).await.refused(400, "idempotency_key_invalid");
    let fresh = anna.buy("other", &order("btc")).await.expect(201);
    assert_eq!(fresh["id"], first.json()["id"], "what can still be paid is shown again");

    let boris = house.newcomer().await;
    let body = order("btc");
    let answers = join_all((0..6).map(|_| boris.buy("at-once", &body))).await;
    let payments: BTreeSet<String> = answers.iter().map(|answer| text(&answer.expect(201)["id"])).collect();
    assert_eq!(payments.len(), 1);
    assert_ne!(payments.first(), Some(&text(&fresh["id"])), "another customer's key is another one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_cannot_be_is_refused_with_its_field() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    let from = |changes: Value| {
        let mut body = order("btc");
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        body
    };
    for (nth, (changes, code, pointer)) in [
        (json!({ "plan": "year" }), "unknown_plan", "/plan"),
        (json!({ "plan": "retired" }), "plan_not_on_sale", "/plan"),
        (json!({ "processor": "bank" }), "unknown_processor", "/processor"),
        (json!({ "coin": null }), "coin_missing", "/coin"),
        (json!({ "coin": "doge" }), "unknown_coin", "/coin"),
        (json!({ "colour": "red" }), "invalid_body", "/colour"),
        (json!({ "plan": 7 }), "invalid_body", "/plan"),
    ]
    .into_iter()
    .enumerate()
    {
        anna.buy(&format!("key-{nth}"), &from(changes)).await.refused_field(422, code, pointer);
    }
    assert_eq!(anna.get("/api/v1/payments").await.expect(200), json!({ "items": [] }), "nothing was placed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_processor_in_trouble_is_told_from_an_order_that_it_refuses() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    house.till.be(Mood::Away);
    anna.buy("away", &order("btc")).await.refused(503, "processor_unavailable");
    house.till.be(Mood::Refusing);
    let problem = anna.buy("refused", &order("btc")).await.refused(502, "processor_refused");
    assert!(!problem.to_string().contains("private"), "its words are for admins: {problem}");
    house.till.be(Mood::Fine);
    anna.buy("fine", &order("btc")).await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invoices_of_a_day_are_bounded() {
    let house = House::with(|app, _| app.payments.invoices_per_day_max = 2).await;
    let anna = house.newcomer().await;
    anna.payment("one", "btc").await;
    anna.payment("two", "ltc").await;
    let problem = anna.buy("three", &order("usdttrc20")).await.refused(429, "too_many_invoices");
    assert_eq!(problem["retry_after_seconds"], 86_400);
    anna.buy("four", &order("btc")).await.expect(201);
    house.db.clock.advance(chrono::Duration::days(1));
    anna.payment("five", "usdttrc20").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn payments_page_by_cursor_newest_first() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    let mut ids = Vec::new();
    for coin in ["btc", "ltc", "usdttrc20"] {
        ids.insert(0, anna.payment(coin, coin).await);
    }
    let first = anna.get("/api/v1/payments?limit=2").await.expect(200);
    let cursor = text(&first["next_cursor"]);
    let second = anna.get(&format!("/api/v1/payments?limit=2&cursor={cursor}")).await.expect(200);
    assert!(second.get("next_cursor").is_none(), "{second}");
    let pages = [&first, &second].map(|page| page["items"].as_array().expect("a list").clone()).concat();
    assert_eq!(pages.iter().map(|payment| text(&payment["id"])).collect::<Vec<_>>(), ids);
    let boris = house.newcomer().await;
    assert_eq!(boris.get("/api/v1/payments").await.expect(200), json!({ "items": [] }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_who_says_he_paid_is_looked_at() {
    let house = House::new().await;
    let anna = house.newcomer().await;
    let id = anna.payment("key", "btc").await;
    let path = format!("/api/v1/payments/{id}/report");
    for bad in ["", " ", "two words", "ключ", &"f".repeat(129)] {
        anna.post(&path, &json!({ "tx_id": bad })).await.refused_field(422, "tx_id_invalid", "/tx_id");
    }
    anna.post(&path, &json!({})).await.refused_field(422, "invalid_body", "/tx_id");
    let reported = anna.post(&path, &json!({ "tx_id": "f00d" })).await.expect(200);
    assert_eq!((&reported["state"], &reported["in_review"]), (&json!("pending"), &json!(true)));
    assert!(reported["reported_at"].is_string(), "{reported}");
}
