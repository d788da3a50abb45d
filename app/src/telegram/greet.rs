//! Who was let in is told by the bot.

use nproxy_store::StoreError;
use nproxy_store::telegram::{admins, pairings};
use uuid::Uuid;

use crate::App;
use crate::accounts::Language;

/// Told in one go; the rest the next time.
const MAX: u64 = 20;

/// A pairing that was completed and not told of.
#[derive(Clone, Debug)]
pub struct ToGreet {
    pub pairing: Uuid,
    pub telegram_id: i64,
    pub language: Language,
}

/// Longest waiting first; who was taken off the list meanwhile is not told, and asked about no more.
pub async fn to_greet(app: &App, bot_id: i64) -> Result<Vec<ToGreet>, StoreError> {
    let mut waiting = Vec::new();
    // Seldom any, and never many.
    for row in pairings::to_greet(app.store.read(), bot_id, MAX).await? {
        match admins::get(app.store.read(), row.telegram_id).await? {
            Some(admin) => {
                waiting.push(ToGreet { pairing: row.id, telegram_id: row.telegram_id, language: admin.language });
            }
            None => drop(greeted(app, row.id).await?),
        }
    }
    Ok(waiting)
}

/// `false`: somebody noted it before.
pub async fn greeted(app: &App, pairing: Uuid) -> Result<bool, StoreError> {
    let now = app.env.now();
    app.store.write(|tx| async move { pairings::greeted(&tx, pairing, now).await }).await
}
