//! Acts on money: a code each, so many a day, and every admin reads about it.

use chrono::{NaiveTime, TimeDelta};
use nproxy_domain::audit::Surface;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::telegram::money::{self, MoneyAct};
use nproxy_store::{StoreError, Tx, users};
use secrecy::SecretString;
use uuid::Uuid;

use super::TelegramReader;
use crate::App;
use crate::accounts::{CodeError, Given, take_code};
use crate::notes::{AccountNews, tell_account};

/// An act that was begun so long ago and not told of: whoever did it died.
const UNFINISHED_AFTER: TimeDelta = TimeDelta::minutes(5);
const UNFINISHED_MAX: u64 = 20;
/// Then only the audit log remembers.
pub(super) const KEPT: TimeDelta = TimeDelta::days(30);

#[derive(Debug, thiserror::Error)]
pub enum MoneyError {
    #[error("there were {per_day} acts on money today, and there are no more")]
    DayIsFull { per_day: u32 },
    #[error(transparent)]
    Code(#[from] CodeError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The code was right and the day has room: the act may be done.
#[derive(Clone, Copy, Debug)]
pub struct MoneyActBegun(Uuid);

/// Takes the code of the authenticator app and counts the act, before it is done. `what`: what it will do, in plain words.
pub async fn begin_money_act(
    app: &App,
    reader: &TelegramReader,
    code: SecretString,
    what: &str,
    per_day: u32,
) -> Result<MoneyActBegun, MoneyError> {
    let given = &Given::Code(code);
    app.store.write(|tx| async move { begin(&tx, app, reader, given, what, per_day).await }).await?
}

/// The outer error undoes the transaction, the inner one must not: the try counts.
async fn begin(
    tx: &Tx,
    app: &App,
    reader: &TelegramReader,
    given: &Given,
    what: &str,
    per_day: u32,
) -> Result<Result<MoneyActBegun, MoneyError>, MoneyError> {
    let now = app.env.now();
    users::lock(tx, reader.admin).await?;
    if money::count(tx, reader.admin, midnight(now)).await? >= u64::from(per_day) {
        return Ok(Err(MoneyError::DayIsFull { per_day }));
    }
    if let Err(refused) = take_code(tx, app, reader.admin, given, Surface::Telegram).await? {
        return Ok(Err(refused.into()));
    }
    let id = app.env.uuid();
    let row = MoneyAct {
        id,
        admin_id: reader.admin.0,
        telegram_name: reader.name.clone(),
        what: what.to_owned(),
        at: now,
        told_at: None,
    };
    money::insert(tx, row).await?;
    Ok(Ok(MoneyActBegun(id)))
}

/// A day is one of UTC.
fn midnight(now: Timestamp) -> Timestamp {
    now.date_naive().and_time(NaiveTime::MIN).and_utc()
}

/// It came to nothing, and doesn't count.
pub async fn withdraw_money_act(app: &App, begun: MoneyActBegun) -> Result<(), StoreError> {
    app.store.write(|tx| async move { money::take_back(&tx, begun.0).await }).await
}

/// It is done: every admin is written what became of it.
pub async fn finish_money_act(
    app: &App,
    reader: &TelegramReader,
    begun: MoneyActBegun,
    outcome: &str,
) -> Result<(), StoreError> {
    let told = app.store.write(|tx| async move {
        let news = Told { admin: reader.admin, name: &reader.name, what: outcome, is_certain: true };
        tell(&tx, app, begun.0, news).await
    });
    told.await
}

/// Every admin is written about acts that were begun and whose end nobody told; how many.
pub async fn tell_unfinished_money_acts(app: &App) -> Result<usize, StoreError> {
    let rows = money::untold(app.store.read(), app.env.now() - UNFINISHED_AFTER, UNFINISHED_MAX).await?;
    for row in &rows {
        let told = app.store.write(|tx| async move {
            let news =
                Told { admin: UserId(row.admin_id), name: &row.telegram_name, what: &row.what, is_certain: false };
            tell(&tx, app, row.id, news).await
        });
        told.await?;
    }
    Ok(rows.len())
}

struct Told<'a> {
    admin: UserId,
    name: &'a str,
    what: &'a str,
    is_certain: bool,
}

async fn tell(tx: &Tx, app: &App, act: Uuid, told: Told<'_>) -> Result<(), StoreError> {
    if !money::told(tx, act, app.env.now()).await? {
        return Ok(());
    }
    let email = users::emails(tx, &[told.admin]).await?.remove(&told.admin).unwrap_or_default();
    let news = AccountNews::MoneyInTelegram {
        admin: email,
        name: told.name.to_owned(),
        what: told.what.to_owned(),
        is_certain: told.is_certain,
    };
    for admin in users::admins(tx).await? {
        tell_account(tx, app, Some(UserId(admin.id)), &admin.email, admin.language, &news).await?;
    }
    Ok(())
}
