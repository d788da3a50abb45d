//! A turn as its customer sees it.

use std::collections::HashMap;

use nproxy_domain::provider::Mode;
use nproxy_domain::{AssetId, ConversationId, Timestamp, TurnId};
use nproxy_store::turns::TurnRow;
use nproxy_store::{StoreError, assets, generations, turns};

use crate::App;
use crate::assets::AssetView;
use crate::generations::{self as generation_deeds, GenerationView};

/// A prompt with its settings, its inputs and its generations by slot.
#[derive(Clone, Debug, PartialEq)]
pub struct TurnView {
    pub id: TurnId,
    pub conversation: ConversationId,
    pub model: String,
    pub mode: Mode,
    pub prompt: String,
    /// The preset's id.
    pub resolution: String,
    /// The size to expect, in pixels.
    pub width: u32,
    pub height: u32,
    pub batch_size: u8,
    pub image_strength: Option<f32>,
    /// In the customer's order; a deleted one is missing.
    pub inputs: Vec<AssetView>,
    pub created_at: Timestamp,
    /// A retry follows what it tries again, in the same slot.
    pub generations: Vec<GenerationView>,
}

/// The turns in the order given; a fixed number of queries, however many there are.
pub async fn of(app: &App, rows: Vec<TurnRow>) -> Result<Vec<TurnView>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let db = app.store.read();
    let ids: Vec<_> = rows.iter().map(|row| TurnId(row.id)).collect();
    let mut generations: HashMap<TurnId, Vec<GenerationView>> = HashMap::new();
    for view in generation_deeds::views(app, generations::of_turns(db, &ids).await?).await? {
        generations.entry(view.turn).or_default().push(view);
    }
    let inputs = turns::inputs(db, &ids).await?;
    let asset_ids: Vec<_> = inputs.iter().map(|input| AssetId(input.asset_id)).collect();
    let assets: HashMap<AssetId, AssetView> = match asset_ids.as_slice() {
        [] => HashMap::new(),
        ids => assets::by_ids(db, ids)
            .await?
            .into_iter()
            .filter(|row| row.deleted_at.is_none())
            .map(|row| (AssetId(row.id), AssetView::from(row)))
            .collect(),
    };
    let mut of_turn: HashMap<TurnId, Vec<AssetView>> = HashMap::new();
    for input in &inputs {
        if let Some(asset) = assets.get(&AssetId(input.asset_id)) {
            of_turn.entry(TurnId(input.turn_id)).or_default().push(asset.clone());
        }
    }
    let view = |row: TurnRow| {
        let id = TurnId(row.id);
        view(row, of_turn.remove(&id).unwrap_or_default(), generations.remove(&id).unwrap_or_default())
    };
    Ok(rows.into_iter().map(view).collect())
}

fn view(row: TurnRow, inputs: Vec<AssetView>, generations: Vec<GenerationView>) -> TurnView {
    let number = |n: i64| u32::try_from(n).unwrap_or(0);
    TurnView {
        id: TurnId(row.id),
        conversation: ConversationId(row.conversation_id),
        model: row.model,
        mode: mode(&row.mode),
        prompt: row.prompt,
        resolution: row.resolution,
        width: number(row.width),
        height: number(row.height),
        batch_size: u8::try_from(row.batch_size).unwrap_or(0),
        image_strength: row.image_strength,
        inputs,
        created_at: row.created_at,
        generations,
    }
}

/// The table's check allows these two alone.
pub fn mode(text: &str) -> Mode {
    if text == Mode::ImageToImage.as_str() { Mode::ImageToImage } else { Mode::TextToImage }
}
