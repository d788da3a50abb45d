//! Webhooks on file: as they are, with every bit of them turned, unsigned, signed by a stranger, spoiled and signed again.

mod forged;

use std::collections::BTreeMap;

use http::HeaderMap;
use nproxy_domain::processor::{PaymentEvent, PaymentProcessor, WebhookCall, WebhookError};
use nproxy_domain::redact;

use super::Tried;
use super::replies::contains;
use super::texts::quoted;
use crate::fixture::{Heard, Webhook};
use crate::mutate::{self, Kind};
use crate::promise::{Findings, Promise};
use crate::walk::caught;
use crate::{Delivery, Sender, Sign};

/// Stands in bodies that can't be read, and must not be quoted.
const MARK: &str = "KITMARK";
const KEY_CHARS_MAX: usize = 300;

type Heeded = Result<Vec<PaymentEvent>, WebhookError>;

pub(crate) fn run(tried: &Tried<'_>, findings: &mut Findings) {
    let Some(sender) = tried.suite.sender else { return sends_none(tried, findings) };
    let mut keys: BTreeMap<String, &str> = BTreeMap::new();
    for webhook in tried.webhooks {
        let case = Case { tried, sender, webhook };
        let Some(genuine) = case.genuine(findings) else { continue };
        let key = case.as_it_is(&genuine, findings);
        case.unsigned(&genuine, findings);
        case.turned(&genuine, findings);
        case.misspelt(&genuine, findings);
        case.by_a_stranger(findings);
        if let Some(key) = key {
            case.key(key, &mut keys, findings);
            case.spoiled(findings);
        }
    }
    if let Some(webhook) = tried.webhooks.iter().find(|w| matches!(w.expected, Heard::Event { .. })) {
        Case { tried, sender, webhook }.unreadable(findings);
    }
}

/// Of a processor that sends none.
fn sends_none(tried: &Tried<'_>, findings: &mut Findings) {
    for body in [b"".as_slice(), b"{}", br#"{"status": "paid"}"#] {
        let heard = hear(tried.processor, &HeaderMap::new(), body);
        findings.demand(
            matches!(heard, Ok(Err(WebhookError::NotSent))),
            Promise::SignaturesAreDemanded,
            "webhook",
            || format!("the suite has no sender, so it is NotSent; it led to {}", told(&heard)),
        );
    }
}

fn hear(processor: &dyn PaymentProcessor, headers: &HeaderMap, body: &[u8]) -> Result<Heeded, String> {
    caught(|| processor.webhook(&WebhookCall { headers, body }))
}

fn told(heard: &Result<Heeded, String>) -> String {
    match heard {
        Ok(Ok(events)) => format!("{} events that are believed", events.len()),
        Ok(Err(error)) => format!("{error:?}"),
        Err(panic) => format!("a panic: {panic}"),
    }
}

struct Case<'a> {
    tried: &'a Tried<'a>,
    sender: Sender,
    webhook: &'a Webhook,
}

impl<'a> Case<'a> {
    fn hear(&self, sent: &Delivery) -> Result<Heeded, String> {
        hear(self.tried.processor, &sent.headers, &sent.body)
    }

    /// As the processor sends it.
    fn signed(&self, body: &[u8]) -> Delivery {
        self.sender.sign.delivery(self.sender.secret, body)
    }

    /// `None`: file and sender disagree, so one of them is wrong.
    fn genuine(&self, findings: &mut Findings) -> Option<Delivery> {
        let Webhook { name, headers, body, .. } = self.webhook;
        let signed = self.signed(body);
        let same = headers.is_empty() || *headers == signed.headers;
        findings.demand(same, Promise::FixturesAreReadable, name, || {
            format!("the suite's sender would send {:?}, not the headers of the file", signed.headers)
        });
        let is_signed = !signed.headers.is_empty() || signed.body != *body;
        findings.demand(is_signed, Promise::FixturesAreReadable, name, || {
            "the suite's sender signs neither in a header nor in the body".to_owned()
        });
        (same && is_signed).then_some(signed)
    }

    /// Gives the event's key.
    fn as_it_is(&self, genuine: &Delivery, findings: &mut Findings) -> Option<String> {
        let Webhook { name, expected, holds, .. } = self.webhook;
        let heard = self.hear(genuine);
        let mut wrong = |what: String| findings.broken(Promise::WebhooksMeanWhatTheFixtureSays, name, what);
        let events = match (&heard, expected) {
            (Ok(Ok(events)), Heard::Event { .. }) => events,
            (Ok(Ok(events)), Heard::Nothing) if events.is_empty() => return None,
            (Ok(Err(WebhookError::Unreadable(_))), Heard::Unreadable) => return None,
            (heard, expected) => {
                wrong(format!("expected {expected:?}; it led to {}", told(heard)));
                return None;
            }
        };
        let [event] = events.as_slice() else {
            wrong(format!("expected one event, heard {}", events.len()));
            return None;
        };
        let heard = Heard::Event { kind: event.kind.clone(), id: event.id.0.clone() };
        if heard != *expected {
            wrong(format!("expected {expected:?}, heard {heard:?}"));
        }
        let claims = serde_json::to_value(&event.claims).unwrap_or_default();
        for part in holds {
            if let Err(what) = contains(&claims, part, "") {
                wrong(what);
            }
        }
        self.sane(event, "as it is", findings);
        let again = self.hear(genuine);
        let same = again.is_ok_and(|again| again.is_ok_and(|again| again == *events));
        findings.demand(same, Promise::EventsHaveOneKey, name, || {
            "sent again, it is another event: the key has to come from the body alone".to_owned()
        });
        Some(event.event_key.clone())
    }

    /// What holds for every event.
    fn sane(&self, event: &PaymentEvent, what: &str, findings: &mut Findings) {
        let name = &self.webhook.name;
        let words = [&event.event_key, &event.kind, &event.id.0];
        let plain = words.iter().all(|text| !text.is_empty() && redact::plain(text, &[]) == **text);
        let short = event.event_key.chars().count() <= KEY_CHARS_MAX;
        findings.demand(plain && short, Promise::TextsArePlain, name, || {
            format!(
                "{what}: key {}, kind {}, id {}",
                quoted(&event.event_key),
                quoted(&event.kind),
                quoted(&event.id.0)
            )
        });
        let same = event.claims.as_ref().is_none_or(|claims| claims.id == event.id);
        findings.demand(same, Promise::WebhooksMeanWhatTheFixtureSays, name, || {
            format!("{what}: what it claims is of another payment than the event")
        });
    }

    fn key(&self, key: String, keys: &mut BTreeMap<String, &'a str>, findings: &mut Findings) {
        let Webhook { name, same_event_as, .. } = self.webhook;
        let first = keys.get(&key).copied();
        let kept = match (same_event_as, first) {
            (Some(other), Some(first)) => other == first,
            (None, None) => true,
            // The first of the pair comes later by name.
            (Some(other), None) => self.tried.webhooks.iter().any(|w| w.name == *other && w.name > *name),
            (None, Some(first)) => {
                let other = self.tried.webhooks.iter().find(|w| w.name == first);
                other.is_some_and(|other| other.same_event_as.as_ref() == Some(name))
            }
        };
        findings.demand(kept, Promise::EventsHaveOneKey, name, || match (same_event_as, first) {
            (Some(other), _) => format!("it is the same event as {other}, and has another key"),
            (None, first) => format!("it has the key of {}", first.unwrap_or_default()),
        });
        keys.entry(key).or_insert(name);
    }

    /// Spoiled before it was signed.
    fn spoiled(&self, findings: &mut Findings) {
        let name = &self.webhook.name;
        let claim = |events: &[PaymentEvent]| {
            events.iter().filter_map(|event| event.claims.as_ref()).filter(|claims| claims.money_came()).count()
        };
        let whole = self.hear(&self.signed(&self.webhook.body));
        let most = whole.map_or(0, |heard| heard.map_or(0, |events| claim(&events)));
        mutate::body(&self.webhook.body, &self.tried.suite.secrets, &mut |kind, what, body| match self
            .hear(&self.signed(&body))
        {
            Err(panic) => findings.broken(Promise::NothingPanics, name, format!("{what}: {panic}")),
            Ok(Ok(events)) => {
                for event in &events {
                    self.sane(event, &what, findings);
                }
                let hopeless = matches!(kind, Kind::Cut | Kind::Array) && !events.is_empty();
                findings.demand(!hopeless, Promise::BodiesAreBounded, name, || format!("{what}, and yet believed"));
                let invented = claim(&events) > most && kind != Kind::Noise;
                findings.demand(!invented, Promise::NoMoneyIsInvented, name, || format!("{what}: it claims money"));
            }
            Ok(Err(error)) => self.quotes_nothing(&error, &what, findings),
        });
    }

    fn quotes_nothing(&self, error: &WebhookError, what: &str, findings: &mut Findings) {
        let text = error.to_string();
        let plain = redact::plain(&text, &[]) == text && !text.contains(MARK);
        findings.demand(plain, Promise::BodiesAreBounded, &self.webhook.name, || {
            format!("{what}: the error is {}", quoted(&text))
        });
        findings.demand(!self.tried.suite.leaks(&text), Promise::SecretsStayHidden, &self.webhook.name, || {
            format!("{what}: the error repeats a secret")
        });
    }

    fn signs_in_body(&self) -> bool {
        matches!(self.sender.sign, Sign::InBody(_))
    }

    /// Signed, and not to be read.
    fn unreadable(&self, findings: &mut Findings) {
        let name = &self.webhook.name;
        let body = String::from_utf8_lossy(&self.webhook.body);
        let padding = "x".repeat(WebhookCall::BODY_BYTES_MAX);
        let too_long = body.trim_end().strip_suffix('}').map(|body| format!("{body},\"kit\":\"{padding}\"}}"));
        let bodies = [
            ("a body that is too long", too_long.unwrap_or(padding)),
            ("a page", format!("<html>{MARK}</html>")),
            ("a text", format!("\"{MARK}\"")),
            ("words", MARK.to_owned()),
            ("half an object", format!("{{\"type\":\"{MARK}")),
        ];
        for (what, body) in bodies {
            let body = body.into_bytes();
            let heard = self.hear(&self.signed(&body));
            // Who signs JSON anew, or in it, can't sign what is none.
            let long = body.len() > WebhookCall::BODY_BYTES_MAX;
            match &heard {
                Ok(Err(error @ WebhookError::Unreadable(_))) => self.quotes_nothing(error, what, findings),
                Ok(Err(WebhookError::SignatureWrong)) if !long => {}
                Ok(Err(WebhookError::SignatureMissing)) if !long && self.signs_in_body() => {}
                _ => findings.broken(
                    Promise::BodiesAreBounded,
                    name,
                    format!("{what}: expected Unreadable; it led to {}", told(&heard)),
                ),
            }
        }
    }
}
