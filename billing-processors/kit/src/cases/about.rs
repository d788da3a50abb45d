//! What the plugin says of itself, and which calls it has.

use nproxy_domain::redact;
use secrecy::ExposeSecret;

use super::{Tried, price};
use crate::ask::Ask;
use crate::promise::{Findings, Promise};
use crate::walk::{Call, walk};

pub(crate) fn run(tried: &Tried<'_>, findings: &mut Findings) {
    let about = tried.processor.about();
    let mut demand = |kept: bool, at: &str, what: &str| {
        findings.demand(kept, Promise::AboutIsSane, &format!("about(): {at}"), || what.to_owned());
    };
    demand(about.id.ends_with("_of_the_kit"), "id", "it is the section's id, not the kind");
    let plain = !about.label.is_empty() && redact::plain(&about.label, &[]) == about.label;
    demand(plain, "label", "customers read it, so it is a plain text");
    for host in &about.hosts {
        let bare = host.path() == "/" && host.query().is_none() && host.username().is_empty();
        demand(bare && host.has_host(), "hosts", &format!("{host} is more than scheme, host and port"));
    }
    demand(about.accepted.status.is_success(), "accepted", "a sender takes anything but 2xx for a failure");
    demand(
        !about.confirmed_by_hand || tried.suite.sender.is_none(),
        "confirmed_by_hand",
        "the money comes past us, and yet webhooks tell of it",
    );
    demand(!about.coin_needed || has(tried, Ask::Offers), "coin_needed", "there is no offer to choose from");
    let kept: Vec<&str> = about.secrets.iter().map(ExposeSecret::expose_secret).collect();
    let used = |secret: &&&str| tried.section.to_string().contains(**secret);
    let told_all = tried.suite.secrets.iter().filter(used).all(|secret| kept.contains(secret));
    demand(told_all, "secrets", "a secret of the section is not in it, so it is not cut out of what is logged");
    calls(tried, findings);
}

fn has(tried: &Tried<'_>, ask: Ask) -> bool {
    let call = match ask {
        Ask::Offers => Call::Offers { price: price(), chain: 0 },
        Ask::Status => Call::Status(tried.known_id()),
        Ask::FindByOrder => Call::FindByOrder,
        Ask::FindSince => Call::FindSince { skip: 0, cursor: None },
    };
    // A status that is an error before anything is sent is one that can't be asked for.
    walk(tried.processor, &call, &[]).is_some_and(|walked| !walked.sent.is_empty() || walked.end.is_success())
}

fn calls(tried: &Tried<'_>, findings: &mut Findings) {
    for ask in Ask::ALL {
        let what = match (tried.suite.asks.contains(&ask), has(tried, ask)) {
            (true, false) => format!("it is listed and not there: write it, or strike Ask::{ask:?} from the suite"),
            (false, true) => format!("it is there: list Ask::{ask:?} in the suite"),
            _ => continue,
        };
        findings.broken(Promise::CallsAreThere, &ask.to_string(), what);
    }
}
