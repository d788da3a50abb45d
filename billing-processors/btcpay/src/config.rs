//! `[processors.btcpay]`: the server, the store, and what an invoice is made with.

use std::collections::BTreeSet;

use nproxy_domain::plugin::{ConfigError, Section, from_text, list_from_text};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::method;

const LABEL_CHARS_MAX: usize = 60;
/// More methods than anybody would choose from.
const COINS_MAX: usize = 20;
const CALL_TIMEOUT_S: u64 = 15;
/// All calls of one deed together get no more.
const CALL_TIMEOUT_S_MAX: u64 = 30;
const REPLY_BYTES_MAX: u64 = 256 * 1024;
/// A page of invoices has to fit.
const REPLY_BYTES_MAX_LEAST: u64 = 64 * 1024;
const REPLY_BYTES_MAX_MOST: u64 = 4 * 1024 * 1024;
const EXPIRATION_MINUTES: u64 = 60;
const EXPIRATION_MINUTES_MAX: u64 = 24 * 60;
/// How long a payment may take to confirm, and a late one is still seen. The server's own default.
const MONITORING_MINUTES: u64 = 1440;
const MONITORING_MINUTES_MAX: u64 = 30 * 24 * 60;

/// How many confirmations make a payment certain.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(crate) enum SpeedPolicy {
    /// None; one where the payment can still be replaced.
    #[serde(rename = "HighSpeed")]
    High,
    /// 1.
    #[default]
    #[serde(rename = "MediumSpeed")]
    Medium,
    /// 2.
    #[serde(rename = "LowMediumSpeed")]
    LowMedium,
    /// 6.
    #[serde(rename = "LowSpeed")]
    Low,
}

/// The settings as written. Every number, switch and list may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// As customers read it.
    #[serde(default = "label")]
    pub label: String,
    /// Origin and path before `/api/v1`.
    pub base_url: Url,
    pub store_id: String,
    pub api_key: SecretString,
    /// Given by the server when the store's webhook was made.
    pub webhook_secret: SecretString,
    /// Payment methods of the store, by the server's names: `BTC-CHAIN`.
    #[serde(deserialize_with = "list_from_text")]
    pub coins: Vec<String>,
    #[serde(default = "expiration_minutes", deserialize_with = "from_text")]
    pub expiration_minutes: u64,
    #[serde(default = "monitoring_minutes", deserialize_with = "from_text")]
    pub monitoring_minutes: u64,
    #[serde(default)]
    pub speed_policy: SpeedPolicy,
    /// The server runs on a test network.
    #[serde(default, deserialize_with = "from_text")]
    pub sandbox: bool,
    #[serde(default = "call_timeout_s", deserialize_with = "from_text")]
    pub call_timeout_s: u64,
    #[serde(default = "reply_bytes_max", deserialize_with = "from_text")]
    pub reply_bytes_max: u64,
}

fn label() -> String {
    "BTCPay Server".to_owned()
}

fn expiration_minutes() -> u64 {
    EXPIRATION_MINUTES
}

fn monitoring_minutes() -> u64 {
    MONITORING_MINUTES
}

fn call_timeout_s() -> u64 {
    CALL_TIMEOUT_S
}

fn reply_bytes_max() -> u64 {
    REPLY_BYTES_MAX
}

impl Settings {
    /// Reads and checks a section.
    pub fn read(section: &Section) -> Result<Self, ConfigError> {
        let settings: Self = section.read()?;
        let label_chars = settings.label.trim().chars().count();
        if !(1..=LABEL_CHARS_MAX).contains(&label_chars) {
            return Err(section.error("label", format!("1 to {LABEL_CHARS_MAX} characters are needed")));
        }
        if settings.store_id.is_empty() || !settings.store_id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(section.error("store_id", "a store's id has only letters and digits"));
        }
        for (key, secret) in [("api_key", &settings.api_key), ("webhook_secret", &settings.webhook_secret)] {
            if secret.expose_secret().is_empty() {
                return Err(section.error(key, "it is empty"));
            }
        }
        settings.check_coins(section)?;
        let within = |key, value, bounds, unit| section.within(key, value, bounds, unit);
        within("expiration_minutes", settings.expiration_minutes, 1..=EXPIRATION_MINUTES_MAX, "minutes")?;
        within("monitoring_minutes", settings.monitoring_minutes, 1..=MONITORING_MINUTES_MAX, "minutes")?;
        within("call_timeout_s", settings.call_timeout_s, 1..=CALL_TIMEOUT_S_MAX, "seconds")?;
        within("reply_bytes_max", settings.reply_bytes_max, REPLY_BYTES_MAX_LEAST..=REPLY_BYTES_MAX_MOST, "bytes")?;
        Ok(settings)
    }

    fn check_coins(&self, section: &Section) -> Result<(), ConfigError> {
        if !(1..=COINS_MAX).contains(&self.coins.len()) {
            return Err(section.error("coins", format!("1 to {COINS_MAX} payment methods are needed")));
        }
        if let Some(odd) = self.coins.iter().find(|coin| !method::is_id(coin)) {
            return Err(section.error("coins", format!("{odd:?} is no payment method's name, like \"BTC-CHAIN\"")));
        }
        let names: BTreeSet<String> = self.coins.iter().map(|coin| method::newest_name(coin)).collect();
        if names.len() < self.coins.len() {
            return Err(section.error("coins", "a payment method stands in it twice"));
        }
        Ok(())
    }
}
