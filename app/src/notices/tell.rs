//! The job that tells what is new.

use std::time::Duration;

use chrono::TimeDelta;
use nproxy_domain::Timestamp;
use nproxy_domain::mail::{MessageRef, Notice, Notifier, NotifyError, Severity};
use nproxy_domain::redact::plain;
use nproxy_store::entities::text::IncidentState;
use nproxy_store::jobs::{JobEnd, JobError};
use nproxy_store::notices::deliveries::{self, About, Delivery};
use nproxy_store::notices::recipients::{self, Recipient};
use nproxy_store::notices::{self, Listener, TELEGRAM};
use nproxy_store::{StoreError, Tx};

use super::{compose, letters, quiet};
use crate::App;
use crate::accounts::Language;
use crate::crash::{self, CrashStep};

/// How soon what was held back is told when its hours are over, and what somebody who died was telling.
pub const SWEEP_EVERY: Duration = Duration::from_mins(1);
/// To one recipient within one run, so that a run comes to its end.
const MESSAGES_MAX: usize = 5;
/// Looked through to find them: what is held back stays in the way.
const PENDING_MAX: u64 = 200;
/// A channel that lets us wait longer is as good as silent.
const TELL_MAX: Duration = Duration::from_secs(10);
/// Longer than a run lasts: who died in one is waited for so long.
const BUSY_MAX: TimeDelta = TimeDelta::minutes(2);
/// A channel that fails is left alone for so long, doubling.
const PAUSE_MIN: Duration = Duration::from_secs(10);
const PAUSE_MAX: Duration = Duration::from_mins(5);
/// What a channel asks for may be a mistake of its own.
const LATER_MAX: Duration = Duration::from_hours(1);

/// Makes rows of what is new and tells everybody what waits for him, in order. Many may run at once.
pub async fn tell(app: &App) -> Result<JobEnd, JobError> {
    let db = app.store.read();
    let listeners = if app.notifier.is_some() { notices::listeners(db).await? } else { Vec::new() };
    while spread(app, &listeners).await? {}
    let Some(notifier) = &app.notifier else { return Ok(JobEnd::Done) };
    let mut telling = Vec::new();
    for name in deliveries::waiting(db, TELEGRAM).await? {
        match listeners.iter().find(|listener| listener.recipient() == name) {
            Some(listener) => telling.push(one(app, notifier.as_ref(), listener)),
            None => give_up(app, &recipient(name)).await?,
        }
    }
    let mut again: Option<Duration> = None;
    for told in futures::future::join_all(telling).await {
        if let Some(wait) = told? {
            again = Some(again.map_or(wait, |soonest| soonest.min(wait)));
        }
    }
    Ok(again.map_or(JobEnd::Done, JobEnd::Later))
}

/// He is told things again, or for the first time, and what is open first: he was paired, or has let the bot in again.
pub async fn listens_again(app: &App, telegram_id: i64) -> Result<(), StoreError> {
    let to = &recipient(telegram_id.to_string());
    app.store.write(|tx| async move { notices::catch_up(&tx, &app.env, to).await }).await
}

fn recipient(name: String) -> Recipient {
    Recipient { channel: TELEGRAM, name }
}

/// `false`: nothing was new.
async fn spread(app: &App, listeners: &[Listener]) -> Result<bool, StoreError> {
    let spread = |tx: Tx| async move {
        let to = present(&tx, listeners).await?;
        let news = notices::spread(&tx, &app.env, &to).await?;
        letters::write(&tx, app, &news).await?;
        Ok(!news.is_empty())
    };
    app.store.write(spread).await
}

/// Those who did not take themselves away.
pub(super) async fn present(tx: &Tx, listeners: &[Listener]) -> Result<Vec<Recipient>, StoreError> {
    if listeners.is_empty() {
        return Ok(Vec::new());
    }
    let gone = recipients::gone(tx, TELEGRAM).await?;
    let names = listeners.iter().map(Listener::recipient).filter(|name| !gone.contains(name));
    Ok(names.map(recipient).collect())
}

async fn give_up(app: &App, to: &Recipient) -> Result<(), StoreError> {
    let why = "the recipient is told nothing any more";
    app.store.write(|tx| async move { deliveries::give_up(&tx, to, why).await }).await
}

/// How a recipient is left.
enum Left {
    /// With nothing more to hear for now, or with something.
    Told {
        more: bool,
    },
    Later(Duration),
    Failed,
    Gone(String),
}

/// Tells one of them what waits. Says when to go on, if it is this run's affair.
async fn one(app: &App, notifier: &dyn Notifier, listener: &Listener) -> Result<Option<Duration>, StoreError> {
    let (to, now) = (&recipient(listener.recipient()), app.env.now());
    let claim = |tx| async move { recipients::claim(&tx, to, now, now + BUSY_MAX).await };
    let Some(claimed) = app.store.write(claim).await? else { return Ok(None) };
    let left = telling(app, notifier, listener, to).await?;
    let (wait, failures) = match &left {
        Left::Told { more } => (more.then_some(Duration::ZERO), 0),
        Left::Later(after) => (Some((*after).min(LATER_MAX)), claimed.failures),
        Left::Failed => (Some(pause(claimed.failures)), claimed.failures + 1),
        Left::Gone(_) => (None, 0),
    };
    let (now, left) = (app.env.now(), &left);
    let retry_at = wait.filter(|wait| !wait.is_zero()).map(|wait| now + wait);
    let release = |tx: Tx| async move {
        if let Left::Gone(why) = left {
            recipients::is_gone(&tx, to, why, now).await?;
            return deliveries::give_up(&tx, to, why).await;
        }
        recipients::release(&tx, to, retry_at, failures).await
    };
    app.store.write(release).await?;
    Ok(wait)
}

fn pause(failures: i64) -> Duration {
    let doublings = u32::try_from(failures).unwrap_or(u32::MAX).min(16);
    PAUSE_MIN.saturating_mul(1 << doublings).min(PAUSE_MAX)
}

async fn telling(app: &App, notifier: &dyn Notifier, listener: &Listener, to: &Recipient) -> Result<Left, StoreError> {
    let language = if listener.language == "ru" { Language::Ru } else { Language::En };
    let (mut due, mut needless) = (Vec::new(), Vec::new());
    for (delivery, about) in deliveries::pending(app.store.read(), to, PENDING_MAX).await? {
        match is_due(listener, &delivery, &about, app.env.now()) {
            Due::Now => due.push((delivery, about)),
            Due::Held => {}
            Due::Never => needless.push(delivery.id),
        }
    }
    if !needless.is_empty() {
        let needless = &needless;
        app.store.write(|tx| async move { deliveries::forget(&tx, needless.clone()).await }).await?;
    }
    let more = due.len() > MESSAGES_MAX;
    for (delivery, about) in due.iter().take(MESSAGES_MAX) {
        let (version, notice) = match about {
            About::Incident(row) => (row.version, Some(compose::incident(&app.settings.site, language, row))),
            About::Digest(row) => (delivery.wanted, compose::digest(&app.settings.site, language, row)),
        };
        let Some(notice) = notice else {
            tracing::error!(day = delivery.digest_day, "the figures of a day can't be read");
            app.store.write(|tx| async move { deliveries::forget(&tx, vec![delivery.id]).await }).await?;
            continue;
        };
        let earlier = delivery.message.clone().map(MessageRef).filter(|_| !wakes(delivery, about));
        let told = tokio::time::timeout(TELL_MAX, notifier.tell(&to.name, &notice, earlier.as_ref())).await;
        let told = told.unwrap_or_else(|_| Err(NotifyError::Temporary("no answer in time".to_owned())));
        match told {
            Ok(message) => keep(app, delivery, version, &notice, message).await?,
            Err(NotifyError::Later { after }) => return Ok(Left::Later(after)),
            Err(NotifyError::Temporary(why)) => {
                let why = &plain(&why, &[]);
                tracing::warn!(delivery = %delivery.id, "a notice is not told: {why}");
                app.store.write(|tx| async move { deliveries::failed_for_now(&tx, delivery.id, why).await }).await?;
                return Ok(Left::Failed);
            }
            Err(NotifyError::Gone(why)) => return Ok(Left::Gone(plain(&why, &[]))),
        }
    }
    Ok(Left::Told { more })
}

async fn keep(
    app: &App,
    delivery: &Delivery,
    version: i64,
    notice: &Notice,
    message: MessageRef,
) -> Result<(), StoreError> {
    crash::point(CrashStep::AfterNoticeTold);
    let (now, told, message) = (app.env.now(), (version, notice.severity), &message);
    app.store.write(|tx| async move { deliveries::told(&tx, delivery.id, told, message.clone(), now).await }).await
}

/// An edit makes no sound, and what became critical should wake somebody up.
fn wakes(delivery: &Delivery, about: &About) -> bool {
    let About::Incident(row) = about else { return false };
    row.state == IncidentState::Open
        && compose::severity(row) == Severity::Critical
        && delivery.severity.as_deref() != Some(Severity::Critical.as_str())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    Now,
    /// Until he may be disturbed.
    Held,
    /// It was over before he might be.
    Never,
}

fn is_due(listener: &Listener, delivery: &Delivery, about: &About, now: Timestamp) -> Due {
    let is_silent = delivery.message.is_some() && !wakes(delivery, about);
    match about {
        About::Incident(row) if is_silent || compose::severity(row) == Severity::Critical => Due::Now,
        About::Incident(row) => match row.recovered_at {
            Some(at) if quiet::holds(listener, at) => Due::Never,
            _ if quiet::holds(listener, now) => Due::Held,
            _ => Due::Now,
        },
        About::Digest(_) if quiet::holds(listener, now) => Due::Held,
        About::Digest(_) => Due::Now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_that_fails_is_tried_soon_at_first_and_then_every_few_minutes() {
        let pauses: Vec<u64> = (0..7).map(|failures| pause(failures).as_secs()).collect();
        assert_eq!(pauses, [10, 20, 40, 80, 160, 300, 300]);
        assert_eq!(pause(i64::MAX), PAUSE_MAX);
    }
}
