//! Whether a search by order finds what a checkout made, and whether a list is told in spite of an odd item in it.

use std::collections::BTreeSet;

use nproxy_domain::processor::{Found, PaymentSnapshot};
use nproxy_domain::provider::Reply;
use serde_json::{Value, json};

use super::Tried;
use crate::ask::Ask;
use crate::end::End;
use crate::fixture::{Expected, Fixture};
use crate::order_id;
use crate::promise::{Findings, Promise};
use crate::walk::Call;

pub(crate) fn run(tried: &Tried<'_>, findings: &mut Findings) {
    let mut made = BTreeSet::new();
    let mut found = BTreeSet::new();
    for fixture in tried.replies {
        let Some(before) = tried.before(fixture) else { continue };
        let Some(walked) = tried.read(fixture, &before, fixture.reply.clone()) else { continue };
        match (&fixture.call, walked.end) {
            (Call::Checkout(_), End::Made(checkout)) => {
                made.insert(checkout.id);
            }
            (Call::FindByOrder, End::Found(all)) if fixture.expected == Expected::Found => {
                let mine = |payment: Option<nproxy_domain::PaymentId>| payment == Some(order_id());
                let only = !all.more && all.payments.iter().all(|snapshot| mine(snapshot.payment));
                findings.demand(only, Promise::OrdersAreFoundAgain, &fixture.name, || {
                    "a search by order gave another order's payment, or says that there are more".to_owned()
                });
                found.extend(all.payments.into_iter().map(|snapshot| snapshot.id));
            }
            (Call::FindSince { .. }, End::Found(all)) if fixture.expected == Expected::Found => {
                goes_on(tried, (fixture, &before), &all, findings);
            }
            _ => {}
        }
    }
    let again = made.is_empty() || made.iter().any(|id| found.contains(id));
    findings.demand(
        again || !tried.suite.asks.contains(&Ask::FindByOrder),
        Promise::OrdersAreFoundAgain,
        "find_by_order",
        || "no reply on file finds an invoice that a checkout on file made".to_owned(),
    );
}

/// Each item of a list in turn becomes one that nobody can read.
fn goes_on(
    tried: &Tried<'_>,
    (fixture, before): (&Fixture, &[Reply]),
    whole: &Found<PaymentSnapshot>,
    findings: &mut Findings,
) {
    let Ok(body) = serde_json::from_slice::<Value>(&fixture.reply.body) else { return };
    let Some(list) = list_in(&body, String::new()) else { return };
    for n in 0..body.pointer(&list).and_then(Value::as_array).map_or(0, Vec::len) {
        let mut odd = body.clone();
        if let Some(item) = odd.pointer_mut(&format!("{list}/{n}")) {
            *item = json!({"something_new_2099": true});
        }
        let reply = Reply { body: odd.to_string().into(), ..fixture.reply.clone() };
        let Some(walked) = tried.read(fixture, before, reply) else { continue };
        let kept = match &walked.end {
            End::Found(found) => {
                let known = |told: &PaymentSnapshot| whole.payments.iter().any(|before| before.id == told.id);
                found.seen() == whole.seen() && found.payments.iter().all(known)
            }
            _ => false,
        };
        findings.demand(kept, Promise::ListsGoOn, &fixture.name, || {
            let whole = whole.seen();
            format!("item {n} can't be read; expected the others and {whole} seen, read {}", walked.end)
        });
    }
}

/// Where the items are: the outermost list of objects.
fn list_in(value: &Value, at: String) -> Option<String> {
    match value {
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_object) => Some(at),
        Value::Object(members) => members.iter().find_map(|(name, inner)| list_in(inner, format!("{at}/{name}"))),
        _ => None,
    }
}
