//! The configuration in the words of the rooms that it is for.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use nproxy_app::accounts::{AccountSettings, AdminSettings, PasswordSettings, SessionSettings, ThrottleSettings};
use nproxy_app::assets::{DeskSettings, FsAssetStore, PictureLimits, UploadLimits};
use nproxy_app::balances::BalanceSettings;
use nproxy_app::cycles::CycleSettings;
use nproxy_app::generations::WaitLimits;
use nproxy_app::health::HealthSettings;
use nproxy_app::notices::{HeartbeatUrl, NoticeSettings, RefusedWebhooks};
use nproxy_app::payments::PaymentSettings;
use nproxy_app::proxies::ProxySettings;
use nproxy_app::retention::RetentionSettings;
use nproxy_app::space::SpaceLimits;
use nproxy_app::switches::SignUp;
use nproxy_app::trash::TrashSettings;
use nproxy_app::turns::{Brakes, QueueLimits};
use nproxy_app::worker::WorkerSettings;
use nproxy_app::zips::ZipSettings;
use nproxy_app::{Settings, SiteSettings};
use nproxy_bot::BotSettings;
use nproxy_config::{Auth, Config, NoticeMail, Notices, Pictures, ProviderEntry, Retention, Storage, StorageKind};
use nproxy_domain::ProviderId;
use nproxy_domain::mail::Severity;
use nproxy_domain::payment::{PaymentPolicy, WatchPolicy};
use nproxy_domain::proxy::ProxyPolicy;
use nproxy_gateway::GatewayLimits;
use nproxy_server::ServerSettings;
use nproxy_store::ring::RingSettings;
use nproxy_store::spending::SpendLimits;

use crate::certificate::Certificate;
use crate::parts::{Parts, World};

const MIB: usize = 1024 * 1024;

fn size(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn seconds(n: u32) -> Duration {
    Duration::from_secs(n.into())
}

fn millis(n: u32) -> Duration {
    Duration::from_millis(n.into())
}

/// An empty text is none.
fn said(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

pub fn app(parts: &Parts) -> Settings {
    let config = &parts.config;
    let Config { generation, worker, .. } = config;
    Settings {
        accounts: accounts(&config.auth),
        pictures: pictures(&config.pictures),
        uploads: uploads(&config.pictures),
        queue: QueueLimits {
            running_per_user_max: generation.running_per_user_max,
            queued_per_user_max: generation.queued_per_user_max,
            queued_total_max: generation.queued_total_max,
            queue_wait_max: seconds(generation.queue_wait_max_s),
        },
        brakes: Brakes {
            declined_per_hour_max: generation.declined_per_hour_max,
            cancelled_running_per_hour_max: generation.cancelled_running_per_hour_max,
        },
        balances: balances(config),
        worker: WorkerSettings {
            parallel_max: worker.concurrency,
            poll: millis(worker.poll_ms),
            lease: millis(worker.lease_ms),
            heartbeat: millis(worker.heartbeat_ms),
            deadline: seconds(generation.deadline_s),
        },
        // The outer contract promises these.
        waits: WaitLimits::default(),
        proxies: ProxySettings { echo_url: config.proxies.echo_url.clone() },
        payments: payments(config, parts.world),
        site: site(parts),
        cycles: CycleSettings { grace: chrono::Duration::days(config.billing.grace_days.into()) },
        zips: ZipSettings { at_once: size(config.pictures.zips_at_once), ..ZipSettings::default() },
        trash: TrashSettings { keep: chrono::Duration::days(config.pictures.trash_days.into()) },
        health: HealthSettings {
            keys_few: config.notices.keys_few,
            disk: (config.storage.kind == StorageKind::Fs).then(|| config.storage.dir.clone()),
            space: SpaceLimits {
                low_percent: config.disk.low_percent,
                full_percent: config.disk.full_percent,
                enough_mib: config.disk.enough_mib.into(),
            },
            certificate: Certificate::of(&config.server.public_url).map(|it| Arc::new(it) as _),
            backup_stale_after: (config.backup.stale_hours > 0)
                .then(|| chrono::Duration::hours(config.backup.stale_hours.into())),
            ..HealthSettings::default()
        },
        notices: notices(&config.notices),
        retention: retention(&config.retention),
    }
}

fn retention(config: &Retention) -> RetentionSettings {
    let days = |n: u32| chrono::Duration::days(n.into());
    let of_jobs = |days: u32| Duration::from_hours(u64::from(days) * 24);
    RetentionSettings {
        addresses: days(config.addresses_days),
        links: days(config.links_days),
        details: days(config.details_days),
        deliveries: days(config.deliveries_days),
        mails: days(config.mails_days),
        uploads: days(config.uploads_days),
        orphans: days(config.orphans_days),
        jobs: of_jobs(config.jobs_days),
        jobs_failed: of_jobs(config.jobs_failed_days),
    }
}

fn notices(config: &Notices) -> NoticeSettings {
    NoticeSettings {
        mail: match config.mail {
            NoticeMail::Critical => Some(Severity::Critical),
            NoticeMail::Warning => Some(Severity::Warning),
            NoticeMail::Off => None,
        },
        digest_at: config.digest_time(),
        digest_mail: config.digest_mail,
        refused_webhooks: RefusedWebhooks {
            count: config.webhooks_refused,
            within: chrono::Duration::minutes(config.webhooks_refused_minutes.into()),
        },
        heartbeat: config.heartbeat().map(HeartbeatUrl),
    }
}

/// `None`: there is no bot.
pub fn bot(config: &Config) -> Option<BotSettings> {
    let telegram = &config.telegram;
    Some(BotSettings {
        token: telegram.token()?.clone(),
        api_url: telegram.api_url.clone(),
        full_addresses: telegram.full_addresses,
        money_acts_per_day: telegram.money_acts_per_day,
    })
}

pub fn site(parts: &Parts) -> SiteSettings {
    let config = &parts.config;
    SiteSettings {
        public_url: config.server.public_url.clone(),
        name: config.brand.name.clone(),
        support: said(&config.billing.support),
        terms_version: said(&config.site.terms_version),
        mail_from: parts.mail.from.to_string(),
    }
}

fn payments(config: &Config, world: World) -> PaymentSettings {
    let billing = &config.billing;
    PaymentSettings {
        policy: PaymentPolicy {
            missing_permille_max: billing.missing_permille_max,
            excess_permille_max: billing.excess_permille_max,
            sandbox_allowed: world == World::Played,
        },
        watch: WatchPolicy {
            watch_after_end: chrono::Duration::days(billing.watch_days.into()),
            young_every: chrono::Duration::seconds(billing.poll_s.into()),
        },
        invoices_per_day_max: billing.invoices_per_day_max,
        offers_cache: seconds(billing.offers_cache_s),
        processor_timeout: seconds(billing.processor_timeout_s),
    }
}

fn accounts(config: &Auth) -> AccountSettings {
    let days = |n: u32| chrono::Duration::days(n.into());
    AccountSettings {
        sign_up: match config.signup {
            nproxy_config::SignUp::Open => SignUp::Open,
            nproxy_config::SignUp::Invite => SignUp::Invite,
            nproxy_config::SignUp::Closed => SignUp::Closed,
        },
        require_verified: config.require_verified,
        passwords: PasswordSettings {
            hashes_at_once: size(config.hashes_at_once),
            hashes_max: size(config.hashes_max),
        },
        sessions: SessionSettings {
            idle_max: days(config.session_idle_days),
            age_max: days(config.session_age_days),
            ..SessionSettings::default()
        },
        admins: AdminSettings {
            second_factor: config.admin_second_factor,
            idle_max: chrono::Duration::minutes(config.admin_session_minutes_idle.into()),
            age_max: chrono::Duration::hours(config.admin_session_hours.into()),
            ..AdminSettings::default()
        },
        throttle: ThrottleSettings {
            window: chrono::Duration::minutes(config.window_minutes.into()),
            account_and_address_max: config.account_and_address_max,
            account_max: config.account_max,
            address_max: config.address_max,
            sign_ups_max: config.sign_ups_max,
            known_for: days(config.known_for_days),
        },
    }
}

fn pictures(config: &Pictures) -> DeskSettings {
    DeskSettings {
        limits: PictureLimits {
            bytes_max: size(config.upload_mib_max) * MIB,
            pixels_max: u64::from(config.megapixels_max) * 1_000_000,
            side_max: config.side_max,
            thumb_side_max: config.thumb_side_max,
        },
        output_bytes_max: size(config.output_mib_max) * MIB,
        megapixels_at_once: config.megapixels_at_once,
        uploads_max: size(config.uploads_at_once),
    }
}

fn uploads(config: &Pictures) -> UploadLimits {
    let bytes = |mib: u32| u64::from(mib) * MIB as u64;
    UploadLimits {
        per_hour_max: config.uploads_per_hour_max,
        bytes_max: bytes(config.uploads_kept_mib_max),
        unpaid_bytes_max: bytes(config.uploads_kept_unpaid_mib_max),
    }
}

/// Beside the pictures, so that what comes in lies on their disk; with a bucket there may be no folder for them.
fn uploads_dir(storage: &Storage) -> PathBuf {
    match storage.kind {
        StorageKind::Fs => FsAssetStore::temp_dir(&storage.dir),
        StorageKind::S3 => std::env::temp_dir(),
    }
}

fn balances(config: &Config) -> BalanceSettings {
    let floor = |entry: &ProviderEntry| Some((ProviderId(entry.section.id.clone()), entry.money.balance_floor?));
    BalanceSettings {
        poll: (config.balances.poll_s > 0).then(|| seconds(config.balances.poll_s)),
        parallel_max: size(config.balances.parallel_max),
        floors: config.providers.iter().filter_map(floor).collect(),
    }
}

pub fn ring(parts: &Parts) -> RingSettings {
    let config = &parts.config;
    let limits = |entry: &ProviderEntry| SpendLimits {
        alert_per_day: entry.money.spend_alert_per_day,
        stop_per_day: entry.money.spend_stop_per_day,
    };
    RingSettings {
        keys: config.keys,
        proxies: ProxyPolicy {
            handshake_timeout_ms: config.proxies.handshake_timeout_ms,
            rest_min_s: config.proxies.rest_min_s,
            rest_max_s: config.proxies.rest_max_s,
        },
        spending: config.providers.iter().map(|entry| (ProviderId(entry.section.id.clone()), limits(entry))).collect(),
        models: parts.catalog.models().to_vec(),
    }
}

pub fn gateway(config: &Config) -> GatewayLimits {
    GatewayLimits {
        connect_timeout: seconds(config.gateway.connect_timeout_s),
        proxy_handshake_timeout: millis(config.proxies.handshake_timeout_ms),
        attempt_timeout: seconds(config.gateway.attempt_timeout_s),
        attempt_min: seconds(config.gateway.attempt_min_s),
        processor_timeout: seconds(config.billing.processor_timeout_s),
        reply_bytes_max: size(config.gateway.reply_mib_max) * MIB,
        free_tries_max: config.gateway.free_tries_max,
        no_image_tries_max: config.gateway.no_image_tries_max,
    }
}

pub fn server(parts: &Parts) -> ServerSettings {
    let server = &parts.config.server;
    ServerSettings {
        listen: server.listen,
        public_url: Some(server.public_url.clone()),
        trusted_proxies: parts.trusted_proxies.clone(),
        static_dir: Some(server.static_dir.clone()).filter(|dir| !dir.as_os_str().is_empty()),
        brand: parts.brand.clone(),
        uploads_dir: uploads_dir(&parts.config.storage),
        connections_max: size(server.connections_max),
        drain: seconds(server.drain_s),
        stop: seconds(server.stop_s),
    }
}
