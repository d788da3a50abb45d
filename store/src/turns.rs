//! What was asked for: prompts with their settings and input pictures.

use nproxy_domain::provider::Strength;
use nproxy_domain::search;
use nproxy_domain::turn::Checked;
use nproxy_domain::{AssetId, ConversationId, Timestamp, TurnId, UserId};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

pub use crate::entities::turn_inputs::Model as TurnInputRow;
pub use crate::entities::turns::Model as TurnRow;
use crate::entities::{turn_inputs, turns};
use crate::{StoreError, Tx};

/// A turn to be kept.
#[derive(Clone, Debug)]
pub struct NewTurn<'a> {
    pub id: TurnId,
    pub user: UserId,
    pub conversation: ConversationId,
    pub idempotency_key: &'a str,
    /// Of the request as it came: another body under the same key is a mistake.
    pub body_hash: &'a [u8],
    pub model: &'a str,
    pub checked: &'a Checked,
}

pub async fn insert(tx: &Tx, new: &NewTurn<'_>, now: Timestamp) -> Result<TurnRow, StoreError> {
    let checked = new.checked;
    let row = TurnRow {
        id: new.id.0,
        user_id: new.user.0,
        conversation_id: new.conversation.0,
        idempotency_key: new.idempotency_key.to_owned(),
        body_hash: new.body_hash.to_vec(),
        model: new.model.to_owned(),
        mode: checked.mode.as_str().to_owned(),
        prompt: checked.prompt.clone(),
        resolution: checked.resolution.id.clone(),
        width: checked.resolution.width.into(),
        height: checked.resolution.height.into(),
        batch_size: checked.batch_size.into(),
        image_strength: checked.image_strength.map(Strength::value),
        created_at: now,
        deleted_at: None,
        search: search::folded(&checked.prompt),
    };
    turns::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(tx).await?;
    if !checked.inputs.is_empty() {
        let inputs = checked.inputs.iter().zip(0..).map(|(asset, position)| turn_inputs::ActiveModel {
            turn_id: Set(new.id.0),
            position: Set(position),
            asset_id: Set(asset.0),
        });
        turn_inputs::Entity::insert_many(inputs).exec_without_returning(tx).await?;
    }
    Ok(row)
}

/// The turn that was asked for under this key.
pub async fn by_key(db: &impl ConnectionTrait, user: UserId, key: &str) -> Result<Option<TurnRow>, StoreError> {
    let turn =
        turns::Entity::find().filter(turns::Column::UserId.eq(user.0)).filter(turns::Column::IdempotencyKey.eq(key));
    Ok(turn.one(db).await?)
}

pub async fn get(db: &impl ConnectionTrait, id: TurnId) -> Result<Option<TurnRow>, StoreError> {
    Ok(turns::Entity::find_by_id(id.0).one(db).await?)
}

/// Those that are there, in no order.
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[TurnId]) -> Result<Vec<TurnRow>, StoreError> {
    Ok(turns::Entity::find().filter(turns::Column::Id.is_in(ids.iter().map(|id| id.0))).all(db).await?)
}

/// A page of a conversation, the newest first: at most `rows_max` turns before `before`.
pub async fn page(
    db: &impl ConnectionTrait,
    conversation: ConversationId,
    before: Option<TurnId>,
    rows_max: u64,
) -> Result<Vec<TurnRow>, StoreError> {
    let mut page = turns::Entity::find()
        .filter(turns::Column::ConversationId.eq(conversation.0))
        .filter(turns::Column::DeletedAt.is_null());
    if let Some(before) = before {
        page = page.filter(turns::Column::Id.lt(before.0));
    }
    Ok(page.order_by_desc(turns::Column::Id).limit(rows_max).all(db).await?)
}

/// The inputs of these turns, each turn's in the customer's order.
pub async fn inputs(db: &impl ConnectionTrait, turns: &[TurnId]) -> Result<Vec<TurnInputRow>, StoreError> {
    let inputs = turn_inputs::Entity::find()
        .filter(turn_inputs::Column::TurnId.is_in(turns.iter().map(|id| id.0)))
        .order_by_asc(turn_inputs::Column::TurnId)
        .order_by_asc(turn_inputs::Column::Position);
    Ok(inputs.all(db).await?)
}

/// The input pictures of one turn, in the customer's order.
pub async fn input_assets(db: &impl ConnectionTrait, turn: TurnId) -> Result<Vec<AssetId>, StoreError> {
    Ok(inputs(db, &[turn]).await?.into_iter().map(|i| AssetId(i.asset_id)).collect())
}
