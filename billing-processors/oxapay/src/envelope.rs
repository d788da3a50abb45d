//! What every answer is wrapped in: `{"data": .., "message": .., "error": {..}, "status": 200, "version": ".."}`.

use http::StatusCode;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{Scalar, Trouble};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

#[derive(Debug, Deserialize)]
pub(crate) struct Envelope {
    /// Empty where there is an error, so it is read when that is known.
    data: Option<Box<RawValue>>,
    message: Option<String>,
    /// The status that the answer itself has too.
    status: Option<Scalar>,
}

impl Envelope {
    pub fn open<T: DeserializeOwned>(self, trouble: &Trouble) -> Result<T, PluginError> {
        let status = self.status.and_then(|status| status.0.parse::<StatusCode>().ok());
        match (status, self.data) {
            (Some(status), Some(data)) if status.is_success() => {
                serde_json::from_str(data.get()).map_err(|_| trouble.odd("an answer that can't be read"))
            }
            // A status alone unmakes nothing that is told of.
            (Some(status), data) if is_error(status) && data.as_deref().is_none_or(is_empty) => {
                Err(trouble.refused(status, self.message.as_deref().unwrap_or("refused")))
            }
            _ => Err(trouble.odd("an answer that neither holds anything nor says why")),
        }
    }
}

fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

fn is_empty(data: &RawValue) -> bool {
    matches!(data.get(), "{}" | "[]")
}
