//! What every answer is wrapped in: `{"ok": true, "result": ..}`, or `{"ok": false, "error": ..}`.

use http::StatusCode;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{Scalar, Trouble};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Debug, Deserialize)]
pub(crate) struct Envelope<T> {
    ok: bool,
    result: Option<T>,
    /// `{"code", "name"}`; other clients know a text.
    error: Option<Box<RawValue>>,
}

#[derive(Default, Deserialize)]
struct Refusal {
    code: Option<Scalar>,
    name: Option<String>,
}

impl<T> Envelope<T> {
    pub fn open(self, trouble: &Trouble) -> Result<T, PluginError> {
        match (self.ok, self.result, self.error) {
            (true, Some(result), _) => Ok(result),
            (false, _, Some(error)) => Err(refused(&error, trouble)),
            _ => Err(trouble.odd("an answer that neither holds anything nor says why")),
        }
    }
}

fn refused(error: &RawValue, trouble: &Trouble) -> PluginError {
    let refusal = match serde_json::from_str::<String>(error.get()) {
        Ok(name) => Refusal { name: Some(name), code: None },
        Err(_) => serde_json::from_str(error.get()).unwrap_or_default(),
    };
    let code = refusal.code.and_then(|code| code.0.parse::<StatusCode>().ok());
    let status = code.filter(|code| code.is_client_error() || code.is_server_error());
    trouble.refused(status.unwrap_or(StatusCode::BAD_REQUEST), refusal.name.as_deref().unwrap_or("refused"))
}
