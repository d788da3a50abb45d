//! The typed sections; `default.toml` explains their keys.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveTime;
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    pub public_url: Url,
    /// Addresses or networks; the web door parses them.
    pub trusted_proxies: Vec<String>,
    /// Empty: the front end inside the binary.
    pub static_dir: PathBuf,
    pub connections_max: u32,
    pub drain_s: u32,
    pub stop_s: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Internal {
    /// `None`: there is no internal door.
    #[serde(deserialize_with = "address_or_none")]
    pub listen: Option<SocketAddr>,
}

/// An empty text is none.
fn address_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    let address = text.parse().map_err(|_| {
        D::Error::custom(format!("{text:?} is not an address and port like \"127.0.0.1:9464\"; empty turns it off"))
    });
    address.map(Some)
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Secret: it carries a password.
    pub url: SecretString,
    pub connections_max: u32,
}

/// How full is low, and how full is full.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disk {
    pub low_percent: u32,
    pub full_percent: u32,
    /// 0: the percentages alone say it.
    pub enough_mib: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pictures {
    pub upload_mib_max: u32,
    pub output_mib_max: u32,
    pub megapixels_max: u32,
    pub side_max: u32,
    pub thumb_side_max: u32,
    pub megapixels_at_once: u32,
    pub uploads_at_once: u32,
    pub uploads_per_hour_max: u32,
    pub uploads_kept_mib_max: u32,
    pub uploads_kept_unpaid_mib_max: u32,
    pub zips_at_once: u32,
    pub trash_days: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    pub master_key: SecretString,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Empty: mails are files in `outbox_dir`.
    pub smtp_host: String,
    /// 0: what is usual for `smtp_security`.
    pub smtp_port: u16,
    pub smtp_security: SmtpSecurity,
    /// PEM of further authorities; empty: none.
    pub smtp_ca: String,
    /// Empty: without signing in.
    pub smtp_username: String,
    pub smtp_password: SecretString,
    /// `nproxy <no-reply@example.org>`; empty: made up, where mails are files.
    pub from: String,
    pub timeout_s: u32,
    pub outbox_dir: PathBuf,
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUp {
    Open,
    Invite,
    Closed,
}

/// How the way to the mail server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// The connection begins in the clear and goes on in TLS before anything is said.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// In the clear.
    None,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    pub signup: SignUp,
    pub require_verified: bool,
    pub session_idle_days: u32,
    pub session_age_days: u32,
    pub hashes_at_once: u32,
    pub hashes_max: u32,
    pub window_minutes: u32,
    pub account_and_address_max: u32,
    pub account_max: u32,
    pub address_max: u32,
    pub sign_ups_max: u32,
    pub known_for_days: u32,
    pub admin_second_factor: bool,
    pub admin_session_minutes_idle: u32,
    pub admin_session_hours: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Billing {
    pub grace_days: u32,
    pub missing_permille_max: u32,
    pub excess_permille_max: u32,
    pub invoices_per_day_max: u32,
    pub processor_timeout_s: u32,
    pub poll_s: u32,
    pub watch_days: u32,
    pub offers_cache_s: u32,
    /// Empty: none is named.
    pub support: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    pub name: String,
    /// A picture; empty: our own mark.
    pub logo: PathBuf,
    /// CSS colours, both or none; empty: ours.
    pub accent_light: String,
    pub accent_dark: String,
    pub en: BrandTexts,
    pub ru: BrandTexts,
}

/// What the landing page says in one language; what is empty keeps our words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrandTexts {
    pub title: String,
    pub description: String,
    pub headline: String,
    pub sentence: String,
    pub button: String,
    pub faq: Vec<Faq>,
    pub examples: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faq {
    pub question: String,
    pub answer: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Empty: there are no terms; set where there are.
    pub terms_version: String,
    pub terms: Localised,
    pub privacy: Localised,
    /// Empty: the pictures that come with the front end.
    pub landing_pictures_dir: PathBuf,
}

/// A file in each language; empty: there is none. One alone is shown in all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localised {
    pub en: PathBuf,
    pub ru: PathBuf,
}

impl Localised {
    pub fn is_empty(&self) -> bool {
        self.en.as_os_str().is_empty() && self.ru.as_os_str().is_empty()
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generation {
    pub default_model: String,
    pub running_per_user_max: u32,
    pub queued_per_user_max: u32,
    pub queued_total_max: u32,
    pub queue_wait_max_s: u32,
    pub deadline_s: u32,
    pub declined_per_hour_max: u32,
    pub cancelled_running_per_hour_max: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    pub concurrency: u32,
    pub lease_ms: u32,
    pub heartbeat_ms: u32,
    pub poll_ms: u32,
    pub stop_s: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balances {
    /// 0: upstreams are not asked.
    pub poll_s: u32,
    pub parallel_max: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    pub connect_timeout_s: u32,
    pub attempt_timeout_s: u32,
    /// Below `generation.deadline_s`.
    pub attempt_min_s: u32,
    pub reply_mib_max: u32,
    pub free_tries_max: u32,
    pub no_image_tries_max: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proxies {
    pub handshake_timeout_ms: u32,
    pub rest_min_s: u32,
    pub rest_max_s: u32,
    pub echo_url: Url,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telegram {
    /// Empty: there is no bot.
    pub token: SecretString,
    pub api_url: Url,
    pub full_addresses: bool,
    pub money_acts_per_day: u32,
}

impl Telegram {
    /// `None`: there is no bot.
    pub fn token(&self) -> Option<&SecretString> {
        Some(&self.token).filter(|token| !token.expose_secret().is_empty())
    }

    /// The bot's own id, with which its token begins.
    pub fn bot_id(&self) -> Option<i64> {
        self.token.expose_secret().split_once(':')?.0.parse().ok()
    }
}

/// Which incidents are told in letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeMail {
    Critical,
    /// And worse.
    Warning,
    Off,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    pub mail: NoticeMail,
    pub keys_few: u32,
    pub webhooks_refused: u32,
    pub webhooks_refused_minutes: u32,
    /// `07:00`, in UTC; empty: never.
    pub digest_at: String,
    pub digest_mail: bool,
    /// Secret; empty: there is none.
    pub heartbeat_url: SecretString,
}

impl Notices {
    /// `None`: it is empty. Checked: it is an hour and a minute.
    pub fn digest_time(&self) -> Option<NaiveTime> {
        time_of_day(&self.digest_at)
    }

    /// `None`: it is empty. Checked: it is an address.
    pub fn heartbeat(&self) -> Option<Url> {
        Url::parse(self.heartbeat_url.expose_secret()).ok()
    }
}

pub(crate) fn time_of_day(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    pub addresses_days: u32,
    pub links_days: u32,
    pub details_days: u32,
    pub deliveries_days: u32,
    pub mails_days: u32,
    pub uploads_days: u32,
    pub orphans_days: u32,
    pub jobs_days: u32,
    pub jobs_failed_days: u32,
}
