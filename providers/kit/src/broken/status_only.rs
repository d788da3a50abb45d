//! Judges by the HTTP status, whatever the code in the body says.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Reply, Step};
use serde_json::Value;

use super::toy::{self, Ways};

pub(super) struct StatusOnly;

impl Ways for StatusOnly {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        if reply.status.is_success() {
            return toy::read(reply, secrets);
        }
        Err(toy::failed(reply, &Value::Null, secrets))
    }
}
