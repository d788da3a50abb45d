//! A key by what people call it.

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::get;
use crate::entities::provider_keys::{Column, Entity, Model};
use crate::error::StoreError;

/// Keys that are told of where a name is not one key's.
const CANDIDATES_MAX: u64 = 10;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    One(Box<Model>),
    /// Labels are people's, so several keys may have the same: some of them.
    Several(Vec<Model>),
    /// Some of those whose labels hold the name.
    None {
        similar: Vec<Model>,
    },
}

/// By id or label.
pub async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Found, StoreError> {
    if let Ok(id) = name.parse()
        && let Some(row) = get(db, id).await?
    {
        return Ok(Found::One(Box::new(row)));
    }
    let labelled = Entity::find().filter(Column::Label.eq(name));
    let mut labelled = labelled.order_by_asc(Column::Id).limit(CANDIDATES_MAX).all(db).await?;
    match labelled.pop() {
        Some(row) if labelled.is_empty() => Ok(Found::One(Box::new(row))),
        Some(row) => {
            labelled.push(row);
            Ok(Found::Several(labelled))
        }
        None => {
            let similar = Entity::find().filter(label_holds(name)).order_by_asc(Column::Id).limit(CANDIDATES_MAX);
            Ok(Found::None { similar: similar.all(db).await? })
        }
    }
}

/// In upper or lower case alike.
pub(super) fn label_holds(part: &str) -> Expr {
    const ESCAPE: char = '!';
    let mut pattern = String::from("%");
    for c in part.to_lowercase().chars() {
        if matches!(c, '%' | '_' | ESCAPE) {
            pattern.push(ESCAPE);
        }
        pattern.push(c);
    }
    pattern.push('%');
    Func::lower(Expr::col(Column::Label)).like(LikeExpr::new(pattern).escape(ESCAPE))
}
