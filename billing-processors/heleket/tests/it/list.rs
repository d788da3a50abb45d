//! The list: by cursors, and never further than a chain goes.

use nproxy_domain::processor::OrderRef;
use nproxy_processor_heleket::PLUGIN;
use nproxy_processor_kit::desk::{Sent, drive, processor};
use nproxy_processor_kit::{NOW, ORDER};
use serde_json::{Value, json};

fn invoice(id: &str, order: &str) -> Value {
    json!({
        "uuid": id, "order_id": order, "amount": "9.99", "currency": "USD", "payment_status": "check",
        "url": format!("https://pay.heleket.com/pay/{id}"),
    })
}

fn page(items: &[Value], next: Option<&str>) -> String {
    json!({"state": 0, "result": {"items": items, "paginate": {"nextCursor": next}}}).to_string()
}

fn search(pages: &[String]) -> (Vec<String>, Vec<String>) {
    let by = OrderRef::Payment { payment: ORDER.parse().expect("an id"), since: NOW.parse().expect("a time") };
    let section = json!({ "merchant": "m", "payment_key": "k" });
    let (sent, found) = drive(processor(PLUGIN, section).find(&by).expect("it can be asked"), pages);
    let found = found.expect("an end").expect("found");
    assert!(!found.more);
    let asked =
        sent.iter().map(Sent::line).map(|line| line.replace("POST https://api.heleket.com/v1/payment/list", ""));
    (asked.collect(), found.payments.into_iter().map(|payment| payment.id.0).collect())
}

#[test]
fn a_search_goes_from_page_to_page_and_ends_with_what_it_finds() {
    let stranger = || [invoice("s1", "shop-7")];
    let pages = [page(&stranger(), Some("two")), page(&[invoice("i1", ORDER)], Some("three"))];
    assert_eq!(search(&pages), (vec![String::new(), "?cursor=two".to_owned()], vec!["i1".to_owned()]));
    assert_eq!(search(&[page(&stranger(), None)]), (vec![String::new()], vec![]));
}

#[test]
fn an_order_that_is_further_behind_is_asked_for_by_making_it_again() {
    let pages = ["a", "b", "c", "d"].map(|next| page(&[invoice("s1", "shop-7")], Some(next)));
    let (asked, found) = search(&pages);
    assert_eq!((asked.len(), found.len()), (4, 0), "an order is a key: made again, it is the same invoice");
}
