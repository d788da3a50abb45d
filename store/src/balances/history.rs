//! What was known of the money behind a key.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::BalanceRow;
use crate::entities::balances::{Column, Entity};
use crate::entities::provider_keys;
use crate::error::StoreError;

/// The newest `rows_max` amounts of a key and of its account, newest first.
pub async fn history(
    db: &impl ConnectionTrait,
    key: &provider_keys::Model,
    rows_max: u64,
) -> Result<Vec<BalanceRow>, StoreError> {
    // Two looks, so that each goes by its index.
    let newest = || Entity::find().order_by_desc(Column::Id).limit(rows_max);
    let mut all = newest().filter(Column::KeyId.eq(key.id)).all(db).await?;
    if let Some(account) = &key.account {
        let of_account = newest().filter(Column::Provider.eq(&key.provider)).filter(Column::Account.eq(account));
        all.extend(of_account.all(db).await?);
        all.sort_unstable_by_key(|row| std::cmp::Reverse(row.id));
        all.truncate(usize::try_from(rows_max).unwrap_or(usize::MAX));
    }
    Ok(all)
}
