//! Failures that have a cause in common: found, joined and ended. The rule is [`nproxy_domain::keys`]'.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{AttemptOutcome, Census, KeyHealth, KeyPolicy, Scope, Way, failing_since};
use nproxy_domain::mail::Severity;
use nproxy_domain::outcome::Spent;
use nproxy_domain::{Env, IncidentId, KeyId, ProviderId, Timestamp};
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Select, Set,
};
use uuid::Uuid;

use super::notices;
use crate::entities::{attempts, incidents as incident_rows, provider_keys};
use crate::error::StoreError;
use crate::incidents::{self, Report};
use crate::keys::{self, KeyEvent, Moved};
use crate::tx::Tx;

/// Looks at one end of an attempt as a part of the whole pool. Whoever asks it about a failure has passed the gate.
pub(super) struct Judge<'a> {
    pub tx: &'a Tx,
    pub env: &'a Env,
    pub policy: &'a KeyPolicy,
    pub provider: ProviderId,
    /// All that the attempt's key belongs to.
    pub scopes: Vec<Scope>,
    pub outcome: &'a AttemptOutcome,
}

impl Judge<'_> {
    /// The incident that a failure of this way is a part of.
    pub(super) async fn known(&self, way: Way) -> Result<Option<IncidentId>, StoreError> {
        if !self.policy.shared_cause {
            return Ok(None);
        }
        let names: Vec<_> = self.scopes.iter().map(|scope| scope.incident_key(&self.provider, way)).collect();
        let open = incidents::open_among(self.tx, &names).await?;
        let find = |name: &String| open.iter().find(|row| row.key == *name);
        Ok(names.iter().find_map(find).map(|row| IncidentId(row.id)))
    }

    /// Whether the failure that was just written down completes a picture in which it is not the keys.
    pub(super) async fn finds_a_shared_cause(&self, way: Way) -> Result<bool, StoreError> {
        if !self.policy.shared_cause {
            return Ok(false);
        }
        for scope in &self.scopes {
            let worked_at = self.worked_at(scope).await?;
            let since = failing_since(worked_at, self.env.now(), self.policy);
            let failing = count(self.failing(scope, way, since).count(self.tx).await?);
            if failing < self.policy.shared_keys_min {
                continue;
            }
            let mut others = 0;
            for pickable in self.pickable(scope, way, since) {
                // More than this change nothing, and a pool may be large.
                let some: Vec<Uuid> = pickable
                    .limit(u64::from(failing) * 100 / u64::from(self.policy.shared_percent_min.max(1)) + 1)
                    .into_tuple()
                    .all(self.tx)
                    .await?;
                others += u32::try_from(some.len()).unwrap_or(u32::MAX);
            }
            let excused = self.excused(self.failing(scope, way, since)).count(self.tx).await?;
            let census = Census { failing, excused: count(excused), of: failing.saturating_add(others) };
            if self.policy.is_shared(scope, census) {
                self.open(scope, way, since, failing).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The newest moment at which a key of the scope is known to have worked.
    async fn worked_at(&self, scope: &Scope) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.worked(scope).one(self.tx).await?.and_then(|row| row.worked_at))
    }

    pub(super) fn worked(&self, scope: &Scope) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        self.of(scope).filter(Column::WorkedAt.is_not_null()).order_by_desc(Column::WorkedAt).limit(1)
    }

    /// [`KeyHealth::fails`] in SQL.
    pub(super) fn failing(&self, scope: &Scope, way: Way, since: Timestamp) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        self.of(scope)
            .filter(Column::FailedAt.gt(since))
            .filter(Column::FailedWay.eq(way.as_str()))
            .filter(Column::State.is_not_in(["disabled", "out_of_funds"]))
    }

    /// [`KeyHealth::was_excused`] in SQL.
    fn excused(&self, keys: Select<provider_keys::Entity>) -> Select<provider_keys::Entity> {
        keys.filter(provider_keys::Column::LiftedAt.gt(self.policy.excused_since(self.env.now())))
    }

    /// [`KeyHealth::counts`] in SQL, without those that fail: the live keys, and those whose rest is over.
    pub(super) fn pickable(&self, scope: &Scope, way: Way, since: Timestamp) -> [Select<provider_keys::Entity>; 2] {
        use provider_keys::Column;
        let fails = Condition::any()
            .add(Column::FailedAt.is_null())
            .add(Column::FailedAt.lte(since))
            .add(Column::FailedWay.ne(way.as_str()));
        let others = self.of(scope).filter(fails).select_only().column(Column::Id);
        // Spelled as in the indexes of the live and of the resting keys.
        let live = others.clone().filter(Expr::cust("state IN ('active', 'probation')")).order_by_asc(Column::Id);
        let rested = others.filter(Expr::cust("state = 'cooldown'")).filter(Column::Until.lte(self.env.now()));
        [live, rested.order_by_asc(Column::Until)]
    }

    fn of(&self, scope: &Scope) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        let keys = provider_keys::Entity::find().filter(Column::Provider.eq(&self.provider.0));
        match scope {
            Scope::Provider => keys,
            Scope::Proxy(proxy) => keys.filter(Column::ProxyId.eq(proxy.0)),
            Scope::Account(account) => keys.filter(Column::Account.eq(account)),
        }
    }

    async fn open(&self, scope: &Scope, way: Way, since: Timestamp, failing: u32) -> Result<(), StoreError> {
        let (tx, now) = (self.tx, self.env.now());
        let id = IncidentId::new(self.env);
        let failing_keys = self.failing(scope, way, since).order_by_asc(provider_keys::Column::Id).lock_exclusive();
        let failing_keys = failing_keys.all(tx).await?;
        let report = Report {
            id,
            key: scope.incident_key(&self.provider, way),
            severity: if *scope == Scope::Provider { Severity::Critical } else { Severity::Warning },
            subject: format!("{}{scope}: {failing} × {}", self.provider, way.as_str()),
            title: format!("{failing} keys of {}{scope} are {} together", self.provider, way.as_str()),
            detail: self.outcome.detail.clone(),
            at: now,
        };
        incidents::report(tx, report).await?;
        self.share_attempts(&failing_keys, way, since).await?;
        self.move_all(&failing_keys, "shared_cause", |health| health.joined(id, now, self.policy)).await
    }

    /// What the keys were tried for in vain may be tried with them again.
    async fn share_attempts(
        &self,
        keys: &[provider_keys::Model],
        way: Way,
        since: Timestamp,
    ) -> Result<(), StoreError> {
        use attempts::Column;
        let shared = attempts::ActiveModel { shared: Set(true), ..Default::default() };
        let classes = way.classes().map(nproxy_domain::outcome::Class::as_str);
        attempts::Entity::update_many()
            .set(shared)
            .filter(Column::KeyId.is_in(keys.iter().map(|key| key.id)))
            .filter(Column::EndedAt.gt(since))
            .filter(Column::Class.is_in(classes))
            .filter(Column::Spent.eq(Spent::No.as_str()))
            .exec(self.tx)
            .await?;
        Ok(())
    }

    /// Whether a success of this attempt ends something: it is to pass the gate then, before it locks its key.
    pub(super) async fn may_end_incidents(&self, attempt: &attempts::Model) -> Result<bool, StoreError> {
        Ok(!self.endable(attempt).await?.is_empty())
    }

    /// A success ends what began before it: shared causes that its key belongs to, and what was said of its model and its
    /// way out.
    pub(super) async fn ends_incidents(&self, attempt: &attempts::Model) -> Result<(), StoreError> {
        let (tx, now) = (self.tx, self.env.now());
        let over = self.endable(attempt).await?;
        let resting = provider_keys::Entity::find()
            .filter(provider_keys::Column::IncidentId.is_in(over.iter().map(|incident| incident.id)))
            .order_by_asc(provider_keys::Column::Id)
            .lock_exclusive();
        self.move_all(&resting.all(tx).await?, "shared_cause_over", |health| health.lifted(now)).await?;
        let names: Vec<String> = over.into_iter().map(|incident| incident.key).collect();
        incidents::recover_all(tx, &names, now).await
    }

    async fn endable(&self, attempt: &attempts::Model) -> Result<Vec<incident_rows::Model>, StoreError> {
        let shared = self.scopes.iter().flat_map(|scope| Way::ALL.map(|way| scope.incident_key(&self.provider, way)));
        let region = attempt.proxy_id.is_none().then(|| notices::region(&self.provider));
        let names = shared.chain([notices::model_gone(&self.provider, &attempt.model)]).chain(region);
        let open = incidents::open_among(self.tx, &names.collect::<Vec<_>>()).await?;
        Ok(open.into_iter().filter(|row| row.opened_at <= attempt.started_at).collect())
    }

    /// Moves many keys that are held, each on record.
    async fn move_all(
        &self,
        rows: &[provider_keys::Model],
        cause: &str,
        change: impl Fn(KeyHealth) -> KeyHealth,
    ) -> Result<(), StoreError> {
        let (tx, now) = (self.tx, self.env.now());
        let evidence = Some(self.outcome.detail.as_str()).filter(|detail| !detail.is_empty());
        let (mut moved, mut events, mut looked_at) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let id = KeyId(row.id);
            let mut key = keys::pool_key(row)?;
            let before = key.health.state;
            key.becomes(change(key.health), now);
            events.push(KeyEvent { key: id, before, after: key.health.state, cause, evidence, by: Actor::System });
            if before.needs_admin() {
                looked_at.push(incidents::key_in_review(id));
            }
            moved.push(Moved { read: row, label: row.label.clone(), key });
        }
        keys::save_all(tx, &moved).await?;
        keys::record_all(tx, self.env, &events).await?;
        incidents::recover_all(tx, &looked_at, now).await
    }
}

fn count(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
