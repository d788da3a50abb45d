//! `[processors.nowpayments]`: the account, the coins to offer, and the bounds of its calls.

use std::collections::BTreeSet;

use nproxy_domain::plugin::{ConfigError, Section, from_text, list_from_text};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

use crate::coins;

const LABEL: &str = "NOWPayments";
const LABEL_CHARS_MAX: usize = 60;
const BASE_URL: &str = "https://api.nowpayments.io";
/// Where money is played, with an account and keys of its own.
const SANDBOX_URL: &str = "https://api-sandbox.nowpayments.io";
/// They are asked about one by one, and somebody waits for the answer.
const COINS_MAX: usize = 40;
const SECRET_CHARS_MAX: usize = 300;
/// Somebody looks at a page meanwhile.
const CALL_TIMEOUT_S: u64 = 15;
const CALL_TIMEOUT_S_MAX: u64 = 30;
/// The list is the longest answer; how many payments are asked for at once follows from this.
const REPLY_BYTES_MAX: usize = 256 * 1024;
const REPLY_BYTES_MIN: usize = 16 * 1024;

/// The settings as written. Every number, switch and list may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// As customers read it.
    pub label: String,
    pub api_key: SecretString,
    /// What notifications are signed with; shown once, when it is made.
    pub ipn_secret: SecretString,
    /// Origin, and a path before the API's own. The played one where `sandbox` says so.
    pub base_url: Option<Url>,
    /// The processor's ids of the coins to offer.
    #[serde(deserialize_with = "list_from_text")]
    pub coins: Vec<String>,
    /// The dashboard's sign-in: only with it payments can be looked for.
    pub email: Option<SecretString>,
    pub password: Option<SecretString>,
    /// The amount is fixed, for 20 minutes; else it stands 7 days, and what the money is worth when it comes counts.
    #[serde(deserialize_with = "from_text")]
    pub fixed_rate: bool,
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
            api_key: SecretString::default(),
            ipn_secret: SecretString::default(),
            base_url: None,
            coins: Vec::new(),
            email: None,
            password: None,
            fixed_rate: true,
            sandbox: false,
            call_timeout_s: CALL_TIMEOUT_S,
            reply_bytes_max: REPLY_BYTES_MAX,
        }
    }
}

impl Settings {
    /// Reads and checks a section.
    pub fn read(section: &Section) -> Result<Self, ConfigError> {
        let mut settings: Self = section.read()?;
        for secret in [&mut settings.email, &mut settings.password] {
            // Left blank is left out.
            secret.take_if(|secret| secret.expose_secret().trim().is_empty());
        }
        let label_chars = settings.label.trim().chars().count();
        if label_chars == 0 || label_chars > LABEL_CHARS_MAX {
            return Err(section.error("label", format!("1 to {LABEL_CHARS_MAX} characters are needed")));
        }
        needed(section, "api_key", &settings.api_key)?;
        needed(section, "ipn_secret", &settings.ipn_secret)?;
        match (&settings.email, &settings.password) {
            (None, None) => {}
            (Some(email), Some(password)) => {
                needed(section, "email", email)?;
                needed(section, "password", password)?;
            }
            (Some(_), None) => return Err(section.error("password", "is needed where an e-mail is given")),
            (None, Some(_)) => return Err(section.error("email", "is needed where a password is given")),
        }
        settings.check_coins(section)?;
        settings.check_sandbox(section)?;
        section.within("call_timeout_s", settings.call_timeout_s, 1..=CALL_TIMEOUT_S_MAX, "seconds")?;
        section.at_least("reply_bytes_max", settings.reply_bytes_max, REPLY_BYTES_MIN)?;
        Ok(settings)
    }

    pub fn base_url(&self) -> Url {
        let default = if self.sandbox { SANDBOX_URL } else { BASE_URL };
        self.base_url.clone().unwrap_or_else(|| Url::parse(default).expect("a constant"))
    }

    fn check_coins(&self, section: &Section) -> Result<(), ConfigError> {
        let wrong = |reason: String| Err(section.error("coins", reason));
        if self.coins.is_empty() || self.coins.len() > COINS_MAX {
            return wrong(format!("1 to {COINS_MAX} coins are needed, like [\"btc\", \"usdttrc20\"]"));
        }
        let mut seen = BTreeSet::new();
        for coin in &self.coins {
            if !coins::is_id(coin) {
                return wrong(format!("{coin:?} is no coin: small letters and digits are needed, like \"usdttrc20\""));
            }
            if !seen.insert(coin) {
                return wrong(format!("{coin:?} stands there twice"));
            }
        }
        Ok(())
    }

    /// Played money must not be taken for money, nor money for play.
    fn check_sandbox(&self, section: &Section) -> Result<(), ConfigError> {
        let host = self.base_url();
        let at = |known: &str| Url::parse(known).is_ok_and(|known| known.host() == host.host());
        if at(SANDBOX_URL) && !self.sandbox {
            return Err(section.error("sandbox", "base_url is the sandbox's: say sandbox = true, or leave it out"));
        }
        if at(BASE_URL) && self.sandbox {
            return Err(section.error("sandbox", "base_url is where real money is paid: leave it out"));
        }
        Ok(())
    }
}

fn needed(section: &Section, key: &str, secret: &SecretString) -> Result<(), ConfigError> {
    match secret.expose_secret().trim().chars().count() {
        0 => Err(section.error(key, "is needed")),
        1..=SECRET_CHARS_MAX => Ok(()),
        _ => Err(section.error(key, format!("has more than {SECRET_CHARS_MAX} characters"))),
    }
}
