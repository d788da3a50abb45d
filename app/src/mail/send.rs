//! From the row to the mailer.

use std::time::Duration;

use nproxy_domain::mail::{Mail, MailError};
use nproxy_domain::redact::plain;
use nproxy_domain::{Env, MailId, Timestamp, UserId};
use nproxy_store::jobs::{Job, JobEnd, JobError};
use nproxy_store::mails::PendingMail;
use nproxy_store::{StoreError, Tx, mails};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::links::{self, Link};

/// Sends one mail.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SendMail {
    pub mail: MailId,
}

impl Job for SendMail {
    const KIND: &'static str = "mail";
    /// Of the database; what a mail server says has its own pauses.
    const TRIES_MAX: i32 = 10;
}

/// A mail that can't be handed over waits half as long again as it has waited, within these: soon enough for somebody
/// who looks into his mailbox, and not a burden to a server that is away for hours.
const PAUSE_MIN: Duration = Duration::from_secs(10);
const PAUSE_MAX: Duration = Duration::from_mins(20);
/// Then it has failed. What it carries is made when it is sent, so that it is fresh however late it comes.
const PATIENCE: Duration = Duration::from_hours(48);

/// Leaves a mail to be sent once the transaction has committed. `about`: whose account it is about; so below.
pub async fn post(tx: &Tx, env: &Env, about: Option<UserId>, mail: &Mail) -> Result<MailId, StoreError> {
    let id = MailId::new(env);
    mails::insert(tx, id, mail, about, env.now()).await?;
    tx.enqueue(SendMail { mail: id }).await?;
    Ok(id)
}

/// [`post`] of a mail with a [`LINK_MARK`](crate::links::LINK_MARK): its link is made when it is sent.
pub async fn post_with_link(
    tx: &Tx,
    env: &Env,
    about: Option<UserId>,
    mail: &Mail,
    link: Link,
) -> Result<MailId, StoreError> {
    let id = MailId::new(env);
    mails::insert_with_link(tx, id, mail, about, (link.purpose, link.subject), env.now()).await?;
    tx.enqueue(SendMail { mail: id }).await?;
    Ok(id)
}

/// Leaves the same traces as [`post`] of a mail that is not to be sent: who asks for it can't tell the difference.
pub async fn post_withheld(
    tx: &Tx,
    env: &Env,
    about: Option<UserId>,
    mail: &Mail,
    why: &str,
) -> Result<MailId, StoreError> {
    let id = MailId::new(env);
    mails::insert_withheld(tx, id, mail, about, why, env.now()).await?;
    tx.enqueue(SendMail { mail: id }).await?;
    Ok(id)
}

/// [`post`], unless a mail of this name was left before: `false`.
pub async fn post_once(tx: &Tx, env: &Env, about: UserId, once_key: &str, mail: &Mail) -> Result<bool, StoreError> {
    let id = MailId::new(env);
    let is_new = mails::insert_once(tx, id, once_key, mail, Some(about), env.now()).await?;
    if is_new {
        tx.enqueue(SendMail { mail: id }).await?;
    }
    Ok(is_new)
}

/// Works a [`SendMail`]. A mail goes out twice only where the process dies between sending and writing so down.
pub async fn send(app: &App, job: SendMail) -> Result<JobEnd, JobError> {
    let Some(PendingMail { mail, link, created_at }) = mails::pending(app.store.read(), job.mail).await? else {
        return Ok(JobEnd::Done);
    };
    let mail = match link {
        Some((purpose, subject)) => links::fill(app, mail, Link { purpose, subject }).await?,
        None => mail,
    };
    let refused = &match app.mailer.send(&mail).await {
        Ok(()) => None,
        Err(MailError::Temporary(reason)) => {
            let reason = plain(&reason, &[&mail.to]);
            if let Some(pause) = pause(created_at, app.env.now()) {
                tracing::warn!(mail = %job.mail, pause_s = pause.as_secs(), "{reason}");
                return Ok(JobEnd::Later(pause));
            }
            Some(reason)
        }
        Err(MailError::Permanent(reason)) => Some(plain(&reason, &[&mail.to])),
    };
    if let Some(reason) = refused {
        tracing::warn!(mail = %job.mail, "a mail is given up: {reason}");
    }
    let (id, now) = (job.mail, app.env.now());
    let ended = app.store.write(|tx| async move { mails::end(&tx, id, refused.clone(), now).await });
    ended.await?;
    Ok(if refused.is_some() { JobEnd::GiveUp } else { JobEnd::Done })
}

/// Until the next try; `None`: it has waited long enough.
fn pause(created_at: Timestamp, now: Timestamp) -> Option<Duration> {
    let waited = (now - created_at).to_std().unwrap_or_default();
    (waited < PATIENCE).then(|| (waited / 2).clamp(PAUSE_MIN, PAUSE_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_tried_soon_at_first_then_seldom_and_for_two_days() {
        let created_at: Timestamp = "2027-01-15T10:00:00Z".parse().unwrap();
        let (mut now, mut tries) = (created_at, 1);
        let mut first_hour = 0;
        while let Some(pause) = pause(created_at, now) {
            now += pause;
            tries += 1;
            first_hour += i32::from(now - created_at <= chrono::Duration::hours(1));
        }
        assert!(now - created_at >= chrono::Duration::hours(48), "{now}");
        assert!((10..20).contains(&first_hour) && tries < 170, "{first_hour} in the first hour, {tries} in all");
        assert_eq!(
            pause(created_at, created_at - chrono::Duration::seconds(1)),
            Some(PAUSE_MIN),
            "a clock may be set back"
        );
    }
}
