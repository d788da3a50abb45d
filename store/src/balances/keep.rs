//! What an upstream told.

use chrono::Duration;
use nproxy_domain::audit::Actor;
use nproxy_domain::keys::KeyState;
use nproxy_domain::mail::Severity;
use nproxy_domain::provider::{Balance, BalanceScope, MicroUsd, Usd};
use nproxy_domain::redact::plain;
use nproxy_domain::{Env, IncidentId, KeyId, ProviderId};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set};

use super::{BalanceRow, BalanceSource, BalanceState, Holder, NewBalance, insert};
use crate::entities::{balances, provider_keys};
use crate::error::StoreError;
use crate::incidents::{self, Report};
use crate::keys::{self, KeyEvent};
use crate::ring::gate;
use crate::tx::Tx;

/// An amount that doesn't change is written down so often all the same.
const UNCHANGED_EVERY: Duration = Duration::days(1);

/// What came of asking for a balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Amount(Balance),
    /// The upstream has no such thing.
    Unsupported,
    /// It could not be asked, or didn't say.
    Unknown,
}

/// Puts on record what was told through `key`, for its whole account unless it is the key's own limit. Below the floor
/// the account's keys are out of funds; an amount above it puts none back to work, which is an admin's act. Says how
/// many keys fell.
pub async fn keep(tx: &Tx, env: &Env, key: KeyId, told: Told, floor: Option<MicroUsd>) -> Result<usize, StoreError> {
    // Read without a lock: a key never changes its provider or account.
    let Some(asked) = provider_keys::Entity::find_by_id(key.0).one(tx).await? else { return Ok(0) };
    let provider = ProviderId(asked.provider);
    let own_limit = matches!(told, Told::Amount(Balance { scope: BalanceScope::Key, .. }));
    let holder = match asked.account {
        Some(account) if !own_limit => Holder::Account(account),
        _ => Holder::Key(key),
    };
    if let Holder::Account(_) = &holder {
        gate::pass(tx, &provider.0).await?;
    }
    let purse = Purse { tx, env, provider: &provider, holder: &holder };
    let rows = purse.lock().await?;
    purse.show(told).await?;
    let Told::Amount(Balance { amount, .. }) = told else { return Ok(0) };
    purse.remember(amount).await?;
    // At its own limit a key rests; no money is missing on its account.
    if own_limit { Ok(0) } else { purse.judge(&rows, amount, floor).await }
}

struct Purse<'a> {
    tx: &'a Tx,
    env: &'a Env,
    provider: &'a ProviderId,
    holder: &'a Holder,
}

impl Purse<'_> {
    fn its_keys(&self) -> Condition {
        use provider_keys::Column;
        let keys = Condition::all().add(Column::Provider.eq(&self.provider.0));
        match self.holder {
            Holder::Account(account) => keys.add(Column::Account.eq(account)),
            Holder::Key(key) => keys.add(Column::Id.eq(key.0)),
        }
    }

    async fn lock(&self) -> Result<Vec<provider_keys::Model>, StoreError> {
        let keys = provider_keys::Entity::find().filter(self.its_keys()).order_by_asc(provider_keys::Column::Id);
        Ok(keys.lock_exclusive().all(self.tx).await?)
    }

    async fn show(&self, told: Told) -> Result<(), StoreError> {
        let mut shown = provider_keys::ActiveModel { balance_at: Set(Some(self.env.now())), ..Default::default() };
        shown.balance_state = Set(Some(match told {
            Told::Amount(Balance { scope: BalanceScope::Account, .. }) => BalanceState::Amount,
            Told::Amount(Balance { scope: BalanceScope::Key, .. }) => BalanceState::OwnLimit,
            Told::Unsupported => BalanceState::Unsupported,
            Told::Unknown => BalanceState::Unknown,
        }));
        if let Told::Amount(balance) = told {
            shown.balance_micro_usd = Set(Some(balance.amount.0));
        }
        provider_keys::Entity::update_many().set(shown).filter(self.its_keys()).exec(self.tx).await?;
        Ok(())
    }

    /// The history: what changed, and once a day what didn't.
    async fn remember(&self, amount: MicroUsd) -> Result<(), StoreError> {
        use balances::Column;
        let newest = balances::Entity::find().order_by_desc(Column::Id);
        let newest = match self.holder {
            Holder::Account(account) => {
                newest.filter(Column::Provider.eq(&self.provider.0)).filter(Column::Account.eq(account))
            }
            Holder::Key(key) => newest.filter(Column::KeyId.eq(key.0)),
        };
        let newest = newest.filter(Column::Source.eq(BalanceSource::Polled)).one(self.tx).await?;
        let now = self.env.now();
        let known = |row: &BalanceRow| row.amount_micro_usd == amount.0 && now < row.at + UNCHANGED_EVERY;
        if newest.as_ref().is_some_and(known) {
            return Ok(());
        }
        let (source, by) = (BalanceSource::Polled, Actor::System);
        let new = NewBalance { provider: self.provider, holder: self.holder, source, amount, by };
        insert(self.tx, self.env, new).await
    }

    async fn judge(
        &self,
        rows: &[provider_keys::Model],
        amount: MicroUsd,
        floor: Option<MicroUsd>,
    ) -> Result<usize, StoreError> {
        let key = incidents::out_of_funds(self.provider, self.holder);
        if let Some(floor) = floor.filter(|floor| amount < *floor) {
            let detail = format!("${} left; the floor is ${}", Usd(amount), Usd(floor));
            let fallen = self.fall(rows, &detail).await?;
            if fallen > 0 {
                let title = format!("{} has too little money left", self.name(rows));
                self.report(key, Severity::Warning, rows, title, detail).await?;
            }
            return Ok(fallen);
        }
        if floor.is_none() && amount.0 <= 0 {
            // Without a floor it is the upstream's refusal that says when an account has too little.
            return Ok(0);
        }
        if !rows.iter().any(|row| row.state == KeyState::OutOfFunds.name()) {
            incidents::recover(self.tx, &key, self.env.now()).await?;
            return Ok(0);
        }
        let title = format!("{} has money again, and its keys wait to be activated", self.name(rows));
        if incidents::open(self.tx, &key).await?.is_none_or(|open| open.title != title) {
            self.report(key, Severity::Info, rows, title, format!("${} left", Usd(amount))).await?;
        }
        Ok(0)
    }

    async fn fall(&self, rows: &[provider_keys::Model], evidence: &str) -> Result<usize, StoreError> {
        let mut fallen = 0;
        for row in rows {
            let mut key = keys::pool_key(row)?;
            let before = key.health.state;
            if before.needs_admin() {
                continue;
            }
            key.becomes(key.health.fell_with_account(), self.env.now());
            keys::save(self.tx, row, &key).await?;
            let (id, after) = (KeyId(row.id), key.health.state);
            let event =
                KeyEvent { key: id, before, after, cause: "balance", evidence: Some(evidence), by: Actor::System };
            keys::record(self.tx, self.env, event).await?;
            fallen += 1;
        }
        Ok(fallen)
    }

    fn name(&self, rows: &[provider_keys::Model]) -> String {
        let provider = self.provider;
        let name = match self.holder {
            Holder::Account(account) => format!("the account {account:?} of {provider}"),
            Holder::Key(_) => {
                format!("the key {:?} of {provider}", rows.first().map(|row| row.label.as_str()).unwrap_or_default())
            }
        };
        plain(&name, &[])
    }

    async fn report(
        &self,
        key: String,
        severity: Severity,
        rows: &[provider_keys::Model],
        title: String,
        detail: String,
    ) -> Result<(), StoreError> {
        let (id, at, provider) = (IncidentId::new(self.env), self.env.now(), self.provider);
        let subject = match self.holder {
            Holder::Account(account) => format!("{account:?}, {provider}"),
            Holder::Key(_) => {
                format!("{:?}, {provider}", rows.first().map(|row| row.label.as_str()).unwrap_or_default())
            }
        };
        let report = Report { id, key, severity, subject: plain(&subject, &[]), title, detail, at };
        incidents::report(self.tx, report).await?;
        Ok(())
    }
}
