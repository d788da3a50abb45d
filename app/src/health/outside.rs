//! What lies outside of the database: the store of pictures, the disk, the certificate.

use bytes::Bytes;
use nproxy_domain::assets::StorageKey;
use nproxy_domain::redact::line;
use nproxy_domain::{Timestamp, WorkerId};

use super::{Component, Kind, State};
use crate::App;
use crate::space::{Fill, Space};

const CERTIFICATE_WARNING_DAYS: i64 = 21;
const CERTIFICATE_CRITICAL_DAYS: i64 = 7;

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
    let Ok(space) = Space::of(folder) else {
        return Component::unknown(Kind::Disk, "Disk", "its free space can't be read");
    };
    let limits = &app.settings.health.space;
    let fill = space.fill(limits);
    let state = State::by(fill >= Fill::Low, fill == Fill::Full);
    let value = format!("{} % used, {} MiB free", space.used_percent, space.free_mib);
    let percents = format!("{} %, {} %", limits.low_percent, limits.full_percent);
    let threshold = match limits.enough_mib {
        0 => percents,
        enough => format!("{percents} with less than {enough} MiB free"),
    };
    let part = Component::new(Kind::Disk, "disk", "Disk", state, value).until(threshold).at(now);
    if fill == Fill::Full { part.because("uploads and new pictures are refused") } else { part }
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
