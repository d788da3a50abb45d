//! What accounts have left: told by upstreams ([`keep()`]), or entered by an admin ([`enter`]) and counted down ([`costs`]).
//!
//! **Invariant:** unknown is never zero: only an amount that an upstream told moves a key.

mod entered;
mod history;
mod keep;

use nproxy_domain::audit::Actor;
use nproxy_domain::provider::MicroUsd;
use nproxy_domain::{Env, KeyId, ProviderId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, IntoActiveModel as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::entities::balances;
pub use crate::entities::balances::Model as BalanceRow;
use crate::entities::provider_keys::{Column, Entity};
use crate::entities::text::actor;
pub use crate::entities::text::{BalanceSource, BalanceState};
use crate::error::StoreError;
use crate::tx::Tx;
pub use entered::{Costs, EnterError, costs, enter, entered};
pub use history::history;
pub use keep::{Told, keep};

/// Whose money it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// All keys of the account spend from it.
    Account(String),
    /// A key that belongs to no account, or has a limit of its own.
    Key(KeyId),
}

/// One key as far as money is concerned.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct KeyMoney {
    pub id: Uuid,
    pub provider: String,
    pub label: String,
    pub account: Option<String>,
    pub state: String,
    /// It has a secret of its own for asking.
    pub can_ask: bool,
    pub balance_state: Option<BalanceState>,
    /// The newest amount; a later `Unknown` leaves it as it was.
    pub balance_micro_usd: Option<i64>,
    /// When it was asked for last.
    pub balance_at: Option<Timestamp>,
}

impl KeyMoney {
    pub fn holder(&self) -> Holder {
        self.account.clone().map_or(Holder::Key(KeyId(self.id)), Holder::Account)
    }
}

/// The money of all keys, by provider and account, the oldest key of an account first.
pub async fn keys(db: &impl ConnectionTrait) -> Result<Vec<KeyMoney>, StoreError> {
    let keys = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Provider, Column::Label, Column::Account, Column::State])
        .columns([Column::BalanceState, Column::BalanceMicroUsd, Column::BalanceAt])
        .expr_as(Expr::col(Column::SealedBillingSecret).is_not_null(), "can_ask")
        .order_by_asc(Column::Provider)
        .order_by_asc(Column::Account)
        .order_by_asc(Column::Id);
    Ok(keys.into_model().all(db).await?)
}

/// An amount for the history.
struct NewBalance<'a> {
    provider: &'a ProviderId,
    holder: &'a Holder,
    source: BalanceSource,
    amount: MicroUsd,
    by: Actor,
}

async fn insert(tx: &Tx, env: &Env, new: NewBalance<'_>) -> Result<(), StoreError> {
    let (account, key_id) = match new.holder {
        Holder::Account(account) => (Some(account.clone()), None),
        Holder::Key(key) => (None, Some(key.0)),
    };
    let row = BalanceRow {
        id: env.uuid(),
        provider: new.provider.0.clone(),
        account,
        key_id,
        source: new.source,
        amount_micro_usd: new.amount.0,
        at: env.now(),
        actor: actor(new.by),
    };
    let row = row.into_active_model().reset_all();
    balances::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
