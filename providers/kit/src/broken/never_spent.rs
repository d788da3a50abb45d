//! Calls a refusal free that the upstream charges for.

use nproxy_domain::outcome::{PluginError, Spent};
use nproxy_domain::provider::{Reply, Step};

use super::toy::{self, Ways};

pub(super) struct NeverSpent;

impl Ways for NeverSpent {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        toy::read(reply, secrets).map_err(|error| PluginError { spent: Spent::No, ..error })
    }
}
