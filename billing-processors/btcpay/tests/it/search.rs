//! Searches: an invoice whose answer was lost, and the daily pass.

use nproxy_domain::processor::{Found, OrderRef, PaymentSnapshot};
use nproxy_processor_kit::ORDER;
use serde_json::Value;

use crate::desk::{STORE, btcpay, drive, invoice, methods};

fn by_order() -> OrderRef {
    OrderRef::Payment { payment: ORDER.parse().expect("an id"), since: "2026-11-22T12:00:00Z".parse().expect("a time") }
}

fn since(skip: usize) -> OrderRef {
    OrderRef::Since { at: "2026-11-22T12:00:00Z".parse().expect("a time"), skip, cursor: None }
}

fn search(by: &OrderRef, answers: &[Value]) -> (Vec<String>, Found<PaymentSnapshot>) {
    let (sent, found) = drive(btcpay().find(by).expect("it can be asked"), answers);
    let asked = sent.iter().map(|request| request.uri().to_string()).collect();
    (asked, found.expect("an end").expect("an answer"))
}

#[test]
fn an_order_is_found_with_where_to_pay() {
    let list = Value::from(vec![invoice("i1", ORDER), invoice("i2", "167")]);
    let (asked, found) = search(&by_order(), &[list, methods()]);
    assert_eq!(asked, [format!("{STORE}?orderId={ORDER}&take=50"), format!("{STORE}/i1/payment-methods")]);
    assert_eq!((found.payments.len(), found.more), (1, false));
    let checkout = found.payments[0].checkout.as_ref().expect("where to pay");
    assert_eq!(checkout.address.as_deref(), Some("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"));
}

#[test]
fn an_order_that_was_made_many_times_is_found_whole_within_one_chain() {
    let ids = ["i1", "i2", "i3", "i4", "i5"];
    let list: Value = ids.iter().map(|id| invoice(id, ORDER)).collect();
    let (asked, found) = search(&by_order(), &[list, methods(), methods(), methods()]);
    assert_eq!(asked.len(), 4, "no chain is longer");
    let told: Vec<_> = found.payments.iter().map(|p| (p.id.0.as_str(), p.checkout.is_some())).collect();
    assert_eq!(told, [("i1", true), ("i2", true), ("i3", true), ("i4", false), ("i5", false)]);
}

#[test]
fn the_daily_pass_goes_page_by_page_until_one_is_not_full() {
    let page = |count: usize| -> Value { (0..count).map(|n| invoice(&format!("i{n}"), ORDER)).collect() };
    let (asked, full) = search(&since(0), &[page(50)]);
    assert_eq!(asked, [format!("{STORE}?startDate=1795348800&skip=0&take=50")]);
    assert_eq!((full.payments.len(), full.more), (50, true));
    let (asked, last) = search(&since(50), &[page(49)]);
    assert_eq!(asked, [format!("{STORE}?startDate=1795348800&skip=50&take=50")]);
    assert_eq!((last.payments.len(), last.more), (49, false));
}
