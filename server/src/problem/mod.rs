//! Refusals as `application/problem+json` (RFC 9457) with a documented [`Code`].

mod catcher;
mod code;

use std::collections::BTreeMap;
use std::fmt::Display;

use chrono::{DateTime, Utc};
use nproxy_app::StoreError;
use nproxy_app::switches::Notice;
use nproxy_domain::assets::AssetStoreError;
use salvo::http::header::{CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use salvo::{Response, Scribe};
use serde::Serialize;
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

pub use catcher::ProblemCatcher;
pub use code::Code;

use crate::hoops::request_id_of;

/// What a database or a store that is away is given to come back.
const RETRY_AFTER_OUTAGE_SECONDS: u32 = 5;

/// Somebody has to make room.
const STORAGE_FULL_SECONDS: u32 = 60;

/// Somebody has to switch it on again.
const SWITCHED_OFF_SECONDS: u32 = 60;

/// A refusal on its way out.
#[derive(Debug)]
pub struct Problem {
    code: Code,
    detail: String,
    errors: Vec<FieldError>,
    retry_after_seconds: Option<u32>,
    until: Option<DateTime<Utc>>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer into the body, or `/name` of a query parameter.
    pub pointer: String,
    pub code: String,
    pub detail: String,
}

/// A refusal as it is sent.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody<'a> {
    /// `urn:nproxy:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The same for every refusal of this code.
    title: &'a str,
    status: u16,
    /// What is wrong with this request, for people.
    detail: &'a str,
    code: Code,
    /// To find the request in the log; also in the header `x-request-id`.
    request_id: &'a str,
    /// With `invalid_body`, `invalid_query` and the codes about one field.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(required = false)]
    errors: &'a [FieldError],
    /// With 429 and 503, the same as the header `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    retry_after_seconds: Option<u32>,
    /// With `paused` and `read_only`: when it is expected to be over, where that is known. `detail` is the admins' word to
    /// customers, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    until: Option<DateTime<Utc>>,
}

impl Problem {
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), retry_after_seconds: None, until: None }
    }

    /// A refusal that its title says all about.
    pub fn plain(code: Code) -> Self {
        Self::new(code, format!("{}.", code.title()))
    }

    /// A refusal in the words of a deed's error.
    pub fn said(code: Code, error: &impl Display) -> Self {
        Self::new(code, sentence(&error.to_string()))
    }

    /// A refusal of one field.
    pub fn field(code: Code, pointer: &str, error: &impl Display) -> Self {
        let detail = sentence(&error.to_string());
        let error = FieldError { pointer: pointer.to_owned(), code: code.as_str().to_owned(), detail: detail.clone() };
        Self { errors: vec![error], ..Self::new(code, detail) }
    }

    /// Somebody switched it off, and may have said for how long and why.
    pub fn switched_off(code: Code, notice: Notice) -> Self {
        let Notice { text, until } = notice;
        let problem = text.map_or_else(|| Self::plain(code), |text| Self::new(code, text));
        Self { until, ..problem.retry_after(SWITCHED_OFF_SECONDS) }
    }

    /// Something that must not happen. Logged here, once; the customer sees no detail.
    pub fn internal(error: impl Display) -> Self {
        tracing::error!(%error, "a request failed on our side");
        Self::plain(Code::Internal)
    }

    /// The database is away. Logged here, once.
    pub fn database_unavailable(error: impl Display) -> Self {
        tracing::error!(%error, "the database is unavailable");
        Self::plain(Code::DatabaseUnavailable).retry_after(RETRY_AFTER_OUTAGE_SECONDS)
    }

    /// There is no room until somebody makes some.
    pub fn storage_full() -> Self {
        Self::plain(Code::StorageFull).retry_after(STORAGE_FULL_SECONDS)
    }

    pub fn with_errors(self, errors: Vec<FieldError>) -> Self {
        Self { errors, ..self }
    }

    pub fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after_seconds: Some(seconds), ..self }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_unavailable() { Self::database_unavailable(error) } else { Self::internal(error) }
    }
}

/// Whatever goes wrong there, the picture may still be had later. Logged here, once.
impl From<AssetStoreError> for Problem {
    fn from(error: AssetStoreError) -> Self {
        if let AssetStoreError::Full(_) = error {
            tracing::warn!(%error, "there is no room for pictures");
            return Self::storage_full();
        }
        tracing::error!(%error, "the asset store is unavailable");
        Self::plain(Code::StorageUnavailable).retry_after(RETRY_AFTER_OUTAGE_SECONDS)
    }
}

/// Errors are written like log lines; people read sentences.
fn sentence(error: &str) -> String {
    let mut letters = error.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).chain(['.']).collect()).unwrap_or_default()
}

impl Scribe for Problem {
    fn render(self, res: &mut Response) {
        res.status_code(self.code.status());
        if let Some(seconds) = self.retry_after_seconds {
            res.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.code == Code::BodyTooLarge {
            // What is still to come of the body is not read, so nothing else can follow on this connection.
            res.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        let body = ProblemBody {
            kind: format!("urn:nproxy:problem:{}", self.code.as_str()),
            title: self.code.title(),
            status: self.code.status().as_u16(),
            detail: &self.detail,
            code: self.code,
            request_id: request_id_of(res),
            errors: &self.errors,
            retry_after_seconds: self.retry_after_seconds,
            until: self.until,
        };
        let bytes = serde_json::to_vec(&body).unwrap_or_default();
        res.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        res.body(bytes);
    }
}

impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let content = Content::new(Some(Ref::from_schema_name("Problem")));
        let response = ResponseBuilder::new().description("A refusal").content("application/problem+json", content);
        BTreeMap::from([("default".to_owned(), response.build().into())])
    }
}
