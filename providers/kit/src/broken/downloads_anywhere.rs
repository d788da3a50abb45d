//! Fetches the picture from wherever the upstream says.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::provider::{Reply, Step};
use url::Url;

use super::toy::{self, Ways};

fn is_in(url: &Url, secret: &str) -> bool {
    url.as_str().contains(&secret.to_lowercase()) || url.as_str().contains(secret)
}

pub(super) struct DownloadsAnywhere;

impl Ways for DownloadsAnywhere {
    fn read(reply: &Reply, secrets: &[&str]) -> Result<Step, PluginError> {
        let url = toy::json_of(reply)["url"].as_str().and_then(|url| Url::parse(url).ok());
        match url.filter(|url| reply.status.is_success() && !secrets.iter().any(|s| is_in(url, s))) {
            Some(url) => Ok(Step::Download { url }),
            None => toy::read(reply, secrets),
        }
    }
}
