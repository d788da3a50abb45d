//! The port that a provider plugin implements.
//!
//! A plugin is sans-IO: it turns a job into an HTTP request and an HTTP reply into a step. Sockets, proxies,
//! timeouts, size limits, redaction of what is logged, and the list of allowed hosts belong to the gateway,
//! where no plugin can forget them.

mod base_url;
mod call;
mod capabilities;
mod exchange;
mod image;
mod job;
mod lineup;
mod presets;
mod price;
pub mod refusal;
pub mod relay;
pub mod strength;

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

pub use base_url::{check_base_url, is_reachable};
pub use call::{Secrets, get, key_header, post, post_json, unreadable};
pub use capabilities::{Capabilities, ImageStrength, MicroUsd, Resolution, Shape, UpstreamModel};
pub use exchange::{Effect, Exchange, Limits, Next, Reply};
pub use image::Image;
pub use job::{ImageJob, InputImage, Mode, Strength};
pub use lineup::{Documented, Lineup, ModelSettings, PROMPT_CHARS_MAX};
pub use presets::{Shapes, Size};
pub use price::Usd;

use crate::ids::ProviderId;
use crate::outcome::PluginError;

/// One upstream account's credentials. `Debug` shows neither.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Sent with every call.
    pub secret: SecretString,
    /// Where balances need a key of their own (OpenRouter's management key, for one).
    pub billing_secret: Option<SecretString>,
}

impl ApiKey {
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self { secret: secret.into(), billing_secret: None }
    }

    /// What must not appear in anything kept or shown.
    pub fn secrets(&self) -> Vec<&str> {
        std::iter::once(&self.secret).chain(&self.billing_secret).map(ExposeSecret::expose_secret).collect()
    }
}

/// How an upstream wants input pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inputs {
    /// Within the request.
    Bytes,
    /// As an address that it fetches them from: signed links of ours. Where it can't reach us, its models make
    /// pictures from text alone.
    Links,
}

/// What a provider says of itself.
#[derive(Clone, Debug)]
pub struct ProviderInfo {
    pub id: ProviderId,
    /// The origins that requests may go to. A request elsewhere is refused before a byte leaves.
    pub hosts: Vec<Url>,
    /// Hosts that finished pictures may be fetched from, without the key. A leading dot allows subdomains.
    pub download_hosts: Vec<String>,
    pub inputs: Inputs,
    pub models: Vec<UpstreamModel>,
}

impl ProviderInfo {
    pub fn model(&self, name: &str) -> Option<&UpstreamModel> {
        self.models.iter().find(|m| m.name == name)
    }
}

/// Where an asynchronous upstream stands. Opaque to everything but its plugin; stored on the attempt's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

/// What a plugin's chain of exchanges led to.
#[derive(Debug)]
pub enum Step {
    Done(Image),
    /// The picture lies at this address.
    Download {
        url: Url,
    },
    /// Ask again with the cursor after a while.
    Continue {
        cursor: Cursor,
        after: std::time::Duration,
    },
}

/// Money left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub amount: MicroUsd,
    pub scope: BalanceScope,
}

/// What a balance is the limit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BalanceScope {
    /// All keys of the account spend from it.
    Account,
    /// The key's own limit; its account may have more.
    Key,
}

/// An upstream that makes pictures.
pub trait ImageProvider: Send + Sync + fmt::Debug {
    fn about(&self) -> &ProviderInfo;

    /// The first request of a job.
    fn begin(&self, job: &ImageJob, key: &ApiKey) -> Result<Next<Step>, PluginError>;

    /// Goes on from a cursor, always with the key that began, whatever state that key is in by now.
    fn resume(&self, job: &ImageJob, cursor: &Cursor, key: &ApiKey) -> Result<Next<Step>, PluginError>;

    /// Tells the upstream that nobody waits any more. `None`: it can't be told.
    fn cancel(&self, cursor: &Cursor, key: &ApiKey) -> Option<Next<()>>;

    /// The cheapest call that proves a key. `None`: there is none.
    fn check(&self, key: &ApiKey) -> Option<Next<()>>;

    /// `None`: this upstream has no such thing; unknown is never zero.
    fn balance(&self, key: &ApiKey) -> Option<Next<Balance>>;
}
