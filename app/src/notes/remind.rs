//! Customers are reminded of a month that ends with nothing paid behind it.

use chrono::Duration;
use nproxy_domain::mail::Mail;
use nproxy_domain::redact::plain;
use nproxy_domain::{CycleId, Timestamp, UserId};
use nproxy_store::cycles::CycleRow;
use nproxy_store::entities::users::Model as UserRow;
use nproxy_store::jobs::Job;
use nproxy_store::{StoreError, cycles, mails, users};
use serde::{Deserialize, Serialize};

use super::news::{MonthEnd, MonthNews};
use super::{en, ru};
use crate::accounts::Language;
use crate::{App, mail};

/// How often it is looked for whom to remind.
pub const EVERY: std::time::Duration = std::time::Duration::from_hours(1);

/// So many days before the end. Where several are due, after a standstill, the nearest alone is written.
const DAYS_BEFORE: [i64; 3] = [1, 3, 7];
const DAYS_BEFORE_MAX: i64 = 7;
/// What ended longer ago is no news any more.
const DAYS_AFTER_MAX: i64 = 3;
/// Months that are looked at together.
const PAGE_MONTHS: u64 = 200;

/// The job that calls [`remind`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RemindMonths {}

impl Job for RemindMonths {
    const KIND: &'static str = "months_remind";
    const TRIES_MAX: i32 = 3;
}

/// Writes to everybody whose last month ends within days or has just ended; says to how many. Each mail goes out once,
/// however often this runs, and none where another month follows.
pub async fn remind(app: &App) -> Result<u32, StoreError> {
    let now = app.env.now();
    let (from, until) = (now - Duration::days(DAYS_AFTER_MAX), now + Duration::days(DAYS_BEFORE_MAX));
    let (mut written, mut after) = (0, None);
    loop {
        let page = cycles::ending(app.store.read(), from, until, PAGE_MONTHS, after).await?;
        let Some(last) = page.last() else { return Ok(written) };
        after = Some((last.ends_at, CycleId(last.id)));
        for month in &page {
            written += u32::from(one(app, month, now).await?);
        }
    }
}

/// What is due of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    DaysBefore(i64),
    Ended,
}

impl Due {
    fn of(ends_at: Timestamp, now: Timestamp) -> Option<Self> {
        if ends_at <= now {
            return Some(Self::Ended);
        }
        let nearest = DAYS_BEFORE.into_iter().find(|days| ends_at - now <= Duration::days(*days));
        nearest.map(Self::DaysBefore)
    }

    /// The name that the mail is written once under.
    fn key(self, cycle: CycleId) -> String {
        match self {
            Self::DaysBefore(days) => format!("cycle:{cycle}:{days}d"),
            Self::Ended => format!("cycle:{cycle}:ended"),
        }
    }
}

async fn one(app: &App, month: &CycleRow, now: Timestamp) -> Result<bool, StoreError> {
    let (db, user) = (app.store.read(), UserId(month.user_id));
    let Some(due) = Due::of(month.ends_at, now) else { return Ok(false) };
    let key = &due.key(CycleId(month.id));
    let is_last = |last: Option<CycleRow>| last.is_some_and(|last| last.id == month.id);
    if mails::is_written(db, key).await? || !is_last(cycles::last(db, user).await?) {
        return Ok(false);
    }
    app.store
        .write(move |tx| async move {
            // Looked at again under the lock: another month may be opening at this moment.
            let row = users::lock(&tx, user).await?;
            let Some(row) = row.filter(|row| row.suspended_at.is_none() && row.delete_after.is_none()) else {
                return Ok(false);
            };
            if cycles::last(&tx, user).await?.as_ref() != Some(month) {
                return Ok(false);
            }
            mail::post_once(&tx, &app.env, user, key, &note(app, &row, month, due)).await
        })
        .await
}

fn note(app: &App, user: &UserRow, month: &CycleRow, due: Due) -> Mail {
    let grace = app.settings.cycles.grace;
    let end = MonthEnd {
        plan: plain(&month.plan_label, &[]),
        ends_at: month.ends_at,
        grace_until: (!grace.is_zero()).then(|| month.ends_at + grace),
        news: match due {
            Due::DaysBefore(_) => MonthNews::Ends,
            Due::Ended => MonthNews::Ended,
        },
    };
    let letter = match user.language {
        Language::En => en::month(&end),
        Language::Ru => ru::month(&end),
    };
    letter.mail(&app.settings.site, &user.email, user.language, app.settings.site.billing_page().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_reminders_the_nearest_is_due() {
        let ends_at: Timestamp = "2027-02-28T10:00:00Z".parse().unwrap();
        let due = |left_h: i64| Due::of(ends_at, ends_at - Duration::hours(left_h));
        assert_eq!(due(24 * 7 + 1), None);
        assert_eq!(due(24 * 7), Some(Due::DaysBefore(7)));
        assert_eq!(due(24 * 3 + 1), Some(Due::DaysBefore(7)));
        assert_eq!(due(24 * 3), Some(Due::DaysBefore(3)));
        assert_eq!(due(24), Some(Due::DaysBefore(1)));
        assert_eq!(due(1), Some(Due::DaysBefore(1)));
        assert_eq!(due(0), Some(Due::Ended));
    }
}
