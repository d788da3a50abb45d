//! From the row to the mailer.

use nproxy_domain::mail::{Mail, MailError};
use nproxy_domain::redact::plain;
use nproxy_domain::{Env, MailId};
use nproxy_store::jobs::{Job, JobEnd, JobError};
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
    const TRIES_MAX: i32 = 10;
}

/// Leaves a mail to be sent once the transaction has committed.
pub async fn post(tx: &Tx, env: &Env, mail: &Mail) -> Result<MailId, StoreError> {
    let id = MailId::new(env);
    mails::insert(tx, id, mail, env.now()).await?;
    tx.enqueue(SendMail { mail: id }).await?;
    Ok(id)
}

/// [`post`] of a mail with a [`LINK_MARK`](crate::links::LINK_MARK): its link is made when it is sent.
pub async fn post_with_link(tx: &Tx, env: &Env, mail: &Mail, link: Link) -> Result<MailId, StoreError> {
    let id = MailId::new(env);
    mails::insert_with_link(tx, id, mail, (link.purpose, link.subject), env.now()).await?;
    tx.enqueue(SendMail { mail: id }).await?;
    Ok(id)
}

/// Leaves the same traces as [`post`] of a mail that is not to be sent: who asks for it can't tell the difference.
pub async fn post_withheld(tx: &Tx, env: &Env, mail: &Mail, why: &str) -> Result<MailId, StoreError> {
    let id = MailId::new(env);
    mails::insert_withheld(tx, id, mail, why, env.now()).await?;
    tx.enqueue(SendMail { mail: id }).await?;
    Ok(id)
}

/// [`post`], unless a mail of this name was left before: `false`.
pub async fn post_once(tx: &Tx, env: &Env, once_key: &str, mail: &Mail) -> Result<bool, StoreError> {
    let id = MailId::new(env);
    let is_new = mails::insert_once(tx, id, once_key, mail, env.now()).await?;
    if is_new {
        tx.enqueue(SendMail { mail: id }).await?;
    }
    Ok(is_new)
}

/// Works a [`SendMail`]. A mail goes out twice only where the process dies between sending and writing so down.
pub async fn send(app: &App, job: SendMail) -> Result<JobEnd, JobError> {
    let Some((mail, link)) = mails::pending(app.store.read(), job.mail).await? else {
        return Ok(JobEnd::Done);
    };
    let mail = match link {
        Some((purpose, subject)) => links::fill(app, mail, Link { purpose, subject }).await?,
        None => mail,
    };
    let refused = &match app.mailer.send(&mail).await {
        Ok(()) => None,
        Err(MailError::Temporary(reason)) => return Err(JobError(plain(&reason, &[&mail.to]))),
        Err(MailError::Permanent(reason)) => Some(plain(&reason, &[&mail.to])),
    };
    let (id, now) = (job.mail, app.env.now());
    let ended = app.store.write(|tx| async move { mails::end(&tx, id, refused.clone(), now).await });
    ended.await?;
    Ok(if refused.is_some() { JobEnd::GiveUp } else { JobEnd::Done })
}
