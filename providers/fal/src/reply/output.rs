//! The body of a result: where the picture lies, or the picture itself as a data URI.

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Image, Reply, Step, refusal};
use serde_json::Value;
use url::{Host, Url};

use super::classify::{self, Stage};
use super::fault::Fault;
use super::{Homes, Secrets};

/// Reads a 200. One picture is ordered, so the first is it.
pub(super) fn read(reply: &Reply, homes: &Homes, secrets: &Secrets<'_>) -> Result<Step, PluginError> {
    let Ok(body) = serde_json::from_slice::<Value>(&reply.body) else {
        let detail = format!("200 with a body of {} bytes that is no result", reply.body.len());
        return Err(secrets.error(Class::Overload, Spent::Yes, &detail));
    };
    let address = body["images"].as_array().into_iter().flatten().find_map(|image| image["url"].as_str());
    let Some(address) = address else { return Err(missing(&body, reply, secrets)) };
    if let Some(data) = address.strip_prefix("data:") {
        return match decoded(data) {
            Some(image) => Ok(Step::Done(image)),
            None => Err(secrets.error(Class::NoImage, Spent::Yes, "a data URI that is no picture that we know")),
        };
    }
    match Url::parse(address).ok().filter(|url| homes.may_hold(url) && !secrets.are_in(url.as_str())) {
        Some(url) => Ok(Step::Download { url }),
        None => {
            Err(secrets.error(Class::Overload, Spent::Yes, "the picture lies at an address that is no download host's"))
        }
    }
}

impl Homes {
    /// A download host over https, or the queue's own host: nothing else is fetched from.
    fn may_hold(&self, url: &Url) -> bool {
        if !url.username().is_empty() || url.password().is_some() {
            return false;
        }
        let listed = matches!(url.host(), Some(Host::Domain(name)) if name.ends_with(self.downloads));
        (url.scheme() == "https" && listed) || url.origin() == self.queue.origin()
    }
}

/// Why a result holds no picture: an error in its place, or the model's words.
fn missing(body: &Value, reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    if body["images"].is_null()
        && let Some(fault) = Fault::read(reply)
    {
        return classify::error(Stage::After, &fault, reply, secrets);
    }
    let words = body["description"].as_str().unwrap_or_default().trim();
    let class = if refusal::is_refusal(words) { Class::PolicyPrompt } else { Class::NoImage };
    secrets.said(secrets.error(class, Spent::Yes, "a result without a picture"), Some(words))
}

/// `image/png;base64,..`
fn decoded(data: &str) -> Option<Image> {
    let (head, data) = data.split_once(',')?;
    let mime = head.strip_suffix(";base64")?.split(';').next().filter(|mime| Image::is_mime(mime))?;
    let bytes = Image::from_base64(data)?;
    Some(Image { bytes, mime: mime.to_owned() })
}
