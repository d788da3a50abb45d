//! Delivers the first picture, which is a draft.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Image, Reply, Step};

use super::toy::{self, Ways};

pub(super) struct TakesDrafts;

impl Ways for TakesDrafts {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        let first = toy::json_of(reply)["pictures"][0]["data"].as_str().and_then(|data| STANDARD.decode(data).ok());
        match (toy::read(reply, secrets)?, first.filter(|bytes| image::guess_format(bytes).is_ok())) {
            (Step::Done(image), Some(first)) => Ok(Step::Done(Image { bytes: first.into(), ..image })),
            (step, _) => Ok(step),
        }
    }
}
