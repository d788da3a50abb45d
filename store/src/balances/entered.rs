//! What an admin says that an account has left, and what it cost since.

use nproxy_domain::audit::Actor;
use nproxy_domain::provider::MicroUsd;
use nproxy_domain::{Env, ProviderId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, Statement,
};

use super::{BalanceRow, BalanceSource, Holder, NewBalance, insert};
use crate::entities::{balances, provider_keys};
use crate::error::StoreError;
use crate::tx::Tx;

#[derive(Debug, thiserror::Error)]
pub enum EnterError {
    #[error("no key of {provider} belongs to an account {account:?}")]
    UnknownAccount { provider: ProviderId, account: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts an amount on record. Gives what was entered before.
pub async fn enter(
    tx: &Tx,
    env: &Env,
    provider: &ProviderId,
    account: &str,
    amount: MicroUsd,
    by: Actor,
) -> Result<Option<BalanceRow>, EnterError> {
    use provider_keys::Column;
    let its_keys = provider_keys::Entity::find().filter(Column::Provider.eq(&provider.0));
    let of_account = its_keys.filter(Column::Account.eq(account)).one(tx).await.map_err(StoreError::from)?;
    if of_account.is_none() {
        return Err(EnterError::UnknownAccount { provider: provider.clone(), account: account.to_owned() });
    }
    let before = balances::Entity::find()
        .filter(balances::Column::Provider.eq(&provider.0))
        .filter(balances::Column::Account.eq(account))
        .filter(is_entered())
        .order_by_desc(balances::Column::Id)
        .one(tx)
        .await
        .map_err(StoreError::from)?;
    let holder = Holder::Account(account.to_owned());
    insert(tx, env, NewBalance { provider, holder: &holder, source: BalanceSource::Entered, amount, by }).await?;
    Ok(before)
}

/// The newest entry of each account.
pub async fn entered(db: &impl ConnectionTrait) -> Result<Vec<BalanceRow>, StoreError> {
    use balances::Column;
    let all = balances::Entity::find().filter(is_entered());
    let all = all.order_by_asc(Column::Provider).order_by_asc(Column::Account).order_by_desc(Column::Id);
    let mut all = all.all(db).await?;
    all.dedup_by(|next, newest| (&next.provider, &next.account) == (&newest.provider, &newest.account));
    Ok(all)
}

/// Spelled out: a partial index is found only by the very words of its condition.
fn is_entered() -> Expr {
    Expr::cust("source = 'entered'")
}

/// What the attempts of an account probably cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Costs {
    pub since_micro_usd: i64,
    pub lately_micro_usd: i64,
}

/// The attempts that were paid for, or perhaps were, and that were begun at `since` or later; and at `lately` or later.
pub async fn costs(
    db: &impl ConnectionTrait,
    provider: &ProviderId,
    account: &str,
    since: Timestamp,
    lately: Timestamp,
) -> Result<Costs, StoreError> {
    // From an account to its keys and from a key to its attempts goes by index each. CAST: PostgreSQL sums to numeric.
    let sum = |from: &str| {
        format!("CAST(COALESCE(SUM(CASE WHEN a.started_at >= {from} THEN a.cost_estimate_micro_usd END), 0) AS bigint)")
    };
    let sql = format!(
        "SELECT {} AS since_micro_usd, {} AS lately_micro_usd
         FROM provider_keys AS k JOIN attempts AS a ON a.key_id = k.id AND a.started_at >= $5
         WHERE k.provider = $1 AND k.account = $2 AND a.spent IN ('yes', 'unknown')",
        sum("$3"),
        sum("$4")
    );
    let values = [provider.0.clone().into(), account.into(), since.into(), lately.into(), since.min(lately).into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let costs = Costs::find_by_statement(statement).one(db).await?;
    Ok(costs.unwrap_or(Costs { since_micro_usd: 0, lately_micro_usd: 0 }))
}
