//! Mails to customers and notices to admins, as one list.

use nproxy_domain::{IncidentId, Timestamp, UserId};
use sea_orm::{ActiveEnum as _, FromQueryResult};
use uuid::Uuid;

use super::{COUNT_MAX, List, Place, Sort, made};
use crate::entities::text::DeliveryState;
use crate::sql::Text;

/// Which notifications are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default)]
pub struct NotificationFilter {
    pub state: Option<DeliveryState>,
    pub channel: Option<String>,
    /// Mails about this customer's account.
    pub user: Option<UserId>,
}

#[derive(Clone, PartialEq, Eq, FromQueryResult)]
pub struct NotificationRow {
    pub id: Uuid,
    pub channel: String,
    /// Empty once a mail has gone.
    pub recipient: String,
    /// Of a mail; a notice has none and is called by its incident.
    pub subject: String,
    /// Whose account a mail is about, or a notice's incident.
    pub about_id: Option<Uuid>,
    /// Of a notice with the figures of a day.
    pub digest_day: Option<i64>,
    pub state: DeliveryState,
    pub detail: Option<String>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

impl std::fmt::Debug for NotificationRow {
    /// No address in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notification").field("id", &self.id).finish_non_exhaustive()
    }
}

impl NotificationRow {
    /// What a notice is about.
    pub fn incident(&self) -> Option<IncidentId> {
        self.about_id.filter(|_| self.subject.is_empty()).map(IncidentId)
    }
}

impl List for NotificationFilter {
    type Row = NotificationRow;

    const SORTS: &'static [Sort] = &[Sort::made("-created_at"), Sort::made("created_at")];
    const COLUMNS: &'static str = "n.*";
    /// Branches of the very same types, so that both databases merge their orders.
    const FROM: &'static str = "(
        SELECT m.id, CAST('mail' AS text) AS channel, m.recipient, m.subject, m.user_id AS about_id,
            CAST(NULL AS bigint) AS digest_day, m.state, m.detail, m.created_at, m.ended_at FROM mails m
        UNION ALL
        SELECT d.id, d.channel, d.recipient, CAST('' AS text), d.incident_id,
            d.digest_day, d.state, d.detail, d.created_at, d.sent_at FROM deliveries d) AS n";
    const ID: &'static str = "n.id";

    fn narrow(&self, text: &mut Text) {
        if let Some(state) = self.state {
            text.push(&format!(" AND n.state = '{}'", state.to_value()));
        }
        text.equals("n.channel", self.channel.as_deref());
        if let Some(user) = self.user {
            text.then(" AND n.about_id = ", user.0);
        }
    }

    fn count_max(&self) -> u64 {
        COUNT_MAX
    }

    fn place(row: &NotificationRow, _sort: Sort) -> Place {
        made(row.id)
    }
}
