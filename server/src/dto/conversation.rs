use chrono::{DateTime, Utc};
use nproxy_app::conversations::ConversationView;
use nproxy_domain::ConversationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SMALL_BYTES_MAX;
use crate::extract::Body;

#[derive(Debug, Serialize, ToSchema)]
pub struct Conversation {
    #[schema(value_type = Uuid)]
    pub id: ConversationId,
    /// At most 80 characters. Empty until the customer or the first prompt names it.
    pub title: String,
    pub created_at: DateTime<Utc>,
    /// The newest activity; lists are ordered by it.
    pub updated_at: DateTime<Utc>,
    pub pinned: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationReply {
    pub conversation: Conversation,
}

/// The pinned ones, then the newest activity first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationPage {
    pub items: Vec<Conversation>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConversation {
    #[schema(nullable = false)]
    pub title: Option<String>,
}

/// Only what is named changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateConversation {
    #[schema(nullable = false)]
    pub title: Option<String>,
    #[schema(nullable = false)]
    pub pinned: Option<bool>,
}

impl Body for NewConversation {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for UpdateConversation {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl From<ConversationView> for Conversation {
    fn from(view: ConversationView) -> Self {
        let ConversationView { id, title, created_at, updated_at, pinned } = view;
        Self { id, title, created_at, updated_at, pinned }
    }
}
