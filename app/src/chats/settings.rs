//! How a chat is set.

use nproxy_domain::Timestamp;
use nproxy_store::entities::telegram_admins::Model;
use nproxy_store::{StoreError, telegram};

use super::QuietHours;
use crate::App;
use crate::accounts::Language;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChatSettings {
    pub language: Language,
    /// Nothing but what is critical comes until then; it is ahead.
    pub muted_until: Option<Timestamp>,
    pub quiet_hours: Option<QuietHours>,
}

/// `None`: not paired.
pub async fn chat_settings(app: &App, telegram_id: i64) -> Result<Option<ChatSettings>, StoreError> {
    let row = telegram::admins::get(app.store.read(), telegram_id).await?;
    row.map(|row| ChatSettings::of(&row, app.env.now())).transpose()
}

impl ChatSettings {
    pub(super) fn of(row: &Model, now: Timestamp) -> Result<Self, StoreError> {
        Ok(Self {
            language: row.language,
            muted_until: row.muted_until.filter(|until| *until > now),
            quiet_hours: QuietHours::of(row)?,
        })
    }
}
