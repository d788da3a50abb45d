//! An admin wants to be left alone for a while.

use chrono::{Days, Duration};
use nproxy_domain::Timestamp;
use nproxy_store::telegram::chats;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ChatError, ChatSettings, subject};
use crate::App;
use crate::audit::{By, Change};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MuteFor {
    Hour,
    EightHours,
    /// The next midnight in UTC, or six in the morning where that is less than six hours ahead.
    UntilTomorrow,
    /// Notices come again.
    Off,
}

/// Who mutes a chat in the evening means the morning after the night.
const NIGHT_MIN: Duration = Duration::hours(6);

impl MuteFor {
    /// `None`: not at all.
    pub fn until(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Hour => Some(now + Duration::hours(1)),
            Self::EightHours => Some(now + Duration::hours(8)),
            Self::UntilTomorrow => {
                let midnight = (now.date_naive() + Days::new(1)).and_time(chrono::NaiveTime::MIN).and_utc();
                Some(if midnight - now < NIGHT_MIN { midnight + NIGHT_MIN } else { midnight })
            }
            Self::Off => None,
        }
    }
}

/// From now on only what is critical comes. The moment until which.
pub async fn mute(app: &App, by: &By, telegram_id: i64, time: MuteFor) -> Result<Option<Timestamp>, ChatError> {
    let now = app.env.now();
    let until = time.until(now);
    app.store
        .write(|tx| async move {
            let row = chats::lock(&tx, telegram_id).await?.ok_or(ChatError::NotPaired)?;
            let before = ChatSettings::of(&row, now)?.muted_until;
            chats::set_muted(&tx, telegram_id, until).await?;
            let change = Change::of("telegram.mute", subject(telegram_id));
            let change = change.before(json!({ "muted_until": before })).after(json!({ "muted_until": until }));
            Ok::<_, ChatError>(by.did(&tx, &app.env, change).await?)
        })
        .await?;
    Ok(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tomorrow_is_the_next_day_or_the_morning_after_a_late_evening() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a moment");
        let until = |now| MuteFor::UntilTomorrow.until(at(now)).expect("a while");
        assert_eq!(until("2027-01-15T08:00:00Z"), at("2027-01-16T00:00:00Z"));
        assert_eq!(until("2027-01-15T18:00:00Z"), at("2027-01-16T00:00:00Z"));
        assert_eq!(until("2027-01-15T23:00:00Z"), at("2027-01-16T06:00:00Z"));
        assert_eq!(MuteFor::Off.until(at("2027-01-15T08:00:00Z")), None);
    }
}
