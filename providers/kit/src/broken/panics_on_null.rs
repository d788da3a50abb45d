//! Believes that a field which is always there is never null.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Reply, Step};

use super::toy::{self, Ways};

pub(super) struct PanicsOnNull;

impl Ways for PanicsOnNull {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        if let Some(pictures) = toy::json_of(reply).get("pictures") {
            let _ = pictures.as_array().expect("a list");
        }
        toy::read(reply, secrets)
    }
}
