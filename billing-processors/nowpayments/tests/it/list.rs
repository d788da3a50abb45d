//! The list, page by page: what is looked for is found, and what can't be known is not said.

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::processor::OrderRef;
use nproxy_domain::provider::Effect;
use serde_json::{Value, json};

use crate::support::{PAYMENT, Sent, drive, processor};

const TOKEN: &str = r#"{"token":"ey.TOKEN.0"}"#;
const LIMIT: usize = 100;

fn payment(id: usize, order: &str) -> Value {
    json!({
        "payment_id": id, "payment_status": "waiting", "price_amount": 9.99, "price_currency": "usd",
        "pay_currency": "btc", "order_id": order,
    })
}

/// A page of payments numbered from `first`.
fn page(number: usize, pages: usize, payments: &[Value]) -> String {
    json!({"data": payments, "limit": LIMIT, "page": number, "pagesCount": pages, "total": 1}).to_string()
}

fn strangers(count: usize) -> Vec<Value> {
    (0..count).map(|n| payment(7000 + n, "shop-7")).collect()
}

fn by_order() -> OrderRef {
    let since = "2026-11-22T12:00:00.5Z".parse().expect("a time");
    OrderRef::Payment { payment: PAYMENT.parse().expect("an id"), since }
}

fn since(skip: usize) -> OrderRef {
    OrderRef::Since { at: "2026-10-23T00:00:00Z".parse().expect("a time"), skip, cursor: None }
}

fn ids(found: &nproxy_domain::processor::Found<nproxy_domain::processor::PaymentSnapshot>) -> Vec<&str> {
    found.payments.iter().map(|payment| payment.id.0.as_str()).collect()
}

#[test]
fn a_search_signs_in_and_lists_what_was_made_since_the_order() {
    let chain = processor(json!({})).find(&by_order()).expect("it can be asked");
    let (sent, found) = drive(chain, &[TOKEN.to_owned(), page(0, 1, &[payment(1, "x"), payment(2, PAYMENT)])]);
    let lines: Vec<String> = sent.iter().map(Sent::line).collect();
    // Some minutes before: their clock may be behind.
    let query = "limit=100&page=0&sortBy=created_at&orderBy=asc&dateFrom=2026-11-22T11:50:00.500Z";
    assert_eq!(
        lines,
        [
            "POST https://api.nowpayments.io/v1/auth".to_owned(),
            format!("GET https://api.nowpayments.io/v1/payment/?{query}")
        ]
    );
    assert_eq!(sent[0].body(), r#"{"email":"shop@nproxy.example","password":"TESTPASS-0000"}"#);
    assert_eq!((sent[0].header("x-api-key"), sent[0].header("content-type")), ("", "application/json"));
    assert_eq!((sent[1].header("x-api-key"), sent[1].header("authorization")), ("TESTKEY-0000", "Bearer ey.TOKEN.0"));
    assert!(sent.iter().all(|one| one.effect == Effect::Free));
    let shown = format!("{:?}", sent[1].request);
    assert!(!shown.contains("TOKEN.0") && !shown.contains("TESTKEY"), "{shown}");
    let found = found.expect("found");
    assert_eq!((ids(&found), found.more), (vec!["2"], false));
}

#[test]
fn a_search_by_order_goes_on_to_the_pages_behind() {
    let chain = processor(json!({})).find(&by_order()).expect("it can be asked");
    let mut second = strangers(LIMIT - 1);
    second.push(payment(2, PAYMENT));
    let pages =
        [page(0, 3, &strangers(LIMIT)), page(1, 3, &second), page(2, 3, &[payment(3, PAYMENT), payment(4, "x")])];
    let (sent, found) = drive(chain, &[&[TOKEN.to_owned()], &pages[..]].concat());
    assert!(sent[3].line().contains("&page=2&"), "{}", sent[3].line());
    assert_eq!(ids(&found.expect("found")), ["2", "3"]);
}

#[test]
fn a_list_too_long_to_look_through_is_not_called_empty() {
    let full = |number| page(number, 9, &strangers(LIMIT));
    let chain = processor(json!({})).find(&by_order()).expect("it can be asked");
    let (sent, found) = drive(chain, &[TOKEN.to_owned(), full(0), full(1), full(2)]);
    assert_eq!(sent.len(), 4, "no chain is longer");
    let error = found.expect_err("nobody knows");
    assert_eq!((error.class, error.spent), (Class::Overload, Spent::No));

    let mut last = strangers(LIMIT - 1);
    last.push(payment(2, PAYMENT));
    let chain = processor(json!({})).find(&by_order()).expect("it can be asked");
    let (_, found) = drive(chain, &[TOKEN.to_owned(), full(0), full(1), page(2, 9, &last)]);
    let found = found.expect("what was found is found");
    assert_eq!((ids(&found), found.more), (vec!["2"], false));
}

#[test]
fn all_payments_are_told_page_by_page_and_none_twice() {
    let all: Vec<Value> = (0..250).map(|n| payment(n + 1, "shop-7")).collect();
    let mut seen = Vec::new();
    loop {
        let number = seen.len() / LIMIT;
        let chain = processor(json!({})).find(&since(seen.len())).expect("it can be asked");
        let of_page: Vec<Value> = all.iter().skip(number * LIMIT).take(LIMIT).cloned().collect();
        let (sent, found) = drive(chain, &[TOKEN.to_owned(), page(number, 3, &of_page)]);
        let query = format!("limit=100&page={number}&sortBy=created_at&orderBy=asc&dateFrom=2026-10-23T00:00:00.000Z");
        assert!(sent[1].line().ends_with(&query), "{}", sent[1].line());
        let found = found.expect("a page");
        // The first time only a part of it is kept.
        let kept = if seen.is_empty() { 70 } else { found.payments.len() };
        assert!(kept > 0, "it goes on");
        seen.extend(found.payments.into_iter().take(kept).map(|payment| payment.id.0));
        if !found.more && seen.len() == all.len() {
            break;
        }
    }
    assert_eq!(seen, (1..=250).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn pages_are_as_long_as_an_answer_may_be() {
    let chain = processor(json!({"reply_bytes_max": "16384"})).find(&since(17)).expect("it can be asked");
    let (sent, found) =
        drive(chain, &[TOKEN.to_owned(), json!({"data": [payment(1, "x"), payment(2, "x")]}).to_string()]);
    assert!(sent[1].line().contains("?limit=8&page=2&"), "{}", sent[1].line());
    let found = found.expect("a page");
    assert_eq!((ids(&found), found.more), (vec!["2"], false), "one of the third page was seen");
}

#[test]
fn a_token_is_never_repeated() {
    let chain = processor(json!({})).find(&by_order()).expect("it can be asked");
    let odd = json!({"data": [{"payment_id": 1, "payment_status": "ey.TOKEN.0", "price_amount": 1,
        "price_currency": "usd", "pay_currency": "btc", "order_id": PAYMENT}]});
    let (_, found) = drive(chain, &[TOKEN.to_owned(), odd.to_string()]);
    assert_eq!(found.expect_err("unknown").detail, "a payment with the status \"[redacted]\"");
}

#[test]
fn without_the_dashboards_sign_in_nothing_can_be_looked_for() {
    let processor = processor(json!({"email": null, "password": null}));
    assert!(processor.find(&by_order()).is_none());
    assert!(processor.find(&since(0)).is_none());
}
