//! A conversation as the doors show it.

use nproxy_domain::{ConversationId, Timestamp};
use nproxy_store::entities::conversations::Model;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationView {
    pub id: ConversationId,
    /// Empty until it is named or its first prompt names it.
    pub title: String,
    pub created_at: Timestamp,
    /// Of the last activity.
    pub updated_at: Timestamp,
    pub pinned: bool,
}

impl From<Model> for ConversationView {
    fn from(row: Model) -> Self {
        Self {
            id: ConversationId(row.id),
            title: row.title,
            created_at: row.created_at,
            updated_at: row.updated_at,
            pinned: row.pinned_at.is_some(),
        }
    }
}
