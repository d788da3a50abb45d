//! The list, page by page: what is looked for is found, and what can't be known is not said.

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::processor::{Found, OrderRef, PaymentSnapshot};
use nproxy_processor_kit::desk::{Sent, drive, processor};
use nproxy_processor_kit::{NOW, ORDER};
use nproxy_processor_oxapay::PLUGIN;
use serde_json::{Value, json};

const LIMIT: usize = 100;

fn invoice(id: usize, order: &str) -> Value {
    json!({"track_id": id.to_string(), "status": "new", "amount": 9.99, "currency": "USD", "order_id": order})
}

fn page(pages: usize, invoices: &[Value]) -> String {
    json!({"data": {"list": invoices, "meta": {"page": 1, "last_page": pages}}, "status": 200}).to_string()
}

fn strangers(count: usize) -> Vec<Value> {
    (0..count).map(|n| invoice(7000 + n, "shop-7")).collect()
}

fn by_order() -> OrderRef {
    OrderRef::Payment { payment: ORDER.parse().expect("an id"), since: NOW.parse().expect("a time") }
}

fn since(skip: usize) -> OrderRef {
    OrderRef::Since { at: NOW.parse().expect("a time"), skip, cursor: None }
}

fn search(by: &OrderRef, pages: &[String]) -> (Vec<String>, Result<Found<PaymentSnapshot>, PluginError>) {
    let chain = processor(PLUGIN, json!({"merchant_key": "T"})).find(by).expect("it can be asked");
    let (sent, found) = drive(chain, pages);
    (sent.iter().map(Sent::line).collect(), found.expect("an end"))
}

#[test]
fn a_search_lists_what_was_made_since_the_order_and_goes_on_to_the_pages_behind() {
    let pages = [page(2, &strangers(LIMIT)), page(2, &[invoice(1, "x"), invoice(2, ORDER)])];
    let (asked, found) = search(&by_order(), &pages);
    // Some minutes before: their clock may be behind.
    let line = |page| {
        let query = format!("type=invoice&from_date=1795348200&sort_by=create_date&sort_type=asc&page={page}&size=100");
        format!("GET https://api.oxapay.com/v1/payment?{query}")
    };
    assert_eq!(asked, [line(1), line(2)]);
    let found = found.expect("found");
    assert_eq!((found.payments.len(), found.payments[0].id.0.as_str(), found.more), (1, "2", false));
}

#[test]
fn a_list_too_long_to_look_through_is_not_called_empty() {
    let (asked, ended) = search(&by_order(), &vec![page(9, &strangers(LIMIT)); 4]);
    let error = ended.expect_err("nobody knows");
    assert_eq!((asked.len(), error.class, error.spent), (4, Class::Overload, Spent::No));
}

#[test]
fn all_invoices_are_told_page_by_page_and_none_twice() {
    let all: Vec<Value> = (0..250).map(|n| invoice(n + 1, "shop-7")).collect();
    let mut seen = Vec::new();
    loop {
        let number = seen.len() / LIMIT;
        let of_page: Vec<Value> = all.iter().skip(number * LIMIT).take(LIMIT).cloned().collect();
        let (asked, found) = search(&since(seen.len()), &[page(3, &of_page)]);
        assert!(asked[0].contains(&format!("&page={}&", number + 1)), "{}", asked[0]);
        let found = found.expect("a page");
        // The first time only a part of it is kept.
        let kept = if seen.is_empty() { 70 } else { found.payments.len() };
        seen.extend(found.payments.into_iter().take(kept).map(|payment| payment.id.0));
        if !found.more {
            break;
        }
    }
    assert_eq!(seen, (1..=250).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn a_page_of_another_size_than_was_asked_for_is_an_error() {
    for odd in [page(2, &strangers(10)), page(1, &strangers(LIMIT + 1))] {
        assert!(search(&since(0), &[odd]).1.is_err());
    }
}
