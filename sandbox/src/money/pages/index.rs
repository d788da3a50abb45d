//! All invoices, for a person who looks for the one of a payment page.

use std::fmt::Write as _;

use crate::html::{page, text};
use crate::money::invoice::Invoice;

/// Newest first; those that still wait before those that ended.
pub(super) fn index(invoices: &[Invoice], find: &str) -> String {
    let (open, ended): (Vec<_>, Vec<_>) = invoices.iter().rev().partition(|invoice| invoice.open);
    let list = |title: &str, invoices: &[&Invoice]| {
        if invoices.is_empty() {
            return String::new();
        }
        format!("<h2>{title}</h2>{}", invoices.iter().map(|invoice| item(invoice)).collect::<String>())
    };
    let mut body = format!(
        "<h1>The till</h1><p class=\"soft\">Every invoice that the played processors made.</p>\
         <form class=\"row\"><input name=\"find\" value=\"{}\" placeholder=\"Address, order or invoice\" aria-label=\"Address, order or invoice\">\
         <button>Find</button></form>",
        text(find)
    );
    body += &list("Open", &open);
    body += &list("Ended", &ended);
    if invoices.is_empty() {
        body += if find.is_empty() { "<p>None yet.</p>" } else { "<p>There is no such invoice.</p>" };
    }
    page("The till", &body)
}

fn item(invoice: &Invoice) -> String {
    let status = match invoice.additional_status.as_deref() {
        None | Some("None") => invoice.status.clone(),
        Some(additional) => format!("{} ({additional})", invoice.status),
    };
    let mut addresses = String::new();
    for method in &invoice.methods {
        let (coin, address) = (text(&method.coin.to_uppercase()), text(&method.address));
        let _never_fails = write!(addresses, "<p class=\"soft\">{} {coin}<br><code>{address}</code></p>", method.asked);
    }
    format!(
        "<div class=\"card\"><a href=\"{}\">{} {}, {}</a><p>{}</p>{addresses}</div>",
        text(&invoice.page_url),
        invoice.price,
        text(&invoice.currency.to_uppercase()),
        invoice.processor.label(),
        text(&status)
    )
}
