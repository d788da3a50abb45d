//! A picture with what it was asked for.

use nproxy_domain::provider::Mode;
use nproxy_domain::{AssetId, ConversationId, GenerationId, Timestamp, TurnId};
use nproxy_store::entities::text::AssetKind;
use nproxy_store::gallery::PictureRow;

use crate::assets::AssetView;
use crate::turns::mode;

#[derive(Clone, Debug, PartialEq)]
pub struct GalleryItem {
    pub asset: AssetView,
    pub kind: AssetKind,
    /// When it was finished or uploaded.
    pub created_at: Timestamp,
    /// Of an output.
    pub made: Option<Made>,
}

/// What an output was made for.
#[derive(Clone, PartialEq)]
pub struct Made {
    pub generation: GenerationId,
    pub turn: TurnId,
    pub conversation: ConversationId,
    pub slot: u8,
    pub prompt: String,
    pub mode: Mode,
    pub model: String,
}

impl std::fmt::Debug for Made {
    /// No prompt in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Made").field("generation", &self.generation).finish_non_exhaustive()
    }
}

impl From<PictureRow> for GalleryItem {
    fn from(row: PictureRow) -> Self {
        let side = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            asset: AssetView {
                id: AssetId(row.asset_id),
                width: side(row.width),
                height: side(row.height),
                mime: row.mime.clone(),
                starred: row.starred_at.is_some(),
            },
            kind: row.kind,
            created_at: row.finished_at.unwrap_or(row.created_at),
            made: made(row),
        }
    }
}

fn made(row: PictureRow) -> Option<Made> {
    Some(Made {
        generation: GenerationId(row.generation_id?),
        turn: TurnId(row.turn_id?),
        conversation: ConversationId(row.conversation_id?),
        slot: u8::try_from(row.slot?).unwrap_or(0),
        prompt: row.prompt?,
        mode: mode(&row.mode?),
        model: row.model?,
    })
}
