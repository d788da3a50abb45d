//! What would leave the house.

use std::time::Duration;

use nproxy_domain::outcome::Spent;
use nproxy_domain::processor::{CryptoAmount, ExternalId, Offer, Order, Price};
use nproxy_domain::provider::Effect;
use url::Url;

use super::{Tried, digits, price};
use crate::ORDER;
use crate::end::End;
use crate::promise::{Findings, Promise};
use crate::walk::{Call, Sent, order, walk};

const REPLY_BYTES_LEAST: usize = 1024;
const REPLY_BYTES_MOST: usize = 4 * 1024 * 1024;
/// All exchanges of a deed together have no more.
const TIMEOUT_MOST: Duration = Duration::from_secs(30);

const ODD_IDS: [&str; 10] =
    ["", ".", "..", "../../x?y=z#", "a/b", "a?b=c", "a#b", "\r\nx-evil: 1", "ключ \u{202E}", "%2e%2e%2f"];

pub(crate) fn run(tried: &Tried<'_>, findings: &mut Findings) {
    for chain in 0..tried.processor.offers(&price()).len() {
        asks(tried, &Call::Offers { price: price(), chain }, "offers", findings);
    }
    for (name, call) in [
        ("status", Call::Status(tried.known_id())),
        ("find_by_order", Call::FindByOrder),
        ("find_since", Call::FindSince { skip: 50, cursor: None }),
    ] {
        asks(tried, &call, name, findings);
    }
    for order in orders(tried) {
        asks(tried, &Call::Checkout(Box::new(order)), "checkout", findings);
    }
    strange_coins(tried, findings);
    odd_ids(tried, findings);
}

/// Every offer on file, at prices that a float, or a fixed number of decimals, would get wrong.
fn orders(tried: &Tried<'_>) -> Vec<Order> {
    let mut offers: Vec<Option<Offer>> = Vec::new();
    for fixture in tried.replies {
        if let Call::Checkout(order) = &fixture.call
            && !offers.contains(&order.offer)
        {
            offers.push(order.offer.clone());
        }
    }
    let prices = [(999, "USD"), (10, "EUR"), (500, "JPY"), (1, "USD"), (9_007_199_254_740_993, "USD")];
    let prices = prices.map(|(minor_units, currency)| Price { minor_units, currency: currency.to_owned() });
    offers.iter().flat_map(|offer| prices.iter().map(|price| order(price.clone(), offer.clone()))).collect()
}

/// The first request of a call, twice.
fn asks(tried: &Tried<'_>, call: &Call, at: &str, findings: &mut Findings) {
    let Some(walked) = walk(tried.processor, call, &[]) else { return };
    if let End::Panicked(panic) = &walked.end {
        findings.broken(Promise::NothingPanics, at, panic.clone());
    }
    sane(tried, call, &walked.sent, at, findings);
    let again = walk(tried.processor, call, &[]);
    let wire = |sent: &[Sent]| -> Vec<_> {
        sent.iter().map(|s| (s.request.uri().clone(), s.request.body().clone())).collect()
    };
    let same = again.is_some_and(|again| wire(&again.sent) == wire(&walked.sent));
    findings.demand(same, Promise::RequestsAreRepeatable, at, || {
        "a second call makes another request; time and randomness are not the plugin's".to_owned()
    });
}

/// What holds for the requests of every call.
pub(super) fn sane(tried: &Tried<'_>, call: &Call, sent: &[Sent], at: &str, findings: &mut Findings) {
    for sent in sent {
        leaves(tried, sent, at, findings);
        match call {
            Call::Checkout(order) => {
                if sent.effect == Effect::Buys {
                    travels_whole(order, sent, at, findings);
                }
            }
            _ => findings.demand(sent.effect == Effect::Free, Promise::EffectsAreHonest, at, || {
                "Effect::Buys, but it makes nothing".to_owned()
            }),
        }
    }
}

fn leaves(tried: &Tried<'_>, sent: &Sent, at: &str, findings: &mut Findings) {
    let suite = tried.suite;
    let request = &sent.request;
    let address = request.uri().to_string();
    match Url::parse(&address) {
        Ok(url) => {
            let listed = tried.processor.about().hosts.iter().any(|host| host.origin() == url.origin());
            findings.demand(listed, Promise::RequestsGoHome, at, || {
                let shown = url.host_str().unwrap_or_default().to_owned();
                format!("{}://{shown} is none of about().hosts", url.scheme())
            });
            let bare = url.username().is_empty() && url.password().is_none();
            findings.demand(bare, Promise::RequestsGoHome, at, || "the address holds a user or a password".to_owned());
        }
        Err(error) => findings.broken(Promise::RequestsGoHome, at, format!("the address is not absolute: {error}")),
    }
    findings.demand(!suite.leaks(&address), Promise::SecretsStayHidden, at, || "the address holds a secret".to_owned());
    let shown = format!("{} {request:?}", sent.shown).replace(&format!("{:?}", request.body()), "");
    findings.demand(!suite.leaks(&shown), Promise::SecretsStayHidden, at, || {
        "Debug of the request shows a secret; mark the header's value with set_sensitive(true)".to_owned()
    });
    let body = String::from_utf8_lossy(request.body());
    let signs_in = sent.effect == Effect::Free && request.method() == http::Method::POST;
    findings.demand(!suite.leaks(&body) || signs_in, Promise::SecretsStandInHeaders, at, || {
        "the body holds a secret, and is none of a sign-in".to_owned()
    });
    let limits = sent.limits;
    let bytes_sane = (REPLY_BYTES_LEAST..=REPLY_BYTES_MOST).contains(&limits.reply_bytes_max);
    let time_sane = limits.timeout > Duration::ZERO && limits.timeout <= TIMEOUT_MOST;
    findings.demand(bytes_sane && time_sane, Promise::LimitsAreSane, at, || format!("{limits:?}"));
}

fn travels_whole(order: &Order, sent: &Sent, at: &str, findings: &mut Findings) {
    let body = sent.request.body();
    let named = String::from_utf8_lossy(body).contains(ORDER);
    findings.demand(named, Promise::OrdersTravelWhole, at, || {
        "the payment's id is not in the request, so a lost answer is never found again".to_owned()
    });
    let amount: Option<CryptoAmount> = order.price.amount().parse().ok();
    let exact = digits::tokens(body).into_iter().any(|token| token.amount == amount);
    findings.demand(exact, Promise::OrdersTravelWhole, at, || format!("{} is not in the request", order.price));
}

/// Coins that were never offered.
fn strange_coins(tried: &Tried<'_>, findings: &mut Findings) {
    if !tried.processor.about().coin_needed {
        return;
    }
    let strange =
        Offer { id: "no_such_coin".to_owned(), coin: "NSC".to_owned(), network: "Nowhere".to_owned(), estimate: None };
    for (at, offer) in [("checkout without a coin", None), ("checkout in a coin that is not offered", Some(strange))] {
        let Some(walked) = walk(tried.processor, &Call::Checkout(Box::new(order(price(), offer))), &[]) else {
            continue;
        };
        let refused = matches!(&walked.end, End::Failed(error) if error.spent == Spent::No) && walked.sent.is_empty();
        findings.demand(refused, Promise::OnlyOfferedCoinsAreTaken, at, || {
            format!("it is to be refused before it is sent, spent no; it led to {}", walked.end)
        });
    }
}

fn odd_ids(tried: &Tried<'_>, findings: &mut Findings) {
    let address = |id: &str| {
        let walked = walk(tried.processor, &Call::Status(ExternalId(id.to_owned())), &[])?;
        if let End::Panicked(panic) = &walked.end {
            return Some(Err(panic.clone()));
        }
        let sent = walked.sent.first()?;
        Some(Ok(Url::parse(&sent.request.uri().to_string()).ok()?))
    };
    let Some(Ok(usual)) = address(&tried.known_id().0) else { return };
    for id in ODD_IDS {
        let at = format!("the id {id:?}");
        match address(id) {
            None => {}
            Some(Err(panic)) => findings.broken(Promise::NothingPanics, &at, panic),
            Some(Ok(odd)) => {
                let segments = |url: &Url| url.path_segments().map(Iterator::count);
                let whole = odd.path_segments().is_some_and(|mut parts| parts.all(|part| !part.is_empty()));
                let same = segments(&odd) == segments(&usual) && odd.query() == usual.query();
                let kept = same && whole && odd.fragment().is_none();
                findings.demand(kept, Promise::IdsStayInTheirPlace, &at, || format!("it asks {}", odd.path()));
            }
        }
    }
}
