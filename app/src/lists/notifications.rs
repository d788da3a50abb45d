//! Mails to customers and notices to admins.

use nproxy_domain::redact::plain;
use nproxy_domain::{IncidentId, Timestamp};
use nproxy_store::lists::{NotificationFilter, NotificationRow};
use nproxy_store::{StoreError, day_figures, incidents};
use uuid::Uuid;

use super::{DeliveryState, Shown};
use crate::App;

#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    pub id: Uuid,
    /// `mail` or `telegram`.
    pub channel: String,
    /// `None` once a mail has gone: its address is forgotten with its text.
    pub recipient: Option<String>,
    pub subject: String,
    pub state: DeliveryState,
    pub detail: Option<String>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

impl std::fmt::Debug for Notification {
    /// No address in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notification").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

fn digest(day: i64) -> String {
    format!("The figures of {}", day_figures::span(day).0.date_naive())
}

impl Shown for NotificationFilter {
    type Item = Notification;

    const NAME: &'static str = "notifications";

    async fn items(app: &App, rows: Vec<NotificationRow>) -> Result<Vec<Notification>, StoreError> {
        let about: Vec<IncidentId> = rows.iter().filter_map(NotificationRow::incident).collect();
        let titles = incidents::titles(app.store.read(), &about).await?;
        let subject = |row: &NotificationRow| match (row.digest_day, row.incident()) {
            (Some(day), _) => digest(day),
            (None, Some(incident)) => titles.get(&incident).map(|title| plain(title, &[])).unwrap_or_default(),
            (None, None) => plain(&row.subject, &[]),
        };
        let view = |row: NotificationRow| Notification {
            subject: subject(&row),
            id: row.id,
            channel: row.channel,
            recipient: Some(plain(&row.recipient, &[])).filter(|recipient| !recipient.is_empty()),
            state: row.state,
            detail: row.detail.as_deref().map(|detail| plain(detail, &[])),
            created_at: row.created_at,
            ended_at: row.ended_at,
        };
        Ok(rows.into_iter().map(view).collect())
    }
}
