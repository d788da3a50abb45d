//! What types can't say: ranges, references between sections, and what must be set.

mod brand;
mod storage;

use std::net::IpAddr;
use std::ops::RangeInclusive;

use nproxy_domain::processor::Price;
use secrecy::ExposeSecret as _;
use url::{Host, Url};

use crate::config::{Config, Places};
use crate::problem::Problem;
use crate::sections::{Auth, Notices, Telegram, time_of_day};

const DAY_S: u32 = 86_400;
/// Upstreams limit how often they are asked.
const BALANCES_POLL_S_MIN: u32 = 10;
/// An e-mail address or the address of a page.
const SUPPORT_CHARS_MAX: usize = 200;
/// A price with a slipped decimal point is more likely than a dearer month.
const PRICE_MINOR_UNITS_MAX: i64 = 100_000_000;

/// Everything wrong with the values of a configuration that can be read.
pub(crate) fn all(config: &Config) -> Vec<Problem> {
    let mut check = Check { places: config.places(), problems: Vec::new() };
    check.addresses(config);
    check.required(config);
    check.ranges(config);
    check.storage(&config.storage);
    check.notices(&config.notices);
    check.brand(config);
    check.money(config);
    check.telegram(&config.telegram);
    check.catalog(config);
    check.problems
}

struct Check<'a> {
    places: &'a Places,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn wrong(&mut self, key: &str, reason: impl Into<String>) {
        self.problems.push(self.places.problem(key, reason));
    }

    fn range(&mut self, key: &str, value: u32, allowed: RangeInclusive<u32>) {
        if !allowed.contains(&value) {
            self.wrong(key, format!("{value} is not between {} and {}", allowed.start(), allowed.end()));
        }
    }

    fn addresses(&mut self, config: &Config) {
        let url = &config.server.public_url;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            self.wrong("server.public_url", "is not an http or https address");
        } else if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            self.wrong("server.public_url", "must be a bare origin: nproxy can't be served below a path");
        } else if url.scheme() == "http" && is_far(url) {
            let reason = "is in the clear and neither on this machine nor in a private network: cookies and mailed links \
                          let people in, and would be read on the way; begin it with https:// (a proxy in front may \
                          end TLS)";
            self.wrong("server.public_url", reason);
        }
        if let Some(listen) = config.internal.listen {
            if is_public(listen.ip()) {
                self.wrong("internal.listen", "is a public address, and whoever reaches it needs no sign-in");
            } else if listen == config.server.listen && listen.port() != 0 {
                self.wrong("internal.listen", "is the address of server.listen: give it another port");
            }
        }
    }

    fn required(&mut self, config: &Config) {
        let url = config.database.url.expose_secret();
        if url.is_empty() {
            self.problems.push(
                self.places.missing(
                    "database.url",
                    "set it to postgres://user:password@host/database (see nproxy.example.toml)",
                ),
            );
        } else if !["postgres://", "postgresql://", "sqlite:"].iter().any(|scheme| url.starts_with(scheme)) {
            self.wrong("database.url", "does not begin with postgres://");
        }
        if config.secrets.master_key.expose_secret().is_empty() {
            self.problems.push(self.places.missing(
                "secrets.master_key",
                "make one with `openssl rand -hex 32` and set secrets.master_key_file or NPROXY__SECRETS__MASTER_KEY_FILE",
            ));
        }
    }

    fn telegram(&mut self, telegram: &Telegram) {
        if !matches!(telegram.api_url.scheme(), "http" | "https") || telegram.api_url.host().is_none() {
            self.wrong("telegram.api_url", "is not an http or https address");
        } else if telegram.api_url.scheme() == "http" && is_far(&telegram.api_url) {
            let reason =
                "is in the clear and neither on this machine nor in a private network: every request holds the token";
            self.wrong("telegram.api_url", reason);
        }
        if telegram.token().is_some() && telegram.bot_id().is_none() {
            self.wrong("telegram.token", "is no token of a bot: one is like 123456789:AA..");
        }
        self.range("telegram.money_acts_per_day", telegram.money_acts_per_day, 0..=1000);
    }

    fn keeping(&mut self, config: &Config) {
        let Config { backup, retention, .. } = config;
        self.range("backup.keep_daily", backup.keep_daily, 1..=3650);
        self.range("backup.keep_weekly", backup.keep_weekly, 0..=1000);
        self.range("backup.stale_hours", backup.stale_hours, 0..=8760);
        self.s3(&backup.s3(), false);
        self.apart(&backup.s3(), &config.storage.s3());
        self.range("retention.addresses_days", retention.addresses_days, 1..=3650);
        // A change of address can be undone for so long after its mails.
        self.range("retention.links_days", retention.links_days, 14..=3650);
        self.range("retention.details_days", retention.details_days, 1..=3650);
        self.range("retention.deliveries_days", retention.deliveries_days, 7..=3650);
        // By a mail's row it is known that it was written: a reminder would be written again.
        self.range("retention.mails_days", retention.mails_days, 60..=3650);
        self.range("retention.uploads_days", retention.uploads_days, 1..=3650);
        self.range("retention.orphans_days", retention.orphans_days, 1..=3650);
        self.range("retention.jobs_days", retention.jobs_days, 1..=365);
        self.range("retention.jobs_failed_days", retention.jobs_failed_days, 1..=365);
    }

    fn auth_ranges(&mut self, auth: &Auth) {
        self.range("auth.session_age_days", auth.session_age_days, 1..=3650);
        self.range("auth.session_idle_days", auth.session_idle_days, 1..=auth.session_age_days);
        self.range("auth.hashes_at_once", auth.hashes_at_once, 1..=256);
        self.range("auth.hashes_max", auth.hashes_max, auth.hashes_at_once..=10_000);
        self.range("auth.window_minutes", auth.window_minutes, 1..=1440);
        self.range("auth.account_and_address_max", auth.account_and_address_max, 1..=10_000);
        self.range("auth.account_max", auth.account_max, 1..=1_000_000);
        self.range("auth.address_max", auth.address_max, 1..=1_000_000);
        self.range("auth.sign_ups_max", auth.sign_ups_max, 1..=1_000_000);
        self.range("auth.known_for_days", auth.known_for_days, 1..=3650);
        // An admin's are the shorter ones.
        let (idle_max, age_max) =
            (auth.session_idle_days.saturating_mul(24 * 60), auth.session_age_days.saturating_mul(24));
        self.range("auth.admin_session_minutes_idle", auth.admin_session_minutes_idle, 1..=idle_max);
        self.range("auth.admin_session_hours", auth.admin_session_hours, 1..=age_max);
    }

    fn ranges(&mut self, config: &Config) {
        let Config {
            server,
            database,
            pictures,
            auth,
            mail,
            billing,
            generation,
            worker,
            keys,
            proxies,
            balances,
            gateway,
            ..
        } = config;
        self.range("server.connections_max", server.connections_max, 10..=1_000_000);
        self.range("server.drain_s", server.drain_s, 0..=600);
        self.range("server.stop_s", server.stop_s, 1..=600);
        self.range("database.connections_max", database.connections_max, 2..=500);
        // Both waits have to fit into the minute that a job may take.
        self.range("mail.timeout_s", mail.timeout_s, 1..=25);
        self.range("disk.low_percent", config.disk.low_percent, 1..=100);
        self.range("disk.full_percent", config.disk.full_percent, config.disk.low_percent.min(100)..=100);
        self.range("pictures.upload_mib_max", pictures.upload_mib_max, 1..=100);
        self.range("pictures.output_mib_max", pictures.output_mib_max, 1..=200);
        self.range("pictures.megapixels_max", pictures.megapixels_max, 1..=200);
        self.range("pictures.side_max", pictures.side_max, 256..=8192);
        self.range("pictures.thumb_side_max", pictures.thumb_side_max, 64..=2048);
        self.range("pictures.megapixels_at_once", pictures.megapixels_at_once, pictures.megapixels_max..=10_000);
        self.range("pictures.uploads_at_once", pictures.uploads_at_once, 1..=1000);
        self.range("pictures.uploads_per_hour_max", pictures.uploads_per_hour_max, 0..=100_000);
        self.range("pictures.uploads_kept_mib_max", pictures.uploads_kept_mib_max, 0..=1_000_000);
        self.range("pictures.uploads_kept_unpaid_mib_max", pictures.uploads_kept_unpaid_mib_max, 0..=1_000_000);
        self.range("pictures.zips_at_once", pictures.zips_at_once, 1..=1000);
        self.range("pictures.trash_days", pictures.trash_days, 1..=3650);
        self.auth_ranges(auth);
        self.keeping(config);
        // A month that is paid within the grace begins at the old end: longer, it could be over when it is paid.
        self.range("billing.grace_days", billing.grace_days, 0..=27);
        self.range("billing.missing_permille_max", billing.missing_permille_max, 0..=100);
        self.range("billing.excess_permille_max", billing.excess_permille_max, 0..=1000);
        self.range("billing.invoices_per_day_max", billing.invoices_per_day_max, 1..=1000);
        self.range("billing.processor_timeout_s", billing.processor_timeout_s, 1..=300);
        self.range("billing.poll_s", billing.poll_s, 1..=3600);
        self.range("billing.watch_days", billing.watch_days, 1..=365);
        self.range("billing.offers_cache_s", billing.offers_cache_s, 0..=DAY_S);
        if billing.support.chars().count() > SUPPORT_CHARS_MAX || billing.support.chars().any(char::is_control) {
            self.wrong("billing.support", format!("must be one line of at most {SUPPORT_CHARS_MAX} characters"));
        }
        self.range("generation.running_per_user_max", generation.running_per_user_max, 1..=100);
        self.range("generation.queued_per_user_max", generation.queued_per_user_max, 1..=10_000);
        self.range("generation.queued_total_max", generation.queued_total_max, 1..=1_000_000);
        self.range("generation.queue_wait_max_s", generation.queue_wait_max_s, 1..=DAY_S);
        self.range("generation.deadline_s", generation.deadline_s, 1..=3600);
        self.range("generation.declined_per_hour_max", generation.declined_per_hour_max, 0..=100_000);
        self.range("generation.cancelled_running_per_hour_max", generation.cancelled_running_per_hour_max, 0..=100_000);
        self.range("worker.concurrency", worker.concurrency, 1..=1000);
        self.range("worker.lease_ms", worker.lease_ms, 500..=600_000);
        self.range("worker.heartbeat_ms", worker.heartbeat_ms, 100..=200_000);
        self.range("worker.poll_ms", worker.poll_ms, 10..=60_000);
        self.range("worker.stop_s", worker.stop_s, 1..=3600);
        if worker.heartbeat_ms > worker.lease_ms / 2 {
            self.wrong(
                "worker.heartbeat_ms",
                "must be at most half of worker.lease_ms, or one late beat loses the lease",
            );
        }
        self.range("keys.cooldown_s", keys.cooldown_s, 1..=DAY_S);
        self.range("keys.strikes_max", keys.strikes_max, 1..=1000);
        self.range("keys.asked_wait_max_s", keys.asked_wait_max_s, 1..=7 * DAY_S);
        self.range("keys.asked_wait_min_s", keys.asked_wait_min_s, 0..=keys.asked_wait_max_s);
        self.range("keys.rate_limited_s", keys.rate_limited_s, 1..=DAY_S);
        self.range("keys.quota_day_s", keys.quota_day_s, 1..=DAY_S);
        self.range("keys.retry_max_s", keys.retry_max_s, 1..=DAY_S);
        self.range("keys.retry_min_s", keys.retry_min_s, 1..=keys.retry_max_s);
        self.range("keys.shared_keys_min", keys.shared_keys_min, 2..=1000);
        self.range("keys.shared_percent_min", keys.shared_percent_min, 1..=100);
        self.range("keys.shared_window_s", keys.shared_window_s, 1..=DAY_S);
        self.range("proxies.handshake_timeout_ms", proxies.handshake_timeout_ms, 100..=60_000);
        self.range("proxies.rest_max_s", proxies.rest_max_s, 1..=DAY_S);
        self.range("proxies.rest_min_s", proxies.rest_min_s, 1..=proxies.rest_max_s);
        if !matches!(proxies.echo_url.scheme(), "http" | "https") {
            self.wrong("proxies.echo_url", "must begin with https:// or http://");
        }
        self.range("balances.poll_s", balances.poll_s, 0..=DAY_S);
        if (1..BALANCES_POLL_S_MIN).contains(&balances.poll_s) {
            self.wrong(
                "balances.poll_s",
                format!("{} is neither 0 nor at least {BALANCES_POLL_S_MIN}", balances.poll_s),
            );
        }
        self.range("balances.parallel_max", balances.parallel_max, 1..=64);
        self.range("gateway.connect_timeout_s", gateway.connect_timeout_s, 1..=60);
        self.range("gateway.attempt_timeout_s", gateway.attempt_timeout_s, 1..=3600);
        self.range("gateway.attempt_min_s", gateway.attempt_min_s, 0..=generation.deadline_s.saturating_sub(1));
        self.range("gateway.reply_mib_max", gateway.reply_mib_max, 1..=512);
        self.range("gateway.free_tries_max", gateway.free_tries_max, 1..=10);
        self.range("gateway.no_image_tries_max", gateway.no_image_tries_max, 1..=10);
    }

    fn notices(&mut self, notices: &Notices) {
        self.range("notices.keys_few", notices.keys_few, 1..=10_000);
        self.range("notices.webhooks_refused", notices.webhooks_refused, 1..=10_000);
        self.range("notices.webhooks_refused_minutes", notices.webhooks_refused_minutes, 1..=1440);
        if !notices.digest_at.is_empty() && time_of_day(&notices.digest_at).is_none() {
            self.wrong("notices.digest_at", "must be an hour and a minute in UTC like \"07:00\", or empty");
        }
        let is_web = |url: Url| matches!(url.scheme(), "http" | "https");
        if !notices.heartbeat_url.expose_secret().is_empty() && !notices.heartbeat().is_some_and(is_web) {
            self.wrong("notices.heartbeat_url", "must be an address that begins with https:// or http://, or empty");
        }
    }

    fn money(&mut self, config: &Config) {
        for provider in &config.providers {
            if let (Some(alert), Some(stop)) = (provider.money.spend_alert_per_day, provider.money.spend_stop_per_day)
                && alert > stop
            {
                let key = format!("{}.spend_alert_per_day_usd", provider.section.path);
                self.wrong(&key, "is more than spend_stop_per_day_usd, so it would never be heard in time");
            }
        }
    }

    fn catalog(&mut self, config: &Config) {
        let ids = |table: &'static str, ids: Vec<&str>| {
            let bad = ids.into_iter().filter(|id| !is_id(id));
            bad.map(|id| format!("{table}.{id}")).collect::<Vec<_>>()
        };
        let providers: Vec<&str> = config.providers.iter().map(|p| p.section.id.as_str()).collect();
        let models: Vec<&str> = config.models.iter().map(|m| m.id.as_str()).collect();
        let plans: Vec<&str> = config.plans.iter().map(|p| p.id.as_str()).collect();
        let processors: Vec<&str> = config.processors.iter().map(|p| p.section.id.as_str()).collect();
        for key in [
            ("providers", providers.clone()),
            ("models", models.clone()),
            ("plans", plans.clone()),
            ("processors", processors),
        ]
        .into_iter()
        .flat_map(|(table, list)| ids(table, list))
        {
            self.wrong(&key, "an id is 1 to 40 lower-case letters, digits, - and _");
        }
        if plans.is_empty() {
            self.wrong("plans", "there must be at least one plan; one that is not to be sold has on_sale = false");
        }
        if models.is_empty() {
            self.wrong("models", "at least one model must be on offer");
        }
        let wanted = config.generation.default_model.as_str();
        if !wanted.is_empty() && !models.contains(&wanted) {
            self.wrong("generation.default_model", format!("there is no [models.{wanted}]"));
        }
        for model in &config.models {
            let key = format!("models.{}.routes", model.id);
            if model.routes.is_empty() {
                self.wrong(&key, "a model needs at least one route");
            }
            for route in model.routes.iter().filter(|r| !providers.contains(&r.provider.as_str())) {
                self.wrong(&key, format!("there is no [providers.{}]", route.provider));
            }
        }
        for plan in &config.plans {
            self.range(&format!("plans.{}.request_limit", plan.id), plan.request_limit, 1..=10_000_000);
            self.range(&format!("plans.{}.months", plan.id), plan.months, 1..=120);
            let key = format!("plans.{}.price", plan.id);
            if plan.price.minor_units > PRICE_MINOR_UNITS_MAX {
                let most = Price { minor_units: PRICE_MINOR_UNITS_MAX, currency: plan.price.currency.clone() };
                self.wrong(&key, format!("{} is more than {most}", plan.price));
            } else if plan.on_sale && plan.price.minor_units == 0 {
                self.wrong(
                    &key,
                    "what is on sale costs something; for months that are only granted set on_sale = false",
                );
            }
        }
    }
}

/// Reached from anywhere. All addresses at once may be right, within a container's own network.
fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            let carrier_grade = first == 100 && (64..128).contains(&second);
            !(ip.is_unspecified() || ip.is_loopback() || ip.is_private() || ip.is_link_local() || carrier_grade)
        }
        IpAddr::V6(ip) => {
            !(ip.is_unspecified() || ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local())
        }
    }
}

/// Of names that the public net doesn't have.
pub const PRIVATE_ENDINGS: [&str; 5] = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

/// A name without a dot is one of this machine or of a private network.
fn is_far(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.contains('.') && !PRIVATE_ENDINGS.iter().any(|ending| name.ends_with(ending)),
        Some(Host::Ipv4(ip)) => is_public(ip.into()),
        Some(Host::Ipv6(ip)) => is_public(ip.into()),
        None => false,
    }
}

fn is_id(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}
