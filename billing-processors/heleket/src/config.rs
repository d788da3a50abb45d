//! `[processors.heleket]`: which service, the merchant's account, and the bounds of its calls.

use nproxy_domain::plugin::{ConfigError, Section, from_text};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

const LABEL_CHARS_MAX: usize = 60;
const MERCHANT_CHARS_MAX: usize = 64;
const EXPIRATION_MINUTES: u64 = 60;
/// Within what both services take.
const EXPIRATION_MINUTES_MIN: u64 = 5;
const EXPIRATION_MINUTES_MAX: u64 = 12 * 60;
/// Calls are known to take up to ten seconds.
const CALL_TIMEOUT_S: u64 = 20;
const CALL_TIMEOUT_S_MAX: u64 = 30;
/// A page of the list is the longest answer.
const REPLY_BYTES_MAX: usize = 256 * 1024;
const REPLY_BYTES_MIN: usize = 32 * 1024;

/// Who takes the money.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Service {
    #[default]
    Heleket,
    Cryptomus,
}

impl Service {
    fn label(self) -> &'static str {
        match self {
            Self::Heleket => "Heleket",
            Self::Cryptomus => "Cryptomus",
        }
    }

    fn base_url(self) -> &'static str {
        match self {
            Self::Heleket => "https://api.heleket.com",
            Self::Cryptomus => "https://api.cryptomus.com",
        }
    }
}

/// The settings as written. Every number may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    pub service: Service,
    /// As customers read it; the service's name.
    pub label: Option<String>,
    /// The merchant's uuid.
    pub merchant: String,
    /// Of payments, not of payouts; it signs webhooks too.
    pub payment_key: SecretString,
    /// Another address than the service's.
    pub base_url: Option<Url>,
    #[serde(deserialize_with = "from_text")]
    pub expiration_minutes: u64,
    #[serde(deserialize_with = "from_text")]
    pub call_timeout_s: u64,
    #[serde(deserialize_with = "from_text")]
    pub reply_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            service: Service::default(),
            label: None,
            merchant: String::new(),
            payment_key: SecretString::default(),
            base_url: None,
            expiration_minutes: EXPIRATION_MINUTES,
            call_timeout_s: CALL_TIMEOUT_S,
            reply_bytes_max: REPLY_BYTES_MAX,
        }
    }
}

impl Settings {
    /// Reads and checks a section.
    pub fn read(section: &Section) -> Result<Self, ConfigError> {
        let settings: Self = section.read()?;
        if !(1..=LABEL_CHARS_MAX).contains(&settings.label().chars().count()) {
            return Err(section.error("label", format!("1 to {LABEL_CHARS_MAX} characters are needed")));
        }
        let merchant = &settings.merchant;
        let is_plain = merchant.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !(1..=MERCHANT_CHARS_MAX).contains(&merchant.len()) || !is_plain {
            return Err(section.error("merchant", "the merchant's uuid is needed"));
        }
        if settings.payment_key.expose_secret().trim().is_empty() {
            return Err(section.error("payment_key", "is needed"));
        }
        let minutes = EXPIRATION_MINUTES_MIN..=EXPIRATION_MINUTES_MAX;
        section.within("expiration_minutes", settings.expiration_minutes, minutes, "minutes")?;
        section.within("call_timeout_s", settings.call_timeout_s, 1..=CALL_TIMEOUT_S_MAX, "seconds")?;
        section.at_least("reply_bytes_max", settings.reply_bytes_max, REPLY_BYTES_MIN)?;
        Ok(settings)
    }

    pub fn label(&self) -> &str {
        self.label.as_deref().unwrap_or_else(|| self.service.label()).trim()
    }

    pub fn base_url(&self) -> Url {
        self.base_url.clone().unwrap_or_else(|| Url::parse(self.service.base_url()).expect("a constant"))
    }
}
