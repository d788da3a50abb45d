//! A generation as its customer sees it.

use std::collections::{HashMap, HashSet};

use nproxy_domain::generation::{GenerationError, Stage};
use nproxy_domain::{AssetId, GenerationId, Timestamp, TurnId};
use nproxy_store::generations::{self, GenerationRow};
use nproxy_store::{StoreError, assets, attempts};

use crate::App;
use crate::assets::AssetView;

/// One slot of a turn.
#[derive(Clone, Debug, PartialEq)]
pub struct GenerationView {
    pub id: GenerationId,
    pub turn: TurnId,
    pub slot: u8,
    /// `queued`, `running`, `waiting`, `succeeded`, `failed` or `cancelled`. What an upstream works on is `running`, whether
    /// or not somebody asks just now how far it is.
    pub state: &'static str,
    pub cancel_asked: bool,
    /// It ended without a picture, the same request may go better, and it was not tried again yet.
    pub retryable: bool,
    /// Why it failed; never counted.
    pub error: Option<GenerationError>,
    /// The picture; `None` also where its owner deleted it.
    pub asset: Option<AssetView>,
    /// An admin took the picture away then: it is no longer stored.
    pub removed_at: Option<Timestamp>,
    pub queued_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub retried_from: Option<GenerationId>,
}

impl GenerationView {
    pub fn has_ended(&self) -> bool {
        self.finished_at.is_some()
    }
}

/// In the order given; a fixed number of queries.
pub async fn views(app: &App, rows: Vec<GenerationRow>) -> Result<Vec<GenerationView>, StoreError> {
    let db = app.store.read();
    let asset_ids: Vec<_> = rows.iter().filter_map(|row| row.asset_id.map(AssetId)).collect();
    let pictures = if asset_ids.is_empty() { Vec::new() } else { assets::by_ids(db, &asset_ids).await? };
    let removed: HashMap<_, _> = pictures.iter().filter_map(|row| Some((row.id, row.removed_at?))).collect();
    let live = pictures.into_iter().filter(|row| row.deleted_at.is_none());
    let mut assets: HashMap<_, _> = live.map(|row| (row.id, AssetView::from(row))).collect();
    let staged: Vec<_> =
        rows.into_iter().map(|row| Ok((generations::stage(&row)?, row))).collect::<Result<_, StoreError>>()?;
    let again: Vec<_> =
        staged.iter().filter(|(stage, _)| may_be_retried(stage)).map(|(_, row)| GenerationId(row.id)).collect();
    let retried: HashSet<_> = match again.as_slice() {
        [] => HashSet::new(),
        ids => generations::retried(db, ids).await?.into_iter().collect(),
    };
    let waiting = staged.iter().filter(|(stage, _)| matches!(stage, Stage::Waiting { .. }));
    let waiting: Vec<_> = waiting.map(|(_, row)| GenerationId(row.id)).collect();
    let in_the_works = attempts::in_the_works(db, &waiting).await?;
    let view = |(stage, row): (Stage, GenerationRow)| GenerationView {
        id: GenerationId(row.id),
        turn: TurnId(row.turn_id),
        slot: u8::try_from(row.slot).unwrap_or(0),
        state: if in_the_works.contains(&GenerationId(row.id)) { "running" } else { stage.name() },
        cancel_asked: row.cancel_asked,
        retryable: may_be_retried(&stage) && !retried.contains(&GenerationId(row.id)),
        asset: row.asset_id.and_then(|id| assets.remove(&id)),
        removed_at: row.asset_id.and_then(|id| removed.get(&id).copied()),
        queued_at: row.queued_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        retried_from: row.retried_from.map(GenerationId),
        error: match stage {
            Stage::Failed { error } => Some(error),
            _ => None,
        },
    };
    Ok(staged.into_iter().map(view).collect())
}

/// By its end alone: a refusal wants another prompt, but chance plays a part in those too.
pub fn may_be_retried(stage: &Stage) -> bool {
    match stage {
        Stage::Failed { error } => error.code.retryable(),
        Stage::Cancelled => true,
        Stage::Queued | Stage::Running { .. } | Stage::Waiting { .. } | Stage::Succeeded { .. } => false,
    }
}
