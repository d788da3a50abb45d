//! How old the newest backup is.

use chrono::TimeDelta;
use nproxy_domain::Timestamp;
use nproxy_store::StoreError;
use nproxy_store::backup::{self, Signs};

use super::{Component, Kind, State, span};
use crate::App;

/// Several in a row are missing.
const CRITICAL_TIMES: i32 = 3;
const MIB: i64 = 1024 * 1024;

pub(super) async fn backup(app: &App, now: Timestamp) -> Result<Component, StoreError> {
    let Some(stale_after) = app.settings.health.backup_stale_after else {
        return Ok(Component::unknown(Kind::Backup, "Backup", "nobody wants to know (backup.stale_hours = 0)"));
    };
    Ok(of(&backup::signs(app.store.read()).await?, stale_after, now))
}

/// Where none was ever made, there is as much to lose as has been there for longer.
fn of(signs: &Signs, stale_after: TimeDelta, now: Timestamp) -> Component {
    let Some(since) = signs.made_at.or(signs.since) else {
        return Component::unknown(Kind::Backup, "Backup", "there is nothing to lose yet");
    };
    let age = now - since;
    let state = State::by(age > stale_after, age > stale_after * CRITICAL_TIMES);
    let part = |value: String| {
        let limits = [stale_after, stale_after * CRITICAL_TIMES].map(|limit| span(limit.num_seconds())).join(", ");
        Component::new(Kind::Backup, Kind::Backup.as_str(), "Backup", state, value).until(limits)
    };
    match (signs.made_at, state) {
        (Some(_), _) => {
            let mib = signs.bytes.unwrap_or_default() / MIB;
            part(format!("{} old, {mib} MiB", span(age.num_seconds())))
        }
        (None, State::Ok) => Component::unknown(Kind::Backup, "Backup", "none was made yet"),
        (None, _) => part("none was ever made".to_owned()).because("`nproxy backup run` makes one"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_that_is_too_old_or_was_never_made_is_a_warning_and_then_critical() {
        let now: Timestamp = "2027-01-15T12:00:00Z".parse().unwrap();
        let hours = |n| Some(now - TimeDelta::hours(n));
        let judged = |made_at, since| {
            let part = of(&Signs { made_at, bytes: Some(5 * MIB), since }, TimeDelta::hours(30), now);
            (part.state, part.value)
        };
        assert_eq!(judged(hours(2), hours(900)), (State::Ok, "2 h old, 5 MiB".to_owned()));
        assert_eq!(judged(hours(31), hours(900)), (State::Warning, "31 h old, 5 MiB".to_owned()));
        assert_eq!(judged(hours(91), hours(900)).0, State::Critical);
        assert_eq!(judged(None, hours(31)), (State::Warning, "none was ever made".to_owned()));
        assert_eq!(judged(None, hours(2)).0, State::Unknown);
        assert_eq!(judged(None, None).0, State::Unknown);
    }
}
