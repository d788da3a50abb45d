use nproxy_app::activity;
use nproxy_domain::ConversationId;
use serde::Serialize;
use utoipa::ToSchema;

use super::Generation;

/// What runs now and what failed lately.
#[derive(Debug, Serialize, ToSchema)]
pub struct Activity {
    /// Oldest first.
    pub running: Vec<ActivityItem>,
    /// Newest first.
    pub failed: Vec<ActivityItem>,
}

/// One picture asked for, and what it was asked for with.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityItem {
    pub generation: Generation,
    #[schema(value_type = Uuid)]
    pub conversation_id: ConversationId,
    pub prompt: String,
    /// The size to expect, in pixels.
    pub width: u32,
    pub height: u32,
}

impl From<activity::Activity> for Activity {
    fn from(activity: activity::Activity) -> Self {
        let items = |items: Vec<activity::ActivityItem>| items.into_iter().map(ActivityItem::from).collect();
        Self { running: items(activity.running), failed: items(activity.failed) }
    }
}

impl From<activity::ActivityItem> for ActivityItem {
    fn from(item: activity::ActivityItem) -> Self {
        Self {
            generation: item.generation.into(),
            conversation_id: item.conversation,
            prompt: item.prompt,
            width: item.width,
            height: item.height,
        }
    }
}
