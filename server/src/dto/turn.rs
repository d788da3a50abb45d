use chrono::{DateTime, Utc};
use nproxy_app::turns::TurnView;
use nproxy_domain::provider::Mode;
use nproxy_domain::turn::Draft;
use nproxy_domain::{AssetId, ConversationId, TurnId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use super::{Asset, Conversation, Generation};
use crate::extract::Body;

/// One submit: a prompt with its settings and its pictures.
#[derive(Debug, Serialize, ToSchema)]
pub struct Turn {
    #[schema(value_type = Uuid)]
    pub id: TurnId,
    #[schema(value_type = Uuid)]
    pub conversation_id: ConversationId,
    pub model: String,
    #[schema(schema_with = modes)]
    pub mode: Mode,
    pub prompt: String,
    /// The preset that was chosen.
    pub resolution: String,
    /// The size to expect, in pixels; the delivered picture says its own.
    pub width: u32,
    pub height: u32,
    pub batch_size: u8,
    /// 0.0 to 1.0, where 1 keeps closest to the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub image_strength: Option<f32>,
    pub inputs: Vec<Asset>,
    pub created_at: DateTime<Utc>,
    /// By slot; a retry follows what it retries.
    pub generations: Vec<Generation>,
}

/// From the oldest to the newest within the page; pages run from the newest to the oldest.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnPage {
    pub items: Vec<Turn>,
    /// Where the next, older page ends; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_before: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TurnAccepted {
    pub turn: Turn,
    pub conversation: Conversation,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTurn {
    /// Absent: a new conversation.
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub conversation_id: Option<ConversationId>,
    /// Absent: the default model.
    #[schema(nullable = false)]
    pub model: Option<String>,
    #[schema(schema_with = modes)]
    pub mode: Mode,
    pub prompt: String,
    pub resolution: String,
    pub batch_size: u32,
    /// 0.0 to 1.0, where 1 keeps closest to the input.
    #[schema(nullable = false)]
    pub image_strength: Option<f32>,
    /// Own uploads or results, in the order that the prompt speaks of them.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, required = false)]
    pub inputs: Vec<AssetId>,
}

impl Body for NewTurn {
    // A long prompt of letters that JSON escapes.
    const BYTES_MAX: usize = 256 * 1024;
}

impl From<TurnView> for Turn {
    fn from(view: TurnView) -> Self {
        Self {
            id: view.id,
            conversation_id: view.conversation,
            model: view.model,
            mode: view.mode,
            prompt: view.prompt,
            resolution: view.resolution,
            width: view.width,
            height: view.height,
            batch_size: view.batch_size,
            image_strength: view.image_strength,
            inputs: view.inputs.into_iter().map(Asset::from).collect(),
            created_at: view.created_at,
            generations: view.generations.into_iter().map(Generation::from).collect(),
        }
    }
}

impl NewTurn {
    /// What the rules look at.
    pub fn draft(self) -> Draft {
        let Self { mode, prompt, resolution, batch_size, image_strength, inputs, .. } = self;
        Draft { mode, prompt, resolution, batch_size, image_strength, inputs }
    }
}

pub fn modes() -> Object {
    let names = [Mode::TextToImage.as_str(), Mode::ImageToImage.as_str()];
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build()
}
