//! Who is let in.

use nproxy_domain::{Timestamp, UserId};
use nproxy_store::telegram::admins;
use nproxy_store::{StoreError, users};

use super::TelegramScope;
use crate::App;
use crate::accounts::Language;

#[derive(Clone, Debug)]
pub struct Paired {
    pub telegram_id: i64,
    pub name: String,
    pub username: Option<String>,
    pub admin: UserId,
    pub admin_email: String,
    pub scope: TelegramScope,
    pub language: Language,
    pub paired_at: Timestamp,
}

/// In the order in which they were paired.
pub async fn list_paired(app: &App) -> Result<Vec<Paired>, StoreError> {
    let rows = admins::list(app.store.read()).await?;
    let ids: Vec<UserId> = rows.iter().map(|row| UserId(row.admin_id)).collect();
    let emails = users::emails(app.store.read(), &ids).await?;
    let paired = rows.into_iter().map(|row| Paired {
        telegram_id: row.telegram_id,
        name: row.name,
        username: row.username,
        admin: UserId(row.admin_id),
        admin_email: emails.get(&UserId(row.admin_id)).cloned().unwrap_or_default(),
        scope: row.scope,
        language: row.language,
        paired_at: row.paired_at,
    });
    Ok(paired.collect())
}
