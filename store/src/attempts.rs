//! What was tried for a generation. [`crate::ring`] opens and closes attempts.

use std::collections::{HashMap, HashSet};

use nproxy_domain::{AttemptId, GenerationId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::entities::attempts::{Column, Entity, Model};
use crate::error::StoreError;

/// The attempts of one generation in a few figures.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Sum {
    pub generation_id: Uuid,
    pub attempts: i64,
    /// Of what was or may have been charged; `None`: nothing, or of unknown price.
    pub cost_micro_usd: Option<i64>,
}

/// All attempts, first to last.
pub async fn of_generation(db: &impl ConnectionTrait, generation: GenerationId) -> Result<Vec<Model>, StoreError> {
    let attempts = Entity::find().filter(Column::GenerationId.eq(generation.0)).order_by_asc(Column::N);
    Ok(attempts.all(db).await?)
}

/// Those that nobody has closed: whoever takes the generation over looks after them.
pub async fn open_of(db: &impl ConnectionTrait, generation: GenerationId) -> Result<Vec<Model>, StoreError> {
    let attempts = Entity::find()
        .filter(Column::GenerationId.eq(generation.0))
        .filter(Column::EndedAt.is_null())
        .order_by_asc(Column::N);
    Ok(attempts.all(db).await?)
}

/// Which of these have an attempt that nobody has closed: an upstream is at work, or a worker is.
pub async fn in_the_works(
    db: &impl ConnectionTrait,
    generations: &[GenerationId],
) -> Result<HashSet<GenerationId>, StoreError> {
    if generations.is_empty() {
        return Ok(HashSet::new());
    }
    let open = Entity::find()
        .select_only()
        .column(Column::GenerationId)
        .filter(Column::GenerationId.is_in(generations.iter().map(|id| id.0)))
        .filter(Column::EndedAt.is_null());
    let ids: Vec<Uuid> = open.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(GenerationId).collect())
}

/// How often each of these was tried, and what that probably cost.
pub async fn sums(
    db: &impl ConnectionTrait,
    generations: &[GenerationId],
) -> Result<HashMap<GenerationId, Sum>, StoreError> {
    let paid = Expr::cust("CAST(sum(CASE WHEN spent <> 'no' THEN cost_estimate_micro_usd END) AS bigint)");
    let sums = Entity::find()
        .select_only()
        .column(Column::GenerationId)
        .column_as(Column::Id.count(), "attempts")
        .column_as(paid, "cost_micro_usd")
        .filter(Column::GenerationId.is_in(generations.iter().map(|id| id.0)))
        .group_by(Column::GenerationId);
    let sums: Vec<Sum> = sums.into_model().all(db).await?;
    Ok(sums.into_iter().map(|sum| (GenerationId(sum.generation_id), sum)).collect())
}

pub async fn get(db: &impl ConnectionTrait, id: AttemptId) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(db).await?)
}
