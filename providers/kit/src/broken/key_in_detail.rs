//! Quotes the upstream's message without cutting the key out.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Reply, Step};

use super::toy::{self, Ways};

pub(super) struct KeyInDetail;

impl Ways for KeyInDetail {
    fn read(reply: &Reply, _: &[&str]) -> Result<Step, PluginError> {
        toy::read(reply, &[])
    }
}
