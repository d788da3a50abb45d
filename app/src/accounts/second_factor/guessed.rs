//! Codes are being guessed: it is put on record, and the admin is written to.

use nproxy_domain::UserId;
use nproxy_domain::audit::{Actor, Surface};
use nproxy_store::{StoreError, Tx, throttle as tries, users};
use serde_json::json;

use super::check::{TRIES_MAX, TRIES_WITHIN, subject};
use crate::App;
use crate::accounts::throttle::FACTOR;
use crate::audit::{By, Change};
use crate::notes::{AccountNews, tell_account};

/// A code was wrong. Where that was the last that is looked at for now, it is told; once in a window, however it goes on.
pub(super) async fn note(tx: &Tx, app: &App, user: UserId, surface: Surface) -> Result<(), StoreError> {
    let (env, told) = (&app.env, format!("{FACTOR}told:{user}"));
    let since = env.now() - TRIES_WITHIN;
    let is_full = tries::nth_newest(tx, &subject(user), since, TRIES_MAX).await?.is_some();
    if !is_full || tries::nth_newest(tx, &told, since, 1).await?.is_some() {
        return Ok(());
    }
    let Some(row) = users::get(tx, user).await? else { return Ok(()) };
    tries::record(tx, env, &[&told]).await?;
    // Who typed them is not known.
    let by = By { actor: Actor::System, surface, request_id: None };
    let change = Change::of("users.hold_second_factor", format!("user:{user}"));
    by.did(tx, env, change.after(json!({ "wrong_codes": TRIES_MAX }))).await?;
    let news = AccountNews::CodesGuessed { tries: TRIES_MAX };
    tell_account(tx, app, Some(user), &row.email, row.language, &news).await
}
