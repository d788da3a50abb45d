//! A prompt and its pictures are opened.

use std::fmt;

use chrono::Duration;
use nproxy_domain::{AssetId, GenerationId, OpenedId, TurnId, UserId};
use nproxy_store::{StoreError, Tx, assets, generations, opened, turns};
use serde_json::json;

use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

/// How long the addresses are good.
pub const OPEN_FOR: Duration = Duration::minutes(10);

/// What was asked for and what came of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    pub prompt: String,
    /// `None`: there is none, or its bytes are gone.
    pub image: Option<OpenedId>,
    /// In the customer's order, without those whose bytes are gone.
    pub inputs: Vec<OpenedId>,
}

impl fmt::Debug for Opened {
    /// No prompt in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("image", &self.image).finish_non_exhaustive()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("there is no such generation")]
    NotFound,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The addresses are for `admin` alone. Put on record before anything is shown.
pub async fn open(app: &App, by: &By, admin: UserId, id: GenerationId, reason: &str) -> Result<Opened, OpenError> {
    let reason = &audit::reason(reason).ok_or(OpenError::ReasonMissing)?;
    let opened = app.store.write(|tx| async move {
        let row = generations::get(&tx, id).await?.ok_or(OpenError::NotFound)?;
        let turn = turns::get(&tx, TurnId(row.turn_id)).await?.ok_or(OpenError::NotFound)?;
        let inputs = turns::input_assets(&tx, TurnId(turn.id)).await?;
        let wanted: Vec<AssetId> = row.asset_id.map(AssetId).into_iter().chain(inputs.iter().copied()).collect();
        let there = there(&tx, &wanted).await?;
        let mut addresses = Vec::new();
        let mut address = |asset: &AssetId| {
            there.contains(asset).then(|| {
                let new = OpenedId::new(&app.env);
                addresses.push((new, *asset));
                new
            })
        };
        let image = row.asset_id.map(AssetId).as_ref().and_then(&mut address);
        let inputs: Vec<_> = inputs.iter().filter_map(&mut address).collect();
        opened::insert(&tx, admin, &addresses, app.env.now() + OPEN_FOR).await?;
        let shown = json!({ "prompt": true, "image": image.is_some(), "inputs": inputs.len() });
        let change = Change::of("generations.open", format!("generation:{id}")).after(shown);
        by.did(&tx, &app.env, change.because(Some(reason.clone()))).await?;
        Ok(Opened { prompt: turn.prompt, image, inputs })
    });
    opened.await
}

/// Those whose bytes are still there, deleted by their owner or not.
async fn there(tx: &Tx, ids: &[AssetId]) -> Result<Vec<AssetId>, StoreError> {
    let rows = if ids.is_empty() { Vec::new() } else { assets::by_ids(tx, ids).await? };
    let kept = rows.into_iter().filter(|row| row.purged_at.is_none() && row.removed_at.is_none());
    Ok(kept.map(|row| AssetId(row.id)).collect())
}
