//! Whether a search by order finds what a checkout made.

use std::collections::BTreeSet;

use super::Tried;
use crate::ask::Ask;
use crate::end::End;
use crate::fixture::Expected;
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
