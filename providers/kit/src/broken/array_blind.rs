//! Does not see an error that is wrapped in an array.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Reply, Step};
use serde_json::Value;

use super::toy::{self, Ways};

pub(super) struct ArrayBlind;

impl Ways for ArrayBlind {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        if reply.status.is_success() {
            return toy::read(reply, secrets);
        }
        let body = serde_json::from_slice(&reply.body).unwrap_or(Value::Null);
        Err(toy::failed(reply, &body, secrets))
    }
}
