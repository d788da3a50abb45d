//! Payments at the admins' desk.

use nproxy_domain::processor::PaymentStatus;
use serde_json::{Value, json};

use crate::house::House;
use crate::person::{Person, text};
use crate::till::{ASKED, Mood, external};

fn desk(payment: &str) -> String {
    format!("/api/v1/admin/payments/{payment}")
}

async fn listed(admin: &Person, query: &str) -> Vec<String> {
    let page = admin.get(&format!("/api/v1/admin/payments{query}")).await.expect(200);
    page["items"].as_array().expect("a list").iter().map(|payment| text(&payment["id"])).collect()
}

/// A payment for which too little came, and no more is waited for.
async fn short(house: &House, customer: &Person) -> String {
    let id = customer.payment("short", "btc").await;
    house.till.says(&id, PaymentStatus::ClosedShort, "0.001");
    house.read(&id).await;
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_in_review_is_found_looked_at_and_settled_on_record() {
    let house = House::new().await;
    let (anna, admin) = (house.newcomer().await, house.admin().await);
    let id = short(&house, &anna).await;
    assert_eq!(listed(&admin, "?review=true").await, [id.as_str()]);

    let file = admin.get(&desk(&id)).await.expect(200);
    let payment = &file["payment"];
    assert_eq!((&payment["state"], &payment["review"]), (&json!("needs_review"), &json!("short")));
    assert_eq!(
        (&payment["email"], &payment["external_id"]),
        (&json!("customer-0@example.com"), &json!(external(&id).0))
    );
    assert_eq!(payment["price"], json!({ "amount": "9.00", "currency": "USD" }));
    assert_eq!(file["acts"], json!(["activate", "refund_noted", "reject"]));
    let kinds: Vec<&Value> = file["events"].as_array().expect("a list").iter().map(|event| &event["kind"]).collect();
    assert_eq!(kinds, ["placed", "created", "read"]);

    let settle = format!("{}/settle", desk(&id));
    admin.post(&settle, &json!({ "act": "activate", "reason": " " })).await.refused_field(
        422,
        "reason_missing",
        "/reason",
    );
    let grant = json!({ "act": "grant", "requests": 5, "reason": "instead" });
    admin.post(&settle, &grant).await.refused(409, "no_current_month");
    let activate = json!({ "act": "activate", "reason": "close enough" });
    let answer = admin.post(&settle, &activate).await;
    let settled = answer.expect(200);
    assert_eq!(
        (&settled["payment"]["state"], &settled["payment"]["settlement"]),
        (&json!("paid"), &json!("activated"))
    );
    assert!(settled["payment"].get("review").is_none(), "{settled}");
    let last = settled["events"].as_array().and_then(|events| events.last()).expect("a line");
    assert_eq!(
        (&last["kind"], &last["before"], &last["after"]),
        (&json!("act"), &json!("needs_review"), &json!("paid"))
    );
    assert!(text(&last["actor"]).starts_with("user:"), "{last}");
    admin.post(&settle, &activate).await.refused(409, "act_refused");
    assert_eq!(anna.get("/api/v1/subscription").await.expect(200)["state"], "active");
    assert_eq!(listed(&admin, "?review=true").await, [""; 0]);

    let proof = admin.get(&format!("{}/proof", desk(&id))).await;
    assert_eq!((proof.status.as_u16(), proof.header("content-type")), (200, "text/plain; charset=utf-8"));
    assert_eq!(proof.header("content-disposition"), format!("attachment; filename=\"payment-{id}.txt\""));
    assert!(proof.text().contains(&id) && proof.text().contains("close enough"), "{}", proof.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_that_was_sent_back_is_noted_with_where_it_went() {
    let house = House::new().await;
    let (anna, admin) = (house.newcomer().await, house.admin().await);
    let id = short(&house, &anna).await;
    let settle = format!("{}/settle", desk(&id));
    let note = json!({ "address": "bc1qback", "amount": "0.0010", "transaction": "f00d" });
    for (body, pointer) in [
        (json!({ "act": "refund_noted", "reason": "r" }), "/refund"),
        (json!({ "act": "refund_noted", "refund": note, "requests": 1, "reason": "r" }), "/requests"),
        (json!({ "act": "grant", "reason": "r" }), "/requests"),
        (json!({ "act": "grant", "requests": 0, "reason": "r" }), "/requests"),
        (json!({ "act": "grant", "requests": -1, "reason": "r" }), "/requests"),
        (json!({ "act": "reject", "refund": note, "reason": "r" }), "/refund"),
        (json!({ "act": "reject" }), "/reason"),
        (json!({ "act": "confirm", "reason": "r" }), "/act"),
        (json!({ "act": "refund_noted", "refund": { "address": "a" }, "reason": "r" }), "/refund/amount"),
    ] {
        admin.post(&settle, &body).await.refused_field(422, "invalid_body", pointer);
    }
    for (field, bad) in [("address", "two words"), ("amount", "1,5"), ("transaction", "")] {
        let mut note = note.clone();
        note[field] = json!(bad);
        let body = json!({ "act": "refund_noted", "refund": note, "reason": "r" });
        admin.post(&settle, &body).await.refused_field(422, "invalid_body", &format!("/refund/{field}"));
    }
    admin.post(&settle, &json!({ "act": "refund_noted", "refund": note, "reason": "too little" })).await.expect(200);
    let seen = anna.get(&format!("/api/v1/payments/{id}")).await.expect(200);
    assert_eq!((&seen["state"], &seen["settlement"]), (&json!("refunded"), &json!("refund_noted")));
    assert_eq!(seen["refund"], json!({ "address": "bc1qback", "amount": "0.001", "transaction": "f00d" }));
    assert!(!seen.to_string().contains("too little"), "the reason is for admins: {seen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_at_the_counter_is_confirmed_by_an_admin() {
    let house = House::new().await;
    let (anna, admin) = (house.newcomer().await, house.admin().await);
    let placed = anna.buy("key", &json!({ "plan": "month", "processor": "counter" })).await.expect(201);
    assert_eq!((&placed["by_hand"], &placed["instructions"]), (&json!(true), &json!("Ring twice.")));
    let id = text(&placed["id"]);
    let confirm = format!("{}/confirm", desk(&id));
    admin.post(&confirm, &json!({ "reason": "" })).await.refused_field(422, "reason_missing", "/reason");
    let file = admin.post(&confirm, &json!({ "reason": "cash" })).await.expect(200);
    assert_eq!((&file["payment"]["state"], &file["acts"]), (&json!("paid"), &json!(["refund_noted", "keep"])));
    admin.post(&confirm, &json!({ "reason": "cash" })).await.refused(409, "act_refused");
    assert_eq!(anna.get("/api/v1/subscription").await.expect(200)["state"], "active");
    let kept = admin.post(&format!("{}/keep", desk(&id)), &json!({ "reason": "a friend" })).await.expect(200);
    assert_eq!(kept["payment"]["kept"], true);

    // Nobody else knows of that money.
    admin.post(&format!("{}/read", desk(&id)), &json!({})).await.refused(409, "act_refused");
    let at_the_till = anna.payment("other", "btc").await;
    let confirm = format!("{}/confirm", desk(&at_the_till));
    admin.post(&confirm, &json!({ "reason": "cash" })).await.refused(409, "act_refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_has_a_processor_asked_at_once() {
    let house = House::new().await;
    let (anna, admin) = (house.newcomer().await, house.admin().await);
    let id = anna.payment("key", "btc").await;
    house.till.says(&id, PaymentStatus::Paid, ASKED);
    house.till.be(Mood::Away);
    let read = format!("{}/read", desk(&id));
    admin.post(&read, &json!({})).await.refused(503, "processor_unavailable");
    house.till.be(Mood::Fine);
    assert_eq!(admin.post(&read, &json!({})).await.expect(200)["payment"]["state"], "paid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn payments_are_found_by_what_is_known_of_them() {
    let house = House::new().await;
    let (anna, boris, admin) = (house.newcomer().await, house.newcomer().await, house.admin().await);
    let of_anna = anna.payment("one", "btc").await;
    let short = short(&house, &boris).await;
    let by_hand = json!({ "plan": "month", "processor": "counter" });
    let at_the_counter = text(&boris.buy("two", &by_hand).await.expect(201)["id"]);
    let boris_id = text(&boris.get("/api/v1/me").await.expect(200)["user"]["id"]);
    let all = [at_the_counter.clone(), short.clone(), of_anna.clone()];
    assert_eq!(listed(&admin, "").await, all);
    assert_eq!(listed(&admin, "?state=pending,paid").await, [at_the_counter.clone(), of_anna.clone()]);
    assert_eq!(listed(&admin, "?processor=counter").await, [at_the_counter.as_str()]);
    assert_eq!(listed(&admin, &format!("?user={boris_id}")).await, all[..2]);
    assert_eq!(listed(&admin, "?email=customer-0@example.com").await, [of_anna.as_str()]);
    assert_eq!(listed(&admin, "?email=nobody@example.com").await, [""; 0]);
    assert_eq!(listed(&admin, &format!("?q={}", external(&short))).await, [short.as_str()]);
    let first = admin.get("/api/v1/admin/payments?limit=2").await.expect(200);
    assert_eq!(listed(&admin, &format!("?limit=2&cursor={}", text(&first["next_cursor"]))).await, all[2..]);
    for (query, pointer) in [
        ("?state=sleeping", "/state"),
        ("?review=perhaps", "/review"),
        ("?user=7", "/user"),
        ("?cursor=nonsense", "/cursor"),
        ("?limit=0", "/limit"),
        ("?limit=101", "/limit"),
        ("?colour=red", "/colour"),
    ] {
        let path = format!("/api/v1/admin/payments{query}");
        admin.get(&path).await.refused_field(422, "invalid_query", pointer);
    }
}
