//! What every processor's calls have in common.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, Request, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::outcome::{Class, PluginError, Spent};
use crate::provider::{Effect, Exchange, Limits, Next, Reply};

/// A JSON text or a JSON number, as its text: processors send both for one field, and the digits of an amount must not
/// pass through a float.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar(pub String);

impl<'de> Deserialize<'de> for Scalar {
    /// From JSON text alone; a `serde_json::Value` has lost the digits.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        match raw.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw.get()).map(Self).map_err(D::Error::custom),
            Some(b'-' | b'0'..=b'9') => Ok(Self(raw.get().to_owned())),
            _ => Err(D::Error::custom("neither a text nor a number")),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a call does, and with that what may be there when its answer is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Asks,
    /// Makes an invoice, unless the answer refuses it.
    Makes,
    /// Asks about an invoice that the call before it made.
    Made,
}

impl Deed {
    fn effect(self) -> Effect {
        if self == Self::Makes { Effect::Buys } else { Effect::Free }
    }

    fn spent(self, refused: bool) -> Spent {
        match self {
            Self::Asks => Spent::No,
            Self::Makes if refused => Spent::No,
            Self::Makes | Self::Made => Spent::Unknown,
        }
    }

    /// One exchange, whose answer is handed to `read` as far as it is one.
    pub fn send<A, T>(
        self,
        request: Request<Bytes>,
        limits: Limits,
        secrets: &[SecretString],
        read: impl FnOnce(A, &Trouble) -> Result<Next<T>, PluginError> + Send + 'static,
    ) -> Next<T>
    where
        A: DeserializeOwned,
    {
        self.send_doubting(request, limits, secrets, |_| false, read)
    }

    /// The same at a processor where an order is a key: a refusal that `doubts` may only say that the order is taken, so it
    /// doesn't say that there is no invoice.
    pub fn send_doubting<A, T>(
        self,
        request: Request<Bytes>,
        limits: Limits,
        secrets: &[SecretString],
        doubts: impl FnOnce(&Reply) -> bool + Send + 'static,
        read: impl FnOnce(A, &Trouble) -> Result<Next<T>, PluginError> + Send + 'static,
    ) -> Next<T>
    where
        A: DeserializeOwned,
    {
        let trouble = Trouble { deed: self, secrets: secrets.to_vec() };
        let read = move |reply: Reply| match trouble.answer(&reply) {
            Ok(answer) => read(answer, &trouble),
            Err(error) => {
                let spent = if doubts(&reply) { self.spent(false) } else { error.spent };
                Err(PluginError { spent, ..error })
            }
        };
        Next::Send(Box::new(Exchange { request, effect: self.effect(), limits, read: Box::new(read) }))
    }
}

/// Tells what is wrong with an answer, without the credentials that were used.
#[derive(Clone, Debug)]
pub struct Trouble {
    deed: Deed,
    secrets: Vec<SecretString>,
}

impl Trouble {
    /// An answer that can't be: not the protocol's, or with something in it that this version doesn't know.
    pub fn odd(&self, detail: &str) -> PluginError {
        self.error(Class::Overload, self.deed.spent(false), detail)
    }

    /// A refusal that came as a success, with the status that its envelope has: what that status would mean.
    pub fn refused(&self, status: StatusCode, detail: &str) -> PluginError {
        let (class, refused) = meant(status);
        self.error(class, self.deed.spent(refused), &format!("{}: {detail}", status.as_u16()))
    }

    fn error(&self, class: Class, spent: Spent, detail: &str) -> PluginError {
        let secrets: Vec<&str> = self.secrets.iter().map(ExposeSecret::expose_secret).collect();
        PluginError::new(class, spent, detail, &secrets)
    }

    fn answer<A: DeserializeOwned>(&self, reply: &Reply) -> Result<A, PluginError> {
        if !reply.status.is_success() {
            return Err(self.failure(reply));
        }
        serde_json::from_slice(&reply.body).map_err(|error| {
            // Category and place only: the error's text may quote the body.
            let (kind, line, column) = (error.classify(), error.line(), error.column());
            let bytes = reply.body.len();
            self.odd(&format!(
                "an answer of {bytes} bytes can't be read ({kind:?} error at line {line} column {column})"
            ))
        })
    }

    fn failure(&self, reply: &Reply) -> PluginError {
        let status = reply.status;
        let (class, refused) = meant(status);
        let detail = match said(&reply.body) {
            Some(words) => format!("{}: {words}", status.as_u16()),
            None => format!("{} with a body of {} bytes", status.as_u16(), reply.body.len()),
        };
        self.error(class, self.deed.spent(refused), &detail).retry_after(wait(&reply.headers))
    }
}

/// What a status that is none of success says, and whether it refuses.
fn meant(status: StatusCode) -> (Class, bool) {
    let class = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Class::KeyInvalid,
        StatusCode::TOO_MANY_REQUESTS => Class::RateLimited,
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => Class::Timeout,
        _ if status.is_client_error() => Class::BadRequest,
        _ => Class::Overload,
    };
    (class, status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT)
}

/// The words of an error: `{code, message}`, `{error}`, `{error: {..}}`, `{errors: {field: [..]}}`, or the first of a list.
fn said(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let body = body.as_array().map_or(Some(&body), |list| list.first())?;
    let inner = body.get("error").filter(|error| error.is_object());
    inner.and_then(words).or_else(|| words(body)).or_else(|| fields(body))
}

fn words(body: &Value) -> Option<String> {
    let text = |key: &str| body.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let words: Vec<&str> =
        ["code", "name", "path", "message", "error", "detail"].into_iter().filter_map(text).collect();
    (!words.is_empty()).then(|| words.join(": "))
}

/// Each field with the first thing that is wrong with it.
fn fields(body: &Value) -> Option<String> {
    let first = |wrong: &Value| wrong.as_array().map_or(Some(wrong), |list| list.first())?.as_str().map(str::to_owned);
    let named = body.get("errors")?.as_object()?.iter();
    let told: Vec<String> = named.filter_map(|(field, wrong)| Some(format!("{field}: {}", first(wrong)?))).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// `Retry-After` in seconds.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(deed: Deed, status: u16, body: &str) -> Result<Scalar, PluginError> {
        let limits = Limits { reply_bytes_max: 1024, timeout: Duration::from_secs(1) };
        let secrets = [SecretString::from("hush")];
        let next = deed.send(Request::new(Bytes::new()), limits, &secrets, |scalar: Scalar, _| Ok(Next::Done(scalar)));
        let Next::Send(exchange) = next else { unreachable!("it sends") };
        let headers = HeaderMap::from_iter([(RETRY_AFTER, http::HeaderValue::from_static("7"))]);
        let status = StatusCode::from_u16(status).expect("a status");
        let reply = Reply { status, headers, body: Bytes::copy_from_slice(body.as_bytes()) };
        (exchange.read)(reply).map(|next| match next {
            Next::Done(scalar) => scalar,
            Next::Send(_) => unreachable!("it is done"),
        })
    }

    #[test]
    fn a_scalar_keeps_every_digit() {
        for (json, text) in
            [("0.10000000000000000001", "0.10000000000000000001"), ("1e-7", "1e-7"), ("\"15.0\"", "15.0")]
        {
            assert_eq!(outcome(Deed::Asks, 200, json), Ok(Scalar(text.to_owned())));
        }
        for wrong in ["true", "[]", "{}", "null", ""] {
            assert!(outcome(Deed::Asks, 200, wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_refusal_makes_nothing_and_a_lost_answer_may_have() {
        for (status, class, refused) in [
            (400, Class::BadRequest, Spent::No),
            (401, Class::KeyInvalid, Spent::No),
            (403, Class::KeyInvalid, Spent::No),
            (404, Class::BadRequest, Spent::No),
            (408, Class::Timeout, Spent::Unknown),
            (422, Class::BadRequest, Spent::No),
            (429, Class::RateLimited, Spent::No),
            (302, Class::Overload, Spent::Unknown),
            (500, Class::Overload, Spent::Unknown),
            (504, Class::Timeout, Spent::Unknown),
            (200, Class::Overload, Spent::Unknown),
        ] {
            for (deed, spent) in [(Deed::Asks, Spent::No), (Deed::Makes, refused), (Deed::Made, Spent::Unknown)] {
                let error = outcome(deed, status, "<html>").expect_err("no answer");
                assert_eq!((error.class, error.spent), (class, spent), "{deed:?} {status}");
            }
        }
    }

    #[test]
    fn a_refusal_in_an_envelope_means_what_its_status_would() {
        for (status, class, spent) in [
            (400, Class::BadRequest, Spent::No),
            (401, Class::KeyInvalid, Spent::No),
            (429, Class::RateLimited, Spent::No),
            (500, Class::Overload, Spent::Unknown),
        ] {
            let trouble = Trouble { deed: Deed::Makes, secrets: vec![SecretString::from("hush")] };
            let error = trouble.refused(StatusCode::from_u16(status).expect("a status"), "no, hush");
            assert_eq!((error.class, error.spent, error.detail), (class, spent, format!("{status}: no, [redacted]")));
        }
    }

    #[test]
    fn where_an_order_is_a_key_a_refusal_may_only_say_that_it_is_taken() {
        let refused = |doubted: bool| {
            let limits = Limits { reply_bytes_max: 1024, timeout: Duration::from_secs(1) };
            let read = |scalar: Scalar, _: &Trouble| Ok(Next::Done(scalar));
            let request = Request::new(Bytes::new());
            let Next::Send(exchange) = Deed::Makes.send_doubting(request, limits, &[], move |_| doubted, read) else {
                unreachable!("it sends")
            };
            let (status, headers) = (StatusCode::UNPROCESSABLE_ENTITY, HeaderMap::new());
            let error = (exchange.read)(Reply { status, headers, body: Bytes::new() }).expect_err("refused");
            (error.class, error.spent)
        };
        assert_eq!(refused(false), (Class::BadRequest, Spent::No));
        assert_eq!(refused(true), (Class::BadRequest, Spent::Unknown));
    }

    #[test]
    fn the_processors_words_are_told_without_our_secrets() {
        for (body, words) in [
            (r#"{"code":"BAD","message":"key hush is no key"}"#, "400: BAD: key [redacted] is no key"),
            (r#"[{"path":"amount","message":"too much"}]"#, "400: amount: too much"),
            (r#"{"error":{"message":"no"}}"#, "400: no"),
            (r#"{"error":"no"}"#, "400: no"),
            (r#"{"ok":false,"error":{"code":400,"name":"AMOUNT_TOO_SMALL"}}"#, "400: AMOUNT_TOO_SMALL"),
            (r#"{"message":"no","error":{}}"#, "400: no"),
            (r#"{"state":1,"errors":{"amount":["too much","hush"],"url":"bad"}}"#, "400: amount: too much; url: bad"),
            ("gone", "400 with a body of 4 bytes"),
        ] {
            let error = outcome(Deed::Makes, 400, body).expect_err("refused");
            assert_eq!((error.detail.as_str(), error.retry_after), (words, Some(Duration::from_secs(7))));
        }
    }
}
