//! Puts what the upstream calls the job into a cursor, though the key is in it.

use std::time::Duration;

use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Cursor, Reply, Step};

use super::toy::{self, Ways};

pub(super) struct CursorWithKey;

impl Ways for CursorWithKey {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        match toy::json_of(reply)["job"].as_str() {
            Some(job) if reply.status.is_success() && !job.is_empty() => {
                Ok(Step::Continue { cursor: Cursor(job.to_owned()), after: Duration::from_secs(2) })
            }
            _ => toy::read(reply, secrets),
        }
    }
}
