//! `[providers.kie]`: where the API is, which models it has, and the bounds of its calls.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use nproxy_domain::plugin::{ConfigError, Section, from_text, list_from_text};
use nproxy_domain::provider::{Documented, Lineup, MicroUsd, ModelSettings, Shapes, Size, UpstreamModel, Usd};
use serde::Deserialize;
use url::Url;

const BASE_URL: &str = "https://api.kie.ai";
/// Where results were seen to lie. The documentation names no host.
const DOWNLOAD_HOST: &str = ".aiquickdraw.com";
/// The newest of the documented models; the one to start with.
const MODEL: &str = "nano-banana-2";
/// A request holds a prompt and links.
const REQUEST_BYTES_MAX: usize = 1_000_000;
const CALL_TIMEOUT_S: u64 = 60;
const CALL_TIMEOUT_S_MAX: u64 = 600;
/// The documentation asks for two to three seconds at first; every asking is a turn of a worker.
const POLL_INTERVAL_MS: u64 = 2_500;
const POLL_INTERVAL_MS_MIN: u64 = 250;
const POLL_INTERVAL_MS_MAX: u64 = 60_000;
const REQUEST_BYTES_MIN: usize = 64 * 1024;
/// 1000 credits were sold for 5 USD in 2026.
const USD_PER_CREDIT: MicroUsd = MicroUsd(5_000);
const USD_PER_CREDIT_MAX: MicroUsd = MicroUsd(1_000_000);

/// The size makes the form: models without one take `image_size` and have a sibling for edits, the others take
/// `aspect_ratio`, `resolution` and `image_input`. Prices are those of 2026, in credits as public clients tell them.
const LINEUP: Lineup = Lineup {
    documented: &[
        // 8, 12 and 18 credits.
        Documented {
            name: MODEL,
            shapes: Shapes::Common,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 14,
            prices: &[(Size::K1, 40_000), (Size::K2, 60_000), (Size::K4, 90_000)],
        },
        // 18 and, at 4K, 24 credits.
        Documented {
            name: "nano-banana-pro",
            shapes: Shapes::Common,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 8,
            prices: &[(Size::K1, 90_000), (Size::K2, 90_000), (Size::K4, 120_000)],
        },
        // 4 credits.
        Documented {
            name: "google/nano-banana",
            shapes: Shapes::Common,
            sizes: &[],
            inputs_max: 10,
            prices: &[(Size::K1, 20_000)],
        },
    ],
    others: Shapes::Common,
    inputs_max: 14,
    // 5000 with some models, less room for the words of a strength.
    prompt_chars_max: 4_800,
    is_name: |name| {
        let plain =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
        name.split('/').all(plain)
    },
    name_rule: "a model's name has parts of letters, digits, '-', '.' and '_', with '/' between them",
};

/// The settings as written. Every number and switch may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Origin and, for relays, a path before `/api/v1`.
    pub base_url: Url,
    /// Where finished pictures may be fetched from; a leading dot allows subdomains.
    #[serde(deserialize_with = "list_from_text")]
    pub download_hosts: Vec<String>,
    /// The model that stands first in the list.
    model: String,
    /// Models by the upstream's name: changes to the documented ones, and others.
    models: BTreeMap<String, ModelSettings>,
    #[serde(deserialize_with = "from_text")]
    pub request_bytes_max: usize,
    #[serde(deserialize_with = "from_text")]
    pub call_timeout_s: u64,
    #[serde(deserialize_with = "from_text")]
    pub poll_interval_ms: u64,
    /// What a credit costs, by which the balance is told in dollars.
    pub usd_per_credit: Usd,
    /// Whether image strength is offered, by words added after the prompt.
    #[serde(deserialize_with = "from_text")]
    strength_words: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: Url::parse(BASE_URL).expect("a constant"),
            download_hosts: vec![DOWNLOAD_HOST.to_owned()],
            model: MODEL.to_owned(),
            models: BTreeMap::new(),
            request_bytes_max: REQUEST_BYTES_MAX,
            call_timeout_s: CALL_TIMEOUT_S,
            poll_interval_ms: POLL_INTERVAL_MS,
            usd_per_credit: Usd(USD_PER_CREDIT),
            strength_words: true,
        }
    }
}

impl Settings {
    /// Reads and checks a section. The models come with the default one first.
    pub fn read(section: &Section) -> Result<(Self, Vec<UpstreamModel>), ConfigError> {
        let mut settings: Self = section.read()?;
        section.at_least("request_bytes_max", settings.request_bytes_max, REQUEST_BYTES_MIN)?;
        section.within("call_timeout_s", settings.call_timeout_s, 1..=CALL_TIMEOUT_S_MAX, "seconds")?;
        let bounds = POLL_INTERVAL_MS_MIN..=POLL_INTERVAL_MS_MAX;
        section.within("poll_interval_ms", settings.poll_interval_ms, bounds, "milliseconds")?;
        if !(MicroUsd(1)..=USD_PER_CREDIT_MAX).contains(&settings.usd_per_credit.0) {
            return Err(section.error("usd_per_credit", "a credit costs more than nothing and at most a dollar"));
        }
        // As they stand in addresses, or no picture's would ever be one of them.
        settings.download_hosts.iter_mut().for_each(|host| host.make_ascii_lowercase());
        if settings.download_hosts.is_empty() || !settings.download_hosts.iter().all(|host| is_host(host)) {
            return Err(
                section.error("download_hosts", "names are needed, like \"files.example\" or \".files.example\"")
            );
        }
        let models = LINEUP.models(section, &settings.model, &settings.models, settings.strength_words)?;
        Ok((settings, models))
    }
}

/// A name, which no address of numbers is.
fn is_host(host: &str) -> bool {
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    plain && host.contains('.') && host.parse::<Ipv4Addr>().is_err()
}
