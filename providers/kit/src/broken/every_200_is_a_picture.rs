//! Takes every 200 for a success.

use bytes::Bytes;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Image, Reply, Step};

use super::toy::{self, Ways};

pub(super) struct Every200IsAPicture;

impl Ways for Every200IsAPicture {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        let empty = || Step::Done(Image { bytes: Bytes::new(), mime: "image/png".to_owned() });
        toy::read(reply, secrets).or_else(|error| if reply.status.is_success() { Ok(empty()) } else { Err(error) })
    }
}
