use chrono::{DateTime, Utc};
use nproxy_app::lists::{self, DeliveryState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use uuid::Uuid;

use super::CsvRow;
use crate::dto::names::names;

/// A mail of ours (to customers, its text never shown), or a notice to admins.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notification {
    pub id: Uuid,
    #[schema(schema_with = channels)]
    pub channel: String,
    /// Forgotten once a mail has gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub recipient: Option<String>,
    pub subject: String,
    #[schema(inline)]
    pub state: NotificationState,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationState {
    Pending,
    Sent,
    Failed,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationChannel {
    Mail,
    Telegram,
}

impl NotificationChannel {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Telegram => "telegram",
        }
    }
}

impl CsvRow for Notification {
    const COLUMNS: &'static [&'static str] =
        &["id", "channel", "recipient", "subject", "state", "detail", "created_at", "ended_at"];
}

impl From<lists::Notification> for Notification {
    fn from(seen: lists::Notification) -> Self {
        Self {
            id: seen.id,
            channel: seen.channel,
            recipient: seen.recipient,
            subject: seen.subject,
            state: match seen.state {
                DeliveryState::Pending => NotificationState::Pending,
                DeliveryState::Sent => NotificationState::Sent,
                DeliveryState::Failed => NotificationState::Failed,
            },
            detail: seen.detail,
            created_at: seen.created_at,
            ended_at: seen.ended_at,
        }
    }
}

impl From<NotificationState> for DeliveryState {
    fn from(state: NotificationState) -> Self {
        match state {
            NotificationState::Pending => Self::Pending,
            NotificationState::Sent => Self::Sent,
            NotificationState::Failed => Self::Failed,
        }
    }
}

fn channels() -> Object {
    names(["mail", "telegram"])
}
