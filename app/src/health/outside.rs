//! What lies outside of the database: the store of pictures, the disk, the certificate.

use bytes::Bytes;
use nproxy_domain::assets::StorageKey;
use nproxy_domain::redact::line;
use nproxy_domain::{Timestamp, WorkerId};

use super::{Component, Kind, State};
use crate::App;

const FREE_WARNING_PERCENT: u64 = 15;
const FREE_CRITICAL_PERCENT: u64 = 5;
const CERTIFICATE_WARNING_DAYS: i64 = 21;
const CERTIFICATE_CRITICAL_DAYS: i64 = 7;
const MIB: u64 = 1024 * 1024;

/// Writes something and reads it again.
pub(super) fn storage(app: &App, process: WorkerId) -> (Component, impl Future<Output = Component>) {
    let part = |state, value: &str| Component::new(Kind::Storage, "storage", "Storage of pictures", state, value);
    let look = async move {
        let (key, written) = (StorageKey::probe(process), Bytes::from_static(b"nproxy"));
        let probed = async {
            app.assets.put(&key, written.clone()).await?;
            let read = app.assets.get(&key).await?;
            app.assets.delete(&key).await?;
            Ok::<_, nproxy_domain::assets::AssetStoreError>(read)
        };
        match probed.await {
            Ok(read) if read == written => part(State::Ok, "takes and gives"),
            Ok(_) => part(State::Critical, "gives something else than it took"),
            Err(error) => part(State::Critical, "fails").because(line(&error.to_string())),
        }
    };
    (part(State::Unknown, "unknown"), look)
}

/// Free space where pictures lie.
pub(super) fn disk(app: &App, now: Timestamp) -> Component {
    let Some(folder) = &app.settings.health.disk else {
        return Component::unknown(Kind::Disk, "Disk", "pictures lie on no disk of this machine");
    };
    let Ok(space) = rustix::fs::statvfs(folder) else {
        return Component::unknown(Kind::Disk, "Disk", "its free space can't be read");
    };
    let free_percent = (space.f_bavail * 100).checked_div(space.f_blocks).unwrap_or(0);
    let free_mib = space.f_bavail.saturating_mul(space.f_frsize) / MIB;
    let state = State::by(free_percent < FREE_WARNING_PERCENT, free_percent < FREE_CRITICAL_PERCENT);
    Component::new(Kind::Disk, "disk", "Disk", state, format!("{free_percent} % free, {free_mib} MiB"))
        .until(format!("{FREE_WARNING_PERCENT} %, {FREE_CRITICAL_PERCENT} %"))
        .at(now)
}

/// How long browsers will believe the public address.
pub(super) fn certificate(app: &App, now: Timestamp) -> (Component, impl Future<Output = Component>) {
    let unknown = |why: &str| Component::unknown(Kind::Certificate, "Certificate", why);
    let look = async move {
        let Some(certificate) = &app.settings.health.certificate else {
            return unknown("the public address has none that could be looked at");
        };
        match certificate.ends_at().await {
            Ok(ends_at) => {
                let days = (ends_at - now).num_days();
                let state = State::by(days < CERTIFICATE_WARNING_DAYS, days < CERTIFICATE_CRITICAL_DAYS);
                Component::new(Kind::Certificate, "certificate", "Certificate", state, format!("good for {days} days"))
                    .until(format!("{CERTIFICATE_WARNING_DAYS} days, {CERTIFICATE_CRITICAL_DAYS} days"))
            }
            Err(why) => unknown(&line(&why)),
        }
    };
    (unknown("it was not looked at"), look)
}
