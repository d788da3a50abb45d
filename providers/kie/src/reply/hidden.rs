//! What an upstream may quote and nobody is to read: the key, and the links to a customer's pictures.

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, ImageJob, Secrets};

/// Makes every error.
#[derive(Debug)]
pub(crate) struct Hidden {
    key: ApiKey,
    /// Links up to their last part, which is another one in every link to the same picture.
    links: Vec<String>,
}

impl Hidden {
    pub fn of(job: &ImageJob, key: &ApiKey) -> Self {
        let links = job.inputs.iter().filter_map(|input| input.link.as_ref());
        let links = links.filter_map(|link| Some(link.as_str().rsplit_once('/')?.0.to_owned()));
        Self { key: key.clone(), links: links.collect() }
    }

    /// Of a call without a job.
    pub fn of_key(key: &ApiKey) -> Self {
        Self { key: key.clone(), links: Vec::new() }
    }

    pub fn is_in(&self, text: &str) -> bool {
        Secrets::of(&self.key).are_in(text)
    }

    pub fn error(&self, class: Class, spent: Spent, detail: &str) -> PluginError {
        Secrets::of(&self.key).error(class, spent, &self.without_links(detail))
    }

    /// Adds the upstream's words to the customer.
    pub fn said(&self, error: PluginError, words: &str) -> PluginError {
        Secrets::of(&self.key).said(error, Some(&self.without_links(words)))
    }

    fn without_links(&self, text: &str) -> String {
        let quoted = |word: &str| self.links.iter().any(|link| word.contains(link));
        let words = text.split(' ').map(|word| if quoted(word) { "[link]" } else { word });
        words.collect::<Vec<_>>().join(" ")
    }
}
