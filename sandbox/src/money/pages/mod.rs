//! Pages for a person: the checkout of an invoice, and the list of all.

mod checkout;
mod index;

use hyper::{Method, body::Incoming, http::request::Parts};
use serde_json::{Map, Value};

use super::{
    act::{Act, TillError},
    door::{fields, read},
    invoice::Invoice,
    till::Till,
};
use crate::{
    html,
    serve::{Answer, Reply},
};

/// `GET {id}` shows the invoice, `POST {id}/act` does something to it and shows it again.
pub(super) async fn checkout(till: &Till, head: &Parts, path: &str, body: Incoming) -> Answer {
    let body = read(body).await.unwrap_or_default();
    let reply = match (&head.method, path.split_once('/')) {
        (&Method::GET, None) => show(till, path, None),
        (&Method::POST, Some((id, "act"))) => match act(&body) {
            Some(act) => done(till, id, &till.act(id, &act)),
            None => show(till, id, Some("That can't be done: look at the amount.")),
        },
        _ => not_found(),
    };
    Answer::Reply(reply)
}

pub(super) fn index(invoices: &[Invoice], find: &str) -> Reply {
    Reply::page(200, index::index(invoices, find))
}

fn show(till: &Till, id: &str, refused: Option<&str>) -> Reply {
    let Ok(invoice) = till.invoice(id) else { return not_found() };
    let status = if refused.is_some() { 409 } else { 200 };
    Reply::page(status, checkout::checkout(&invoice, |act| till.is_possible(id, act), refused))
}

/// The browser goes back to the page, or on to that of the payment that was made.
fn done(till: &Till, id: &str, done: &Result<Invoice, TillError>) -> Reply {
    match done {
        Ok(invoice) => Reply::see_other(invoice.page_url.clone()),
        Err(error) => show(till, id, Some(&error.to_string())),
    }
}

fn not_found() -> Reply {
    Reply::page(404, html::page("Not found", "<h1>There is no such invoice</h1><p>It may be of an earlier start.</p>"))
}

/// A form has the fields that the control endpoint's JSON has.
fn act(form: &[u8]) -> Option<Act> {
    let filled = fields(form).into_iter().map(|(name, value)| (name, value.trim().to_owned()));
    let object: Map<String, Value> = filled.map(|(name, value)| (name, Value::String(value))).collect();
    serde_json::from_value(Value::Object(object)).ok()
}
