//! What was tried for a generation. [`crate::ring`] opens and closes attempts.

use nproxy_domain::{AttemptId, GenerationId};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use crate::entities::attempts::{Column, Entity, Model};
use crate::error::StoreError;

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

pub async fn get(db: &impl ConnectionTrait, id: AttemptId) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(db).await?)
}
