//! What a bucket's server answered, in words.

use std::error::Error;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use nproxy_domain::assets::AssetStoreError;
use nproxy_domain::redact::line;

const NO_SUCH_BUCKET: &str = "NoSuchBucket";
const OUT_OF_RANGE: u16 = 416;
const NOT_FOUND: u16 = 404;

/// For the log and for admins. `what` was to be done: "reading".
pub fn unavailable<E>(what: &str, error: &SdkError<E, HttpResponse>) -> AssetStoreError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    AssetStoreError::Unavailable(format!("{what}: {}", words(error)))
}

/// Plain, and without what was sent.
pub fn words<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::TimeoutError(_) => "the bucket's server did not answer in time".to_owned(),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => {
            "the bucket's server did not answer in time".to_owned()
        }
        SdkError::DispatchFailure(failure) => {
            let root = failure.as_connector_error().map_or_else(String::new, |error| root(error));
            format!("the bucket's server can't be reached: {}", line(&root))
        }
        SdkError::ServiceError(said) => {
            let status = said.raw().status().as_u16();
            match (said.err().code(), said.err().message()) {
                (Some(code), Some(message)) => format!("{}: {}", line(code), line(message)),
                (Some(code), None) => format!("{} (status {status})", line(code)),
                _ => format!("status {status}"),
            }
        }
        SdkError::ConstructionFailure(_) => "no request can be made of these settings".to_owned(),
        other => format!("the bucket's server answered what can't be read: {}", line(&root(other))),
    }
}

/// Its bucket may be missing as well; what is asked for by HEAD has no code to tell.
pub fn is_absent<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    status(error) == Some(NOT_FOUND) && error.code() != Some(NO_SUCH_BUCKET)
}

pub fn is_outside<E>(error: &SdkError<E, HttpResponse>) -> bool {
    status(error) == Some(OUT_OF_RANGE)
}

pub fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    error.raw_response().map(|response| response.status().as_u16())
}

/// What lies at the bottom says most: "connection refused".
pub fn root(error: &dyn Error) -> String {
    let mut at = error;
    while let Some(below) = at.source() {
        at = below;
    }
    at.to_string()
}
