//! `[processors.crypto_pay]`: the app's token, what it takes, and the bounds of its calls.

use nproxy_domain::plugin::{ConfigError, Section, from_text, list_from_text};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

const LABEL: &str = "Telegram wallet (@CryptoBot)";
const LABEL_CHARS_MAX: usize = 60;
const BASE_URL: &str = "https://pay.crypt.bot";
/// Where money is played, with apps and tokens of its own.
const SANDBOX_URL: &str = "https://testnet-pay.crypt.bot";
const ASSETS_MAX: usize = 20;
const ASSET_CHARS_MAX: usize = 10;
const EXPIRATION_MINUTES: u64 = 60;
/// The API takes up to 31 days.
const EXPIRATION_MINUTES_MAX: u64 = 31 * 24 * 60;
/// Somebody looks at a page meanwhile.
const CALL_TIMEOUT_S: u64 = 15;
const CALL_TIMEOUT_S_MAX: u64 = 30;
/// The list is the longest answer; how many invoices are asked for at once follows from this. It can't be searched, so a
/// page is as long as the API gives it.
const REPLY_BYTES_MAX: usize = 2 * 1024 * 1024;
const REPLY_BYTES_MIN: usize = 16 * 1024;

/// The settings as written. Every number, switch and list may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// As customers read it.
    pub label: String,
    /// Of the app; it signs notifications too.
    pub api_token: SecretString,
    /// The coins that may be paid with; empty: all that the app takes.
    #[serde(deserialize_with = "list_from_text")]
    pub assets: Vec<String>,
    #[serde(deserialize_with = "from_text")]
    pub expiration_minutes: u64,
    /// The played one where `sandbox` says so.
    pub base_url: Option<Url>,
    /// For practice: nothing that is paid there is money.
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
            api_token: SecretString::default(),
            assets: Vec::new(),
            expiration_minutes: EXPIRATION_MINUTES,
            base_url: None,
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
        if settings.api_token.expose_secret().trim().is_empty() {
            return Err(section.error("api_token", "is needed"));
        }
        settings.check_assets(section)?;
        settings.check_sandbox(section)?;
        let minutes = 1..=EXPIRATION_MINUTES_MAX;
        section.within("expiration_minutes", settings.expiration_minutes, minutes, "minutes")?;
        section.within("call_timeout_s", settings.call_timeout_s, 1..=CALL_TIMEOUT_S_MAX, "seconds")?;
        section.at_least("reply_bytes_max", settings.reply_bytes_max, REPLY_BYTES_MIN)?;
        Ok(settings)
    }

    pub fn base_url(&self) -> Url {
        let default = if self.sandbox { SANDBOX_URL } else { BASE_URL };
        self.base_url.clone().unwrap_or_else(|| Url::parse(default).expect("a constant"))
    }

    fn check_assets(&self, section: &Section) -> Result<(), ConfigError> {
        if self.assets.len() > ASSETS_MAX {
            return Err(section.error("assets", format!("more than {ASSETS_MAX} coins")));
        }
        let is_asset = |asset: &str| {
            (2..=ASSET_CHARS_MAX).contains(&asset.len())
                && asset.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        };
        match self.assets.iter().find(|asset| !is_asset(asset)) {
            Some(odd) => Err(section.error("assets", format!("{odd:?} is no coin, like \"USDT\""))),
            None => Ok(()),
        }
    }

    /// Played money must not be taken for money, nor money for play.
    fn check_sandbox(&self, section: &Section) -> Result<(), ConfigError> {
        let host = self.base_url();
        let at = |known: &str| Url::parse(known).is_ok_and(|known| known.host() == host.host());
        if at(SANDBOX_URL) && !self.sandbox {
            return Err(section.error("sandbox", "base_url is the test network's: say sandbox = true, or leave it out"));
        }
        if at(BASE_URL) && self.sandbox {
            return Err(section.error("sandbox", "base_url is where real money is paid: leave it out"));
        }
        Ok(())
    }
}
