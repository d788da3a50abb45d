//! `[processors.oxapay]`: the merchant's key, and the bounds of its calls.

use nproxy_domain::plugin::{ConfigError, Section, from_text};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

const LABEL: &str = "OxaPay";
const LABEL_CHARS_MAX: usize = 60;
const BASE_URL: &str = "https://api.oxapay.com/v1";
const EXPIRATION_MINUTES: u64 = 60;
/// What the API takes.
const EXPIRATION_MINUTES_MIN: u64 = 15;
const EXPIRATION_MINUTES_MAX: u64 = 2880;
/// Somebody looks at a page meanwhile.
const CALL_TIMEOUT_S: u64 = 15;
const CALL_TIMEOUT_S_MAX: u64 = 30;
/// The list is the longest answer; how many invoices are asked for at once follows from this.
const REPLY_BYTES_MAX: usize = 256 * 1024;
const REPLY_BYTES_MIN: usize = 16 * 1024;

/// The settings as written. Every number and switch may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// As customers read it.
    pub label: String,
    /// The merchant's, not that of payouts; it signs webhooks too.
    pub merchant_key: SecretString,
    /// Origin and version, before the API's own path.
    pub base_url: Url,
    #[serde(deserialize_with = "from_text")]
    pub expiration_minutes: u64,
    /// For practice: every invoice is a played one.
    #[serde(deserialize_with = "from_text")]
    pub sandbox: bool,
    #[serde(deserialize_with = "from_text")]
    pub call_timeout_s: u64,
    #[serde(deserialize_with = "from_text")]
    pub reply_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            label: LABEL.to_owned(),
            merchant_key: SecretString::default(),
            base_url: Url::parse(BASE_URL).expect("a constant"),
            expiration_minutes: EXPIRATION_MINUTES,
            sandbox: false,
            call_timeout_s: CALL_TIMEOUT_S,
            reply_bytes_max: REPLY_BYTES_MAX,
        }
    }
}

impl Settings {
    /// Reads and checks a section.
    pub fn read(section: &Section) -> Result<Self, ConfigError> {
        let settings: Self = section.read()?;
        if !(1..=LABEL_CHARS_MAX).contains(&settings.label.trim().chars().count()) {
            return Err(section.error("label", format!("1 to {LABEL_CHARS_MAX} characters are needed")));
        }
        if settings.merchant_key.expose_secret().trim().is_empty() {
            return Err(section.error("merchant_key", "is needed"));
        }
        let minutes = EXPIRATION_MINUTES_MIN..=EXPIRATION_MINUTES_MAX;
        section.within("expiration_minutes", settings.expiration_minutes, minutes, "minutes")?;
        section.within("call_timeout_s", settings.call_timeout_s, 1..=CALL_TIMEOUT_S_MAX, "seconds")?;
        section.at_least("reply_bytes_max", settings.reply_bytes_max, REPLY_BYTES_MIN)?;
        Ok(settings)
    }
}
