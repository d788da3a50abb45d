//! Takes a state that it does not know for a broken answer.

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Reply, Step};

use super::toy::{self, Ways};

pub(super) struct NewValuesBreakIt;

impl Ways for NewValuesBreakIt {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        match toy::json_of(reply)["state"].as_str() {
            Some("EMPTY" | "READY") | None => toy::read(reply, secrets),
            Some(_) => Err(PluginError::new(Class::Overload, Spent::Unknown, "no such state", &[])),
        }
    }
}
