//! The Gemini API (generativelanguage.googleapis.com), played: models and generateContent.

mod generate;
pub(crate) mod models;
mod replies;
pub(crate) mod request;
mod schema;

use std::sync::Arc;

use bytes::Bytes;
use hyper::{Method, Request, body::Incoming, header::AUTHORIZATION, http::request::Parts};
use serde_json::Value;
use url::form_urlencoded;

use crate::{
    bill::Deed,
    controls::Turn,
    desk::{Desk, Wire, early_fault, wire_fault},
    faults::Fault,
    house::{House, Unread},
    serve::{Answer, Played, Reply},
    service::Service,
};
pub use models::DEFAULT_MODEL;
use models::Model;
use replies::{ApiError, HTML_404, HTML_502};

const PAGE_SIZE_DEFAULT: usize = 50;

/// The service.
pub(crate) struct Gemini(pub(crate) Arc<House>);

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
        let house = Arc::clone(&self.0);
        let Some((route, version)) = route(&head.method, head.uri.path()) else {
            return Answer::Reply(Reply::html(404, HTML_404));
        };
        let (deed, model) = match route {
            Route::List => (Deed::ReadModels, None),
            Route::Read { model } => (Deed::ReadModels, Some(model)),
            Route::Generate { model } => (Deed::Generate, Some(model)),
        };
        let desk = |turn: Option<&Turn>| house.desk(Service::Gemini, deed, turn).of_model(model);
        let (key, turn) = match admit(&house, &head, deed) {
            Ok(admitted) => admitted,
            Err(error) => {
                // Read what was sent, so that the client can read the answer.
                let _unused = house.body(body).await;
                return refuse(desk(None), &error, false);
            }
        };
        let desk = desk(Some(&turn));
        if let Some(wire) = early_fault(turn.fault) {
            return desk.lost(&wire, 0, 0);
        }
        let body = match read(&house, body).await {
            Ok(body) => body,
            Err(error) => return refuse(desk, &error, turn.conduct.errors_in_array),
        };
        if let Route::Generate { model } = route {
            let desk = Desk { ticket: Some(house.controls.begin(turn.key_index)), ..desk };
            let (model, version, beta) = (model.to_owned(), version.to_owned(), version == "v1beta");
            let job = generate::Job { house, key, turn, desk, model, beta, version, body };
            // On a task of its own: like the real one, it goes on, and bills, when the client leaves.
            let generating = tokio::spawn(generate::generate(job));
            return generating.await.unwrap_or_else(|_| Answer::Reply(error_reply(&ApiError::internal(), false)));
        }
        read_models(desk, &key, &turn, (model, version), head.uri.query().unwrap_or_default())
    }
}

async fn read(house: &House, body: Incoming) -> Result<Bytes, ApiError> {
    house.body(body).await.map_err(|unread| match unread {
        Unread::TooLarge => ApiError::too_large(house.request_bytes_max),
        Unread::Cut => ApiError::invalid_argument("Request contains an invalid argument."),
    })
}

/// Whose call it is, and what it meets.
fn admit(house: &House, head: &Parts, deed: Deed) -> Result<(String, Turn), ApiError> {
    let header = head.headers.get("x-goog-api-key").map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned());
    let query = form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes());
    let key = header.or_else(|| query.into_iter().find(|(name, _)| name == "key").map(|(_, key)| key.into_owned()));
    let key = match (key, head.headers.contains_key(AUTHORIZATION)) {
        (Some(_), true) => return Err(ApiError::two_credentials()),
        (None, true) => return Err(ApiError::bearer_refused()),
        (None, false) => return Err(ApiError::key_missing()),
        (Some(key), false) => key,
    };
    let turn = house.controls.admit(Service::Gemini, &key, deed == Deed::ReadModels);
    Ok((key, turn.ok_or_else(ApiError::key_invalid)?))
}

fn refuse(desk: Desk, error: &ApiError, in_array: bool) -> Answer {
    desk.reply(error_reply(error, in_array), error.reason())
}

fn read_models(desk: Desk, key: &str, turn: &Turn, (model, version): (Option<&str>, &str), query: &str) -> Answer {
    let in_array = turn.conduct.errors_in_array;
    let met = turn.fault.and_then(|fault| door_fault(fault, key, model.unwrap_or(DEFAULT_MODEL), &turn.conduct));
    match met {
        Some(DoorFault::Error(error)) => return refuse(desk, &error, in_array),
        Some(DoorFault::Html) => return desk.reply(Reply::html(502, HTML_502), "HTML"),
        None => {}
    }
    let body = match model {
        None => page(query),
        Some(model) => match Model::find(model) {
            Some(model) => Ok(model.about()),
            None => Err(ApiError::model_unknown(model, version)),
        },
    };
    match (body, wire_fault(turn)) {
        (Err(error), _) => refuse(desk, &error, in_array),
        (Ok(body), Wire::Reply(manner)) => desk.reply(Reply { manner, ..Reply::json(200, &body) }, "OK"),
        (Ok(_), wire) => desk.lost(&wire, 0, 0),
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
        Fault::OutOfFunds | Fault::KeyLimit => ApiError::out_of_funds(402),
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
        | Fault::SilentBeforeReading
        | Fault::ResetAfterReading
        | Fault::NeverAnswers
        | Fault::Slow => return None,
    };
    Some(DoorFault::Error(error))
}
