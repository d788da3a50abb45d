//! The list, page by page: what is looked for is found, and what can't be known is not said.

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::processor::{Found, OrderRef, PaymentSnapshot};
use nproxy_processor_crypto_pay::PLUGIN;
use nproxy_processor_kit::desk::{drive, processor};
use nproxy_processor_kit::{NOW, ORDER};
use serde_json::{Value, json};

const LIMIT: u64 = 100;

fn invoice(id: u64, payload: &str, created_at: &str) -> Value {
    json!({
        "invoice_id": id, "status": "active", "fiat": "USD", "amount": "9.99", "payload": payload, "created_at": created_at,
        "bot_invoice_url": "https://t.me/CryptoBot?start=x",
    })
}

fn page(invoices: &[Value]) -> String {
    json!({"ok": true, "result": {"items": invoices}}).to_string()
}

/// A full page, newest first, down to the number.
fn strangers(down_to: u64, created_at: &str) -> Vec<Value> {
    (0..LIMIT).map(|n| invoice(down_to + LIMIT - 1 - n, "shop-7", created_at)).collect()
}

fn by_order() -> OrderRef {
    OrderRef::Payment { payment: ORDER.parse().expect("an id"), since: NOW.parse().expect("a time") }
}

fn since(skip: usize) -> OrderRef {
    OrderRef::Since { at: NOW.parse().expect("a time"), skip, cursor: None }
}

/// Pages of `LIMIT`.
fn bounded() -> Value {
    json!({"api_token": "T", "reply_bytes_max": 204_800})
}

type Ended = Result<Found<PaymentSnapshot>, nproxy_domain::outcome::PluginError>;

fn search(by: &OrderRef, pages: &[String]) -> (Vec<String>, Option<Ended>) {
    let chain = processor(PLUGIN, bounded()).find(by).expect("it can be asked");
    let (sent, ended) = drive(chain, pages);
    (sent.iter().map(nproxy_processor_kit::desk::Sent::line).collect(), ended)
}

fn ids(ended: Option<Ended>) -> Vec<String> {
    ended.expect("an end").expect("found").payments.into_iter().map(|payment| payment.id.0).collect()
}

#[test]
fn a_search_goes_on_until_the_page_before_the_order() {
    let late = "2026-11-22T12:30:00Z";
    let mut second = strangers(1000, late);
    second[99] = invoice(1000, ORDER, "2026-11-22T12:00:01Z");
    let third = strangers(900, "2026-11-22T11:00:00Z");
    let (asked, found) = search(&by_order(), &[page(&strangers(1100, late)), page(&second), page(&third)]);
    let expected = [0, 100, 200].map(|at| format!("GET https://pay.crypt.bot/api/getInvoices?offset={at}&count=100"));
    assert_eq!(asked, expected);
    assert_eq!(ids(found), ["1000"]);
}

#[test]
fn a_page_is_as_long_as_the_api_gives_it_and_an_answer_may_be() {
    for (section, count) in [(json!({"api_token": "T"}), 1000), (bounded(), LIMIT)] {
        for by in [by_order(), since(0)] {
            let (sent, _) = drive(processor(PLUGIN, section.clone()).find(&by).expect("it can be asked"), &[]);
            assert!(sent[0].line().ends_with(&format!("offset=0&count={count}")), "{}", sent[0].line());
        }
    }
}

#[test]
fn where_the_oldest_are_first_an_old_page_is_not_the_last() {
    let mut old = strangers(1, "2026-11-22T11:00:00Z");
    old.reverse();
    let (asked, found) = search(&by_order(), &[page(&old), page(&[invoice(101, ORDER, "2026-11-22T12:00:01Z")])]);
    assert_eq!((asked.len(), ids(found)), (2, vec!["101".to_owned()]));
}

#[test]
fn a_list_too_long_to_look_through_is_not_called_empty() {
    let full = [4, 3, 2, 1].map(|n| page(&strangers(n * LIMIT, "2026-11-22T12:30:00Z")));
    let (asked, ended) = search(&by_order(), &full);
    let error = ended.expect("an end").expect_err("nobody knows");
    assert_eq!((asked.len(), error.class, error.spent), (4, Class::Overload, Spent::No));
}

#[test]
fn the_daily_pass_ends_where_the_days_before_begin() {
    let (asked, full) = search(&since(100), &[page(&strangers(100, "2026-11-22T12:30:00Z"))]);
    assert_eq!(asked, ["GET https://pay.crypt.bot/api/getInvoices?offset=100&count=100"]);
    let full = full.expect("an end").expect("a page");
    assert_eq!((full.payments.len(), full.more), (100, true));
    let (_, last) = search(&since(0), &[page(&strangers(100, "2026-11-22T11:00:00Z"))]);
    assert!(!last.expect("an end").expect("a page").more, "all that follow are older");
}
