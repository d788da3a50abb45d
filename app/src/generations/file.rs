//! Everything about one picture, for an admin: when what happened, and what was tried. Never the prompt.

mod attempt;
mod steps;

use nproxy_domain::redact::plain;
use nproxy_domain::{AssetId, ConversationId, CycleId, GenerationId, Timestamp, TurnId};
use nproxy_store::entities::assets::Model as Asset;
use nproxy_store::{StoreError, assets, attempts, cycles, generations, turns};

pub use attempt::{AttemptSeen, KeySeen, ProxySeen};
pub use steps::{Step, StepKind};

use super::{GetError, may_be_retried};
use crate::App;
use crate::lists::{AdminGeneration, GenerationFilter, Shown as _};

/// A picture with what rows say of its way.
#[derive(Clone, Debug, PartialEq)]
pub struct GenerationFile {
    pub generation: AdminGeneration,
    pub conversation: ConversationId,
    pub resolution: String,
    pub width: i64,
    pub height: i64,
    pub batch_size: i64,
    pub image_strength: Option<f32>,
    pub inputs: usize,
    pub prompt_chars: usize,
    /// Why it failed, as its customer reads it.
    pub message: Option<String>,
    pub cycle: CycleId,
    pub asset: Option<(AssetId, AssetStanding)>,
    /// Its worker is gone if this has passed.
    pub lease_until: Option<Timestamp>,
    pub deadline: Option<Timestamp>,
    pub retried_from: Option<GenerationId>,
    pub retried_by: Option<GenerationId>,
    /// It ended without a picture, the same request may go better, and it was not tried again yet.
    pub retryable: bool,
    /// First to last.
    pub steps: Vec<Step>,
    /// First to last.
    pub attempts: Vec<AttemptSeen>,
}

/// What became of a picture that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssetStanding {
    Kept,
    /// Its owner may still have it back.
    Deleted,
    /// Its bytes are gone.
    Purged,
    /// By an admin, for good.
    Removed,
}

pub async fn file(app: &App, id: GenerationId) -> Result<GenerationFile, GetError> {
    let db = app.store.read();
    let row = generations::get(db, id).await?.ok_or(GetError::NotFound)?;
    let turn_id = TurnId(row.turn_id);
    let (turn, inputs, entries, attempts, retry) = tokio::try_join!(
        turns::get(db, turn_id),
        turns::input_assets(db, turn_id),
        cycles::entries_of(db, id),
        attempts::of_generation(db, id),
        generations::retry_of(db, id),
    )?;
    let turn = turn.ok_or_else(|| StoreError::Internal(format!("generation {id} has no turn")))?;
    let asset = match row.asset_id {
        Some(asset) => assets::by_ids(db, &[AssetId(asset)]).await?.pop(),
        None => None,
    };
    let steps = steps::of(&row, &turn, &entries, &attempts, asset.as_ref());
    let attempts = attempt::seen(app, attempts).await?;
    let gone = || StoreError::Internal("a row without its view".into());
    let generation = GenerationFilter::items(app, vec![row.clone()]).await?.pop().ok_or_else(gone)?;
    Ok(GenerationFile {
        generation,
        conversation: ConversationId(turn.conversation_id),
        resolution: turn.resolution,
        width: turn.width,
        height: turn.height,
        batch_size: turn.batch_size,
        image_strength: turn.image_strength,
        inputs: inputs.len(),
        prompt_chars: turn.prompt.chars().count(),
        message: row.error_message.as_deref().map(|message| plain(message, &[])),
        cycle: CycleId(row.cycle_id),
        asset: asset.map(|asset| (AssetId(asset.id), standing(&asset))),
        lease_until: row.lease_until,
        deadline: row.deadline,
        retried_from: row.retried_from.map(GenerationId),
        retryable: retry.is_none() && may_be_retried(&generations::stage(&row)?),
        retried_by: retry.map(|row| GenerationId(row.id)),
        steps,
        attempts,
    })
}

fn standing(asset: &Asset) -> AssetStanding {
    match (asset.removed_at, asset.purged_at, asset.deleted_at) {
        (Some(_), _, _) => AssetStanding::Removed,
        (None, Some(_), _) => AssetStanding::Purged,
        (None, None, Some(_)) => AssetStanding::Deleted,
        (None, None, None) => AssetStanding::Kept,
    }
}
