//! Keeps the upstream's message whole, with its control characters.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Reply, Step};

use super::toy::{self, Ways};

pub(super) struct LongDetail;

impl Ways for LongDetail {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        let mut step = toy::read(reply, secrets);
        if let (Err(error), Some(message)) = (&mut step, toy::json_of(reply)["error"]["message"].as_str()) {
            error.detail = secrets.iter().fold(message.to_owned(), |text, secret| text.replace(secret, ".."));
        }
        step
    }
}
