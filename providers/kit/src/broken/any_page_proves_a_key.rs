//! Takes any 200 to the check for the proof of a key.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::Reply;

use super::toy::{self, Ways};

pub(super) struct AnyPageProvesAKey;

impl Ways for AnyPageProvesAKey {
    fn known(reply: &Reply, secrets: &[&str]) -> Result<(), PluginError> {
        if reply.status.is_success() { Ok(()) } else { Err(toy::failed(reply, &toy::json_of(reply), secrets)) }
    }
}
