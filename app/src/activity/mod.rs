//! What runs for a customer now, and what failed lately.

use std::collections::HashMap;

use chrono::Duration;
use nproxy_domain::{ConversationId, GenerationId, UserId};
use nproxy_store::activity::{self, ActivityRow};
use nproxy_store::{StoreError, generations};

use crate::App;
use crate::generations::{GenerationView, views};

const RUNNING_MAX: u64 = 20;
const FAILED_MAX: u64 = 5;
const FAILED_FOR: Duration = Duration::days(7);

#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Queued, running or waiting; the oldest first.
    pub running: Vec<ActivityItem>,
    /// Not tried again; the newest first.
    pub failed: Vec<ActivityItem>,
}

/// A generation with what it was asked for.
#[derive(Clone, PartialEq)]
pub struct ActivityItem {
    pub generation: GenerationView,
    pub conversation: ConversationId,
    pub prompt: String,
    /// The size to expect, in pixels.
    pub width: u32,
    pub height: u32,
}

impl std::fmt::Debug for ActivityItem {
    /// No prompt in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ActivityItem").field("generation", &self.generation).finish_non_exhaustive()
    }
}

/// A fixed number of queries.
pub async fn look(app: &App, user: UserId) -> Result<Activity, StoreError> {
    let db = app.store.read();
    let running = activity::running(db, user, RUNNING_MAX).await?;
    let failed = activity::failed(db, user, app.env.now() - FAILED_FOR, FAILED_MAX).await?;
    let ids: Vec<_> = running.iter().chain(&failed).map(ActivityRow::generation).collect();
    if ids.is_empty() {
        return Ok(Activity { running: Vec::new(), failed: Vec::new() });
    }
    let views = views(app, generations::own(db, user, &ids).await?).await?;
    let mut views: HashMap<_, _> = views.into_iter().map(|view| (view.id, view)).collect();
    // One that came to its end between the two looks is no activity any more.
    let mut items = |rows: Vec<ActivityRow>, ended: bool| -> Vec<_> {
        let items = rows.into_iter().filter_map(|row| item(row, &mut views));
        items.filter(|item| item.generation.has_ended() == ended).collect()
    };
    Ok(Activity { running: items(running, false), failed: items(failed, true) })
}

fn item(row: ActivityRow, views: &mut HashMap<GenerationId, GenerationView>) -> Option<ActivityItem> {
    let side = |n: i64| u32::try_from(n).unwrap_or(0);
    Some(ActivityItem {
        generation: views.remove(&row.generation())?,
        conversation: ConversationId(row.conversation_id),
        width: side(row.width),
        height: side(row.height),
        prompt: row.prompt,
    })
}
