//! What all played processors do at their doors: read what was sent, fail on request, write down who called.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::{
    body::Incoming,
    header::{AUTHORIZATION, CONTENT_TYPE, HOST},
    http::request::Parts,
};
use url::form_urlencoded;

use super::{
    conduct::{CreationFault, StatusFault},
    json::Json,
    processor::Processor,
    till::{Till, journal::TillDeed},
};
use crate::serve::{Answer, Reply};

/// No call of these protocols is larger.
const BODY_BYTES_MAX: usize = 64 * 1024;

const NONSENSE: &str =
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";

/// `None`: it is too large, or was cut short.
pub(super) async fn read(body: Incoming) -> Option<Bytes> {
    Limited::new(body, BODY_BYTES_MAX).collect().await.ok().map(http_body_util::Collected::to_bytes)
}

/// What the client calls us, for the addresses that it is given.
pub(super) fn origin(scheme: &str, head: &Parts) -> String {
    let host = head.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("{scheme}://{host}")
}

/// Whether the body says that it is JSON.
pub(super) fn is_json(head: &Parts) -> bool {
    let said = head.headers.get(CONTENT_TYPE).and_then(|said| said.to_str().ok()).unwrap_or_default();
    said.split(';').next().is_some_and(|said| said.trim().eq_ignore_ascii_case("application/json"))
}

pub(super) fn authorized<'a>(head: &'a Parts, scheme: &str) -> Option<&'a str> {
    head.headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix(scheme)?.strip_prefix(' ')
}

/// The fields of a query or a form, in their order.
pub(super) fn fields(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

pub(super) fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A parameter that is none of those that are known: misspelt, it would pass for the whole list.
pub(super) fn stray<'a>(query: &'a [(String, String)], known: &[&str]) -> Option<&'a str> {
    query.iter().map(|(name, _)| name.as_str()).find(|name| !known.contains(name))
}

/// A call, for the journal.
pub(super) struct Visit {
    till: Till,
    processor: Processor,
    method: String,
    path: String,
}

impl Visit {
    pub(super) fn new(till: &Till, processor: Processor, head: &Parts) -> Self {
        let (method, path) = (head.method.to_string(), head.uri.path().to_owned());
        Self { till: till.clone(), processor, method, path }
    }

    pub(super) fn reply(self, status: u16, body: &Json) -> Answer {
        self.end(Answer::Reply(Reply::json(status, body)))
    }

    pub(super) fn end(self, answer: Answer) -> Answer {
        let status = if let Answer::Reply(reply) = &answer { Some(reply.status) } else { None };
        let Self { till, processor, method, path } = self;
        till.change(|world, now_ms| {
            world.journal.note(now_ms, processor, None, TillDeed::Call { method, path, status });
        });
        answer
    }

    /// A call that reads, by the conduct. `down`: 503 in the words of the processor.
    pub(super) async fn reads(self, down: Json, read: impl FnOnce(&Till) -> (u16, Json)) -> Answer {
        let processor = self.processor;
        let (fault, delay) = self.till.change(|world, _| world.conducts[processor].meet_status());
        pause(delay).await;
        match fault {
            None => {
                let (status, body) = read(&self.till);
                self.reply(status, &body)
            }
            Some(StatusFault::Down) => self.reply(503, &down),
            Some(StatusFault::Nonsense) => self.end(Answer::Reply(Reply::html(200, NONSENSE))),
            Some(StatusFault::Cuts) => self.end(Answer::Reset),
        }
    }

    /// A call that makes an invoice, by the conduct; one that is refused is refused whatever the conduct.
    pub(super) async fn makes(self, down: Json, make: impl FnOnce(&Till) -> (u16, Json)) -> Answer {
        let processor = self.processor;
        let (fault, delay) = self.till.change(|world, _| world.conducts[processor].meet_creation());
        if fault == Some(CreationFault::ErrorBefore) {
            pause(delay).await;
            return self.reply(503, &down);
        }
        let (status, body) = make(&self.till);
        pause(delay).await;
        match fault {
            Some(CreationFault::AnswerLost) if status < 300 => self.end(Answer::Reset),
            Some(CreationFault::ErrorAfter) if status < 300 => self.reply(503, &down),
            _ => self.reply(status, &body),
        }
    }
}

async fn pause(delay: Duration) {
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
}
