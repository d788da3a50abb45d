//! Replies on file, as they are and spoiled.

use std::mem::discriminant;
use std::time::Duration;

use http::StatusCode;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::processor::PaymentSnapshot;
use nproxy_domain::provider::{Effect, Reply};
use serde_json::Value;

use super::{Tried, requests, texts};
use crate::end::End;
use crate::fixture::{Expected, Fixture};
use crate::mutate::{self, Kind};
use crate::promise::{Findings, Promise};
use crate::walk::{Call, Walk, walk};

pub(crate) fn run(tried: &Tried<'_>, findings: &mut Findings) {
    for (n, fixture) in tried.replies.iter().enumerate() {
        // One reader stands behind each call, so one huge body each is enough.
        let huge = tried.replies[..n].iter().all(|f| discriminant(&f.call) != discriminant(&fixture.call));
        match tried.before(fixture) {
            Some(before) => {
                let replies = before.into_iter().chain([fixture.reply.clone()]).collect();
                Case { tried, fixture, replies }.run(huge, findings);
            }
            None => {
                findings.broken(Promise::FixturesAreReadable, &fixture.name, "@after names a file that is not there");
            }
        }
    }
}

struct Case<'a> {
    tried: &'a Tried<'a>,
    fixture: &'a Fixture,
    /// To the exchanges before, then its own.
    replies: Vec<Reply>,
}

impl Case<'_> {
    fn run(&self, huge: bool, findings: &mut Findings) {
        let name = &self.fixture.name;
        let Some(whole) = self.walk(&self.replies) else {
            findings.broken(Promise::RepliesMeanWhatTheFixtureSays, name, "the plugin answers None to this call");
            return;
        };
        self.as_it_is(&whole, findings);
        self.always(&whole, &self.replies, "as it is", findings);
        let anew = self.walk(&self.replies.iter().map(written_anew).collect::<Vec<_>>());
        let unspoiled = anew.as_ref().map_or(&whole.end, |walked| &walked.end);
        let mut spoil = |at: usize, kind: Kind, what: &str, reply: Reply| {
            let mut replies = self.replies.clone();
            replies[at] = reply;
            let Some(walked) = self.walk(&replies) else { return };
            self.always(&walked, &replies, what, findings);
            self.spoiled(kind, replies[at].status, (unspoiled, &walked.end), what, findings);
        };
        let last = self.replies.len() - 1;
        mutate::reply(&self.replies[last], &self.tried.suite.secrets, huge, &mut |kind, what, reply| {
            spoil(last, kind, &what, reply);
        });
        // On their own those before are files too; here their readers' memory is what counts.
        for (at, reply) in self.replies[..last].iter().enumerate() {
            mutate::gaps(&reply.body, &mut |kind, what, body| {
                spoil(at, kind, &format!("reply {at}: {what}"), Reply { body: body.into(), ..reply.clone() });
            });
        }
    }

    fn walk(&self, replies: &[Reply]) -> Option<Walk> {
        walk(self.tried.processor, &self.fixture.call, replies)
    }

    fn as_it_is(&self, walked: &Walk, findings: &mut Findings) {
        let Fixture { name, call, expected, holds, retry_after, .. } = self.fixture;
        let mut wrong = |what: String| findings.broken(Promise::RepliesMeanWhatTheFixtureSays, name, what);
        match (&walked.end, expected) {
            (End::Failed(error), Expected::Failed(class, spent)) => {
                if (error.class, error.spent) != (*class, *spent) {
                    wrong(format!("expected {expected}; read as {}", walked.end));
                }
                let millis = |wait: &Option<Duration>| wait.map(|w| w.as_millis());
                if millis(&error.retry_after) != millis(retry_after) {
                    wrong(format!("expected a wait of {retry_after:?}, read {:?}", error.retry_after));
                }
            }
            (End::Told(snapshot), Expected::Told(status)) if snapshot.status == *status => {}
            (End::Made(_), Expected::Made)
            | (End::Offers(_), Expected::Offers)
            | (End::Found(_), Expected::Found)
            | (End::Asks, Expected::Send) => {}
            (end, _) => wrong(format!("expected {expected}; read as {end}")),
        }
        let json = walked.end.json();
        for part in holds {
            if let Err(what) = contains(&json, part, "") {
                wrong(what);
            }
        }
        requests::sane(self.tried, call, &walked.sent, name, findings);
        if matches!((call, &walked.end), (Call::Checkout(_), End::Made(_))) {
            let buys = walked.sent.iter().filter(|s| s.effect == Effect::Buys).count();
            findings.demand(buys == 1, Promise::EffectsAreHonest, name, || {
                format!("an invoice was made, and {buys} of its exchanges are Effect::Buys")
            });
        }
        findings.demand(
            !self.tried.suite.leaks(&format!("{:?}", walked.end)),
            Promise::SecretsStayHidden,
            name,
            || "the outcome holds a secret".to_owned(),
        );
    }

    /// What holds whatever the reply was.
    fn always(&self, walked: &Walk, replies: &[Reply], what: &str, findings: &mut Findings) {
        let name = &self.fixture.name;
        texts::run(self.tried, &walked.end, name, what, findings);
        let mut demand =
            |kept: bool, promise, why: &str| findings.demand(kept, promise, name, || format!("{what}: {why}"));
        let answered = walked.sent.len().checked_sub(1).and_then(|last| replies.get(last));
        match (&walked.end, answered) {
            (End::Panicked(panic), _) => demand(false, Promise::NothingPanics, panic),
            (End::Failed(error), Some(Reply { status, .. })) => {
                let class = (!status.is_success()).then(|| class_of(*status));
                let kept = class.is_none_or(|class| error.class == class);
                demand(kept, Promise::ErrorsHaveTheirClass, &format!("{status}, read as {}", walked.end));
                demand(error.class != Class::Ok, Promise::ErrorsHaveTheirClass, "an error of class Ok");
                let allowed = self.spent(walked, *status);
                let spent = allowed.contains(&error.spent);
                demand(spent, Promise::SpentIsHonest, &format!("read as {}; spent is one of {allowed:?}", walked.end));
            }
            _ => {}
        }
    }

    /// What may be said of an invoice when the last exchange of the walk ended with an error.
    fn spent(&self, walked: &Walk, status: StatusCode) -> &'static [Spent] {
        let made_by = walked.sent.iter().position(|s| s.effect == Effect::Buys);
        let refused = status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT;
        match (&self.fixture.call, made_by) {
            (Call::Checkout(_), Some(at)) if at + 1 < walked.sent.len() => &[Spent::Unknown],
            (Call::Checkout(_), Some(_)) if refused || self.is_refused_within(status) => &[Spent::No, Spent::Unknown],
            (Call::Checkout(_), Some(_)) => &[Spent::Unknown],
            _ => &[Spent::No],
        }
    }

    /// A refusal that came as a success, in an envelope that says so; its file tells that it is one.
    fn is_refused_within(&self, status: StatusCode) -> bool {
        status.is_success() && matches!(self.fixture.expected, Expected::Failed(_, Spent::No))
    }

    /// What holds for a reply that was spoiled in a certain way, as it was read whole and spoiled.
    fn spoiled(&self, kind: Kind, status: StatusCode, (whole, end): (&End, &End), what: &str, findings: &mut Findings) {
        let name = &self.fixture.name;
        let hopeless = !status.is_success() || matches!(kind, Kind::Html | Kind::Cut | Kind::Array);
        findings.demand(!(end.is_success() && hopeless), Promise::ErrorsAreNoSuccess, name, || {
            format!("{what}, and yet read as {end}")
        });
        // What is an error may have been one by its status alone, and bytes at random may say anything.
        let comparable = whole.is_success() && kind != Kind::Noise;
        let with_money = |end: &End| end.payments().iter().filter(|payment| payment.money_came()).count();
        findings.demand(!comparable || with_money(end) <= with_money(whole), Promise::NoMoneyIsInvented, name, || {
            format!("{what}, and yet read as {end}, with money")
        });
        if kind == Kind::UnknownValue {
            for (before, after) in twins(whole.payments(), end.payments()) {
                findings.demand(before.status == after.status, Promise::UnknownValuesAreNoGuess, name, || {
                    format!("{what}: {:?} became {:?}", before.status, after.status)
                });
            }
        }
    }
}

/// As spoiled bodies are written: digits that no float holds are gone from them.
fn written_anew(reply: &Reply) -> Reply {
    match serde_json::from_slice::<Value>(&reply.body) {
        Ok(json) => Reply { body: json.to_string().into(), ..reply.clone() },
        Err(_) => reply.clone(),
    }
}

/// The same payments before and after; a lone one is the same whatever its id.
fn twins<'a>(
    before: &'a [PaymentSnapshot],
    after: &'a [PaymentSnapshot],
) -> Vec<(&'a PaymentSnapshot, &'a PaymentSnapshot)> {
    if let ([before], [after]) = (before, after) {
        return vec![(before, after)];
    }
    after.iter().filter_map(|after| Some((before.iter().find(|before| before.id == after.id)?, after))).collect()
}

fn class_of(status: StatusCode) -> Class {
    match status.as_u16() {
        401 | 403 => Class::KeyInvalid,
        429 => Class::RateLimited,
        408 | 504 => Class::Timeout,
        400..=499 => Class::BadRequest,
        _ => Class::Overload,
    }
}

/// Whether `value` holds all of `part`: of a table the members that are named, of a list every element.
pub(super) fn contains(value: &Value, part: &Value, at: &str) -> Result<(), String> {
    match (value, part) {
        (Value::Object(value), Value::Object(part)) => part
            .iter()
            .try_for_each(|(key, part)| contains(value.get(key).unwrap_or(&Value::Null), part, &format!("{at}/{key}"))),
        (Value::Array(values), Value::Array(parts)) if values.len() == parts.len() => {
            let mut pairs = values.iter().zip(parts).enumerate();
            pairs.try_for_each(|(n, (value, part))| contains(value, part, &format!("{at}/{n}")))
        }
        _ if value == part => Ok(()),
        _ => Err(format!("expected {part} at {at:?}, read {value}")),
    }
}
