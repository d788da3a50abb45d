//! Conversations. Every function takes the owner: a foreign one is none.

use nproxy_domain::search::{self, Query};
use nproxy_domain::{ConversationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select,
};

use crate::entities::conversations::{ActiveModel, Column, Entity, Model};
use crate::entities::turns;
use crate::{StoreError, Tx, sql};

/// A row to be.
#[derive(Clone, Debug)]
pub struct NewConversation {
    pub id: ConversationId,
    pub user: UserId,
    pub title: String,
    pub created_at: Timestamp,
}

pub async fn insert(tx: &Tx, new: NewConversation) -> Result<Model, StoreError> {
    let row = Model {
        id: new.id.0,
        user_id: new.user.0,
        search: search::folded(&new.title),
        title: new.title,
        created_at: new.created_at,
        updated_at: new.created_at,
        deleted_at: None,
        pinned_at: None,
    };
    Entity::insert(ActiveModel::from(row.clone())).exec_without_returning(tx).await?;
    Ok(row)
}

fn own(user: UserId) -> Select<Entity> {
    Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::DeletedAt.is_null())
}

pub async fn get_own(
    conn: &impl ConnectionTrait,
    user: UserId,
    id: ConversationId,
) -> Result<Option<Model>, StoreError> {
    Ok(own(user).filter(Column::Id.eq(id.0)).one(conn).await?)
}

/// The pinned ones, the last pinned first, at most `limit`; with a query those that it finds.
pub async fn pinned(
    conn: &impl ConnectionTrait,
    user: UserId,
    query: Option<&Query>,
    limit: u64,
) -> Result<Vec<Model>, StoreError> {
    let rows = found(user, query).filter(Column::PinnedAt.is_not_null());
    let rows = rows.order_by_desc(Column::PinnedAt).order_by_desc(Column::Id).limit(limit);
    Ok(rows.all(conn).await?)
}

/// Those that are not pinned, the newest activity first, `limit` of them, after the place `after`; with a query those
/// that it finds.
pub async fn list(
    conn: &impl ConnectionTrait,
    user: UserId,
    query: Option<&Query>,
    after: Option<(Timestamp, ConversationId)>,
    limit: u64,
) -> Result<Vec<Model>, StoreError> {
    let mut rows = found(user, query).filter(Column::PinnedAt.is_null());
    if let Some((updated_at, id)) = after {
        let place = Expr::tuple([Expr::col(Column::UpdatedAt), Expr::col(Column::Id)]);
        rows = rows.filter(place.lt(Expr::tuple([Expr::val(updated_at), Expr::val(id.0)])));
    }
    let rows = rows.order_by_desc(Column::UpdatedAt).order_by_desc(Column::Id).limit(limit);
    Ok(rows.all(conn).await?)
}

/// Oldest first, `max` of them, after `after`.
pub async fn all_of(
    conn: &impl ConnectionTrait,
    user: UserId,
    after: Option<ConversationId>,
    max: u64,
) -> Result<Vec<Model>, StoreError> {
    let mut rows = own(user);
    if let Some(after) = after {
        rows = rows.filter(Column::Id.gt(after.0));
    }
    Ok(rows.order_by_asc(Column::Id).limit(max).all(conn).await?)
}

/// The user's own; with a query those that it finds: by the title, or by the prompt of a turn that is not deleted. The
/// turns are gone through once, those of this user alone.
fn found(user: UserId, query: Option<&Query>) -> Select<Entity> {
    let Some(query) = query else { return own(user) };
    let pattern = || LikeExpr::new(sql::like(query)).escape('!');
    let by_prompt = turns::Entity::find()
        .select_only()
        .column(turns::Column::ConversationId)
        .filter(turns::Column::UserId.eq(user.0))
        .filter(turns::Column::DeletedAt.is_null())
        .filter(turns::Column::Search.like(pattern()));
    own(user).filter(Column::Search.like(pattern()).or(Column::Id.in_subquery(by_prompt.into_query())))
}

/// Activity: the conversation moves to the top.
pub async fn touch(tx: &Tx, id: ConversationId, now: Timestamp) -> Result<(), StoreError> {
    let change = ActiveModel { updated_at: Set(now), ..Default::default() };
    Entity::update_many().set(change).filter(Column::Id.eq(id.0)).exec(tx).await?;
    Ok(())
}

/// `false`: there is no such conversation of this user's. A new title is no activity.
pub async fn rename(tx: &Tx, user: UserId, id: ConversationId, title: String) -> Result<bool, StoreError> {
    let search = Set(search::folded(&title));
    change_own(tx, user, id, ActiveModel { title: Set(title), search, ..Default::default() }).await
}

/// Pins it or takes the pin away. `false`: there is no such conversation of this user's.
pub async fn pin(tx: &Tx, user: UserId, id: ConversationId, at: Option<Timestamp>) -> Result<bool, StoreError> {
    change_own(tx, user, id, ActiveModel { pinned_at: Set(at), ..Default::default() }).await
}

async fn change_own(tx: &Tx, user: UserId, id: ConversationId, change: ActiveModel) -> Result<bool, StoreError> {
    let rows = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(id.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::DeletedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}
