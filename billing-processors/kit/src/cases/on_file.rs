//! Whether everything that the suite lists has a reply on file.

use nproxy_domain::provider::Effect;

use super::{Tried, price};
use crate::ask::Ask;
use crate::end::End;
use crate::fixture::{Expected, status_name};
use crate::promise::{Findings, Promise};
use crate::walk::{Call, order, walk};

pub(crate) fn run(tried: &Tried<'_>, findings: &mut Findings) {
    let folder = tried.suite.folder();
    let expected = |wanted: &dyn Fn(&Expected) -> bool| tried.replies.iter().any(|f| wanted(&f.expected));
    for status in &tried.suite.statuses {
        let name = status_name(*status);
        let has = expected(&|e| *e == Expected::Told(*status));
        findings.demand(has, Promise::EverythingHasAFixture, &name, || {
            format!(
                "no file in {folder} says `@expect {name}`: put there what the processor answers to `status` then, or \
                 strike PaymentStatus::{status:?} from the suite"
            )
        });
    }
    for class in &tried.suite.classes {
        let name = class.as_str();
        let has = expected(&|e| matches!(e, Expected::Failed(of, _) if of == class));
        findings.demand(has, Promise::EverythingHasAFixture, name, || {
            format!("no file in {folder} says `@expect {name}`, which Class::{class:?} in the suite promises")
        });
    }
    for ask in &tried.suite.asks {
        if !asks_somebody(tried, *ask) {
            continue;
        }
        let done = |e: &Expected| matches!(e, Expected::Offers | Expected::Found | Expected::Told(_));
        let has = tried.replies.iter().any(|f| Ask::of(&f.call) == Some(*ask) && done(&f.expected));
        findings.demand(has, Promise::EverythingHasAFixture, &ask.to_string(), || {
            format!("no file in {folder} says `@call {ask}` and expects a success")
        });
    }
    let made = expected(&|e| *e == Expected::Made);
    let sends = tried.processor.about().coin_needed || asks_for_an_invoice(tried);
    findings.demand(made || !sends, Promise::EverythingHasAFixture, "checkout", || {
        format!("no file in {folder} says `@call checkout` and `@expect made`")
    });
    let heard = !tried.webhooks.is_empty() || tried.suite.sender.is_none();
    findings.demand(heard, Promise::EverythingHasAFixture, "webhooks", || {
        format!("no file in {folder} begins with `POST`, and the suite has a sender")
    });
}

fn asks_somebody(tried: &Tried<'_>, ask: Ask) -> bool {
    let call = match ask {
        Ask::Offers => Call::Offers { price: price(), chain: 0 },
        Ask::Status => Call::Status(tried.known_id()),
        Ask::FindByOrder => Call::FindByOrder,
        Ask::FindSince => Call::FindSince { skip: 0, cursor: None },
    };
    walk(tried.processor, &call, &[]).is_some_and(|walked| matches!(walked.end, End::Asks))
}

fn asks_for_an_invoice(tried: &Tried<'_>) -> bool {
    let call = Call::Checkout(Box::new(order(price(), None)));
    walk(tried.processor, &call, &[]).is_some_and(|walked| walked.sent.iter().any(|s| s.effect == Effect::Buys))
}
