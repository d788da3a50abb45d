use chrono::{DateTime, Utc};
use nproxy_app::gallery::{self, Kind};
use nproxy_domain::provider::Mode;
use nproxy_domain::{ConversationId, GenerationId, TurnId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Asset, modes};

/// A picture, and of an output what it was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct GalleryItem {
    pub asset: Asset,
    #[schema(inline)]
    pub kind: PictureKind,
    /// When it was finished or uploaded.
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub generation_id: Option<GenerationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub turn_id: Option<TurnId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub conversation_id: Option<ConversationId>,
    /// Its place in the batch, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub slot: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub prompt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = modes, required = false)]
    pub mode: Option<Mode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub model: Option<String>,
}

/// Uploaded, or made for its owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    Input,
    #[default]
    Output,
}

/// Newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct GalleryPage {
    pub items: Vec<GalleryItem>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_cursor: Option<String>,
}

impl From<gallery::GalleryItem> for GalleryItem {
    fn from(item: gallery::GalleryItem) -> Self {
        let made = item.made.as_ref();
        Self {
            asset: item.asset.into(),
            kind: item.kind.into(),
            created_at: item.created_at,
            generation_id: made.map(|made| made.generation),
            turn_id: made.map(|made| made.turn),
            conversation_id: made.map(|made| made.conversation),
            slot: made.map(|made| made.slot),
            mode: made.map(|made| made.mode),
            prompt: made.map(|made| made.prompt.clone()),
            model: item.made.map(|made| made.model),
        }
    }
}

impl From<Kind> for PictureKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Input => Self::Input,
            Kind::Output => Self::Output,
        }
    }
}

impl From<PictureKind> for Kind {
    fn from(kind: PictureKind) -> Self {
        match kind {
            PictureKind::Input => Self::Input,
            PictureKind::Output => Self::Output,
        }
    }
}
