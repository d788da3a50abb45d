//! The Gemini API (generativelanguage.googleapis.com), played: models and generateContent.

mod generate;
pub(crate) mod models;
mod replies;
pub(crate) mod request;
mod schema;

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{Method, Request, body::Incoming, header::AUTHORIZATION, http::request::Parts};
use serde_json::Value;
use tokio::sync::Semaphore;
use url::form_urlencoded;

use crate::{
    bill::{Deed, Entry},
    controls::{Controls, Turn},
    desk::{Wire, wire_fault},
    faults::Fault,
    serve::{Answer, Played, Reply},
};
pub use models::DEFAULT_MODEL;
use models::Model;
use replies::{ApiError, HTML_404, HTML_502};

const PAGE_SIZE_DEFAULT: usize = 50;

/// The service.
pub(crate) struct Gemini {
    controls: Controls,
    policy_words: Vec<String>,
    request_bytes_max: usize,
    /// A 4K picture takes some 200 MB while it is drawn: no more at once than there are cores.
    drawing: Semaphore,
}

/// What a path asks for.
enum Route<'a> {
    List,
    Read { model: &'a str },
    Generate { model: &'a str },
}

fn route<'a>(method: &Method, path: &'a str) -> Option<(Route<'a>, &'a str)> {
    let (version, rest) = path.strip_prefix('/')?.split_once('/')?;
    if !matches!(version, "v1beta" | "v1") {
        return None;
    }
    let route = match (method.as_str(), rest.strip_prefix("models")?) {
        ("GET", "") => Route::List,
        ("GET", model) if !model.contains(':') => Route::Read { model: model.strip_prefix('/')? },
        ("POST", call) => Route::Generate { model: call.strip_prefix('/')?.strip_suffix(":generateContent")? },
        _ => return None,
    };
    Some((route, version))
}

impl Played for Gemini {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        let Some((route, version)) = route(&head.method, head.uri.path()) else {
            return Answer::Reply(Reply::html(404, HTML_404));
        };
        let (deed, model) = match route {
            Route::List => (Deed::ReadModels, None),
            Route::Read { model } => (Deed::ReadModels, Some(model)),
            Route::Generate { model } => (Deed::Generate, Some(model)),
        };
        let call = Calling { gemini: &self, deed, model, version };
        let (key, turn) = match call.admit(&head) {
            Ok(admitted) => admitted,
            Err(error) => {
                // Read what was sent, so that the client can read the answer.
                let _unused = self.body(body).await;
                return call.refuse(None, None, &error, false);
            }
        };
        if turn.fault == Some(Fault::ResetBeforeReading) {
            call.enter(Some(turn.key_index), turn.fault, None, "RESET");
            return Answer::Reset;
        }
        let body = match self.body(body).await {
            Ok(body) => body,
            Err(error) => return call.refuse(Some(turn.key_index), turn.fault, &error, turn.conduct.errors_in_array),
        };
        if let Route::Generate { model } = route {
            let ticket = self.controls.begin(turn.key_index);
            let (model, version, beta) = (model.to_owned(), version.to_owned(), version == "v1beta");
            let job = generate::Job { key, turn, ticket, model, beta, version, body };
            // On a task of its own: like the real one, it goes on, and bills, when the client leaves.
            let generating = tokio::spawn(generate::generate(Arc::clone(&self), job));
            return generating.await.unwrap_or_else(|_| Answer::Reply(error_reply(&ApiError::internal(), false)));
        }
        call.read_models(&key, &turn, head.uri.query().unwrap_or_default())
    }
}

impl Gemini {
    pub(crate) fn new(controls: Controls, policy_words: Vec<String>, request_bytes_max: usize) -> Self {
        let policy_words =
            policy_words.into_iter().map(|word| word.to_lowercase()).filter(|word| !word.is_empty()).collect();
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { controls, policy_words, request_bytes_max, drawing: Semaphore::new(cores) }
    }

    async fn body(&self, body: Incoming) -> Result<Bytes, ApiError> {
        match Limited::new(body, self.request_bytes_max).collect().await {
            Ok(body) => Ok(body.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => Err(ApiError::too_large(self.request_bytes_max)),
            Err(_) => Err(ApiError::invalid_argument("Request contains an invalid argument.")),
        }
    }
}

/// A call on its way.
struct Calling<'a> {
    gemini: &'a Gemini,
    deed: Deed,
    model: Option<&'a str>,
    version: &'a str,
}

impl Calling<'_> {
    /// Whose call it is, and what it meets.
    fn admit(&self, head: &Parts) -> Result<(String, Turn), ApiError> {
        let header = head.headers.get("x-goog-api-key").map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned());
        let query = form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes());
        let key = header.or_else(|| query.into_iter().find(|(name, _)| name == "key").map(|(_, key)| key.into_owned()));
        let key = match (key, head.headers.contains_key(AUTHORIZATION)) {
            (Some(_), true) => return Err(ApiError::two_credentials()),
            (None, true) => return Err(ApiError::bearer_refused()),
            (None, false) => return Err(ApiError::key_missing()),
            (Some(key), false) => key,
        };
        let turn = self.gemini.controls.admit(&key, self.deed == Deed::ReadModels).ok_or_else(ApiError::key_invalid)?;
        Ok((key, turn))
    }

    fn enter(
        &self,
        key_index: Option<usize>,
        fault: Option<Fault>,
        status: Option<u16>,
        outcome: &str,
    ) -> (Controls, u64) {
        let entry = Entry {
            key_index,
            deed: self.deed,
            model: self.model.map(str::to_owned),
            prompt_hash: None,
            input_images: 0,
            fault,
            status,
            outcome: outcome.to_owned(),
            images_made: 0,
            billed_micro_usd: 0,
        };
        let controls = self.gemini.controls.clone();
        let number = controls.enter(entry);
        (controls, number)
    }

    fn refuse(&self, key_index: Option<usize>, fault: Option<Fault>, error: &ApiError, in_array: bool) -> Answer {
        let call = self.enter(key_index, fault, Some(error.code), error.reason());
        Answer::Reply(Reply { call: Some(call), ..error_reply(error, in_array) })
    }

    fn read_models(&self, key: &str, turn: &Turn, query: &str) -> Answer {
        let in_array = turn.conduct.errors_in_array;
        if let Some(fault) = turn.fault {
            let model = self.model.unwrap_or(DEFAULT_MODEL);
            match door_fault(fault, key, model, &turn.conduct) {
                Some(DoorFault::Error(error)) => {
                    return self.refuse(Some(turn.key_index), turn.fault, &error, in_array);
                }
                Some(DoorFault::Html) => {
                    let call = self.enter(Some(turn.key_index), turn.fault, Some(502), "HTML");
                    return Answer::Reply(Reply { call: Some(call), ..Reply::html(502, HTML_502) });
                }
                None => {}
            }
        }
        let body = match self.model {
            None => page(query),
            Some(model) => match Model::find(model) {
                Some(model) => Ok(model.about()),
                None => Err(ApiError::model_unknown(model, self.version)),
            },
        };
        let body = match body {
            Ok(body) => body,
            Err(error) => return self.refuse(Some(turn.key_index), turn.fault, &error, in_array),
        };
        match wire_fault(turn) {
            Wire::Reset => {
                self.enter(Some(turn.key_index), turn.fault, None, "RESET");
                Answer::Reset
            }
            Wire::Silence => {
                self.enter(Some(turn.key_index), turn.fault, None, "SILENCE");
                Answer::Silence(None)
            }
            Wire::Reply(manner) => {
                let call = self.enter(Some(turn.key_index), turn.fault, Some(200), "OK");
                Answer::Reply(Reply { manner, call: Some(call), ..Reply::json(200, &body) })
            }
        }
    }
}

fn page(query: &str) -> Result<Value, ApiError> {
    let field = |name: &str, or: usize| {
        let given = form_urlencoded::parse(query.as_bytes()).find(|(field, value)| field == name && !value.is_empty());
        given.map_or(Ok(or), |(_, value)| {
            value.parse().map_err(|_| ApiError::invalid_argument(format!("Invalid value at '{name}'")))
        })
    };
    let page_size = field("pageSize", PAGE_SIZE_DEFAULT)?;
    Ok(models::list(if page_size == 0 { PAGE_SIZE_DEFAULT } else { page_size }, field("pageToken", 0)?))
}

fn error_reply(error: &ApiError, in_array: bool) -> Reply {
    Reply::json(error.code, &error.body(in_array))
}

/// A fault that refuses at the door.
enum DoorFault {
    Error(ApiError),
    Html,
}

fn door_fault(fault: Fault, key: &str, model: &str, conduct: &crate::faults::Conduct) -> Option<DoorFault> {
    let error = match fault {
        Fault::Overloaded => ApiError::overloaded(),
        Fault::Internal => ApiError::internal(),
        Fault::Html502 => return Some(DoorFault::Html),
        Fault::RateLimitMinute => ApiError::rate_limit_minute(model, conduct.retry_after_ms),
        Fault::RateLimitDay => ApiError::rate_limit_day(model),
        Fault::QuotaZero => ApiError::quota_zero(model),
        Fault::RateLimitBare => ApiError::rate_limit_bare(),
        Fault::OutOfFunds => ApiError::out_of_funds(402),
        Fault::OutOfFunds429 => ApiError::out_of_funds(429),
        Fault::KeyInvalid => ApiError::key_invalid(),
        Fault::KeyLeaked => ApiError::key_leaked(),
        Fault::KeySuspended => ApiError::key_suspended(key),
        Fault::ServiceDisabled => ApiError::service_disabled(),
        Fault::Region => ApiError::region(),
        Fault::ModelGone => ApiError::model_gone(model),
        Fault::SafetyRefusal
        | Fault::PromptBlock
        | Fault::NoImage
        | Fault::TextOnly
        | Fault::HalfBody
        | Fault::ResetBeforeReading
        | Fault::ResetAfterReading
        | Fault::NeverAnswers
        | Fault::Slow => return None,
    };
    Some(DoorFault::Error(error))
}
