//! What every answer is wrapped in: `{"state": 0, "result": ..}`, or `{"state": 1, "message" | "errors"}`.

use http::StatusCode;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{Scalar, Trouble};
use nproxy_domain::provider::Reply;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The field that an order is a key by.
const ORDER: &str = "order_id";

#[derive(Debug, Deserialize)]
pub(crate) struct Envelope<T> {
    state: Option<Scalar>,
    result: Option<T>,
    message: Option<String>,
    errors: Option<Box<RawValue>>,
}

impl<T> Envelope<T> {
    pub fn open(self, trouble: &Trouble) -> Result<T, PluginError> {
        let state = self.state.as_ref().map(|state| state.0.as_str());
        let wrong = self.message.or_else(|| self.errors.map(|errors| errors.get().to_owned()));
        match (state, self.result, wrong) {
            (Some("0"), Some(result), _) => Ok(result),
            // A refusal that calls itself a success is not believed to have made nothing: one look for the order tells.
            (Some("1"), None, Some(wrong)) => Err(trouble.odd(&wrong)),
            _ => Err(trouble.odd("an answer that neither holds anything nor says why")),
        }
    }
}

/// Ours is a uuid, so the only thing that can be wrong with it is that there is an invoice for it.
pub(crate) fn says_taken(reply: &Reply) -> bool {
    reply.status == StatusCode::UNPROCESSABLE_ENTITY && String::from_utf8_lossy(&reply.body).contains(ORDER)
}
