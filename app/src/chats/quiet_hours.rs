//! An admin wants to be left alone at the same time every day.

use std::fmt;

use nproxy_domain::Timestamp;
use nproxy_store::StoreError;
use nproxy_store::entities::telegram_admins::Model;
use nproxy_store::telegram::chats;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ChatError, ChatSettings, subject};
use crate::App;
use crate::audit::{By, Change};

const DAY_MINUTES: u16 = 24 * 60;

/// Minutes of the day in UTC. Where they end before they begin they last over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    pub from_minute: u16,
    /// No longer quiet.
    pub to_minute: u16,
}

impl QuietHours {
    pub(super) fn of(row: &Model) -> Result<Option<Self>, StoreError> {
        let minute = |minute: i64| {
            u16::try_from(minute).map_err(|_| StoreError::Unreadable(format!("a minute of the day: {minute}")))
        };
        row.quiet_from_minute
            .zip(row.quiet_to_minute)
            .map(|(from, to)| Ok::<_, StoreError>(Self { from_minute: minute(from)?, to_minute: minute(to)? }))
            .transpose()
    }

    pub fn is_quiet(self, at: Timestamp) -> bool {
        let minute = at.timestamp().div_euclid(60).rem_euclid(i64::from(DAY_MINUTES));
        let (from, to) = (i64::from(self.from_minute), i64::from(self.to_minute));
        if from < to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }

    fn is_possible(self) -> bool {
        self.from_minute < DAY_MINUTES && self.to_minute < DAY_MINUTES && self.from_minute != self.to_minute
    }
}

impl fmt::Display for QuietHours {
    /// `22:00–07:00`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from_minute, self.to_minute);
        write!(f, "{:02}:{:02}–{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

/// Only what is critical comes in these hours; `None`: there are none.
pub async fn set_quiet_hours(app: &App, by: &By, telegram_id: i64, hours: Option<QuietHours>) -> Result<(), ChatError> {
    if hours.is_some_and(|hours| !hours.is_possible()) {
        return Err(ChatError::HoursOutOfRange);
    }
    app.store
        .write(|tx| async move {
            let row = chats::lock(&tx, telegram_id).await?.ok_or(ChatError::NotPaired)?;
            let before = ChatSettings::of(&row, app.env.now())?.quiet_hours;
            chats::set_quiet_hours(&tx, telegram_id, hours.map(|hours| (hours.from_minute, hours.to_minute))).await?;
            let told = |hours: Option<QuietHours>| json!({ "quiet_hours": hours.map(|hours| hours.to_string()) });
            let change = Change::of("telegram.quiet_hours", subject(telegram_id));
            by.did(&tx, &app.env, change.before(told(before)).after(told(hours))).await?;
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_last_over_midnight() {
        let at = |text: &str| format!("2027-01-15T{text}:00Z").parse::<Timestamp>().expect("a moment");
        let night = QuietHours { from_minute: 22 * 60, to_minute: 7 * 60 };
        let noon = QuietHours { from_minute: 12 * 60, to_minute: 13 * 60 };
        assert!([at("22:00"), at("00:00"), at("06:59")].iter().all(|at| night.is_quiet(*at)));
        assert!([at("07:00"), at("21:59")].iter().all(|at| !night.is_quiet(*at)));
        assert!(noon.is_quiet(at("12:30")) && !noon.is_quiet(at("13:00")));
        assert_eq!(night.to_string(), "22:00–07:00");
        assert!(!QuietHours { from_minute: 60, to_minute: 60 }.is_possible());
        assert!(!QuietHours { from_minute: 1440, to_minute: 60 }.is_possible());
    }
}
