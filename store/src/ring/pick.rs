//! Which key is next, and when where none is.

use nproxy_domain::Timestamp;
use nproxy_domain::keys::Want;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, LockBehavior, LockType, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
};
use uuid::Uuid;

use super::gate;
use crate::entities::{key_models, provider_keys, proxies};
use crate::error::StoreError;
use crate::tx::Tx;

pub(super) const NEEDS_ADMIN: [&str; 3] = ["out_of_funds", "manual_review", "disabled"];

/// Who asks for which key, and when.
pub(super) struct Picker<'a> {
    pub tx: &'a Tx,
    pub want: &'a Want,
    /// Not to be tried again for this generation.
    pub tried: Vec<Uuid>,
    pub now: Timestamp,
}

/// What there is.
pub(super) enum Picked {
    Due(provider_keys::Model),
    /// In the middle of a rest, since all rest.
    LastResort(provider_keys::Model),
    /// `None`: none at any time.
    Nothing {
        soonest: Option<Timestamp>,
    },
}

impl Picker<'_> {
    pub(super) async fn pick(&self) -> Result<Picked, StoreError> {
        if let Some(row) = self.due_one().await? {
            return Ok(Picked::Due(row));
        }
        let (mut resort_at, mut somebody_tries) = (None, false);
        let last_resort = self.want.last_resort;
        if last_resort && self.may_resort().one(self.tx).await?.is_some() && !self.some_is_live().await? {
            gate::pass(self.tx, &self.want.provider.0).await?;
            somebody_tries = self.resorting().one(self.tx).await?.is_some();
            let ready = self.ready_to_resort().lock_exclusive();
            if !somebody_tries && let Some(row) = ready.one(self.tx).await? {
                return Ok(Picked::LastResort(row));
            }
            resort_at = self.may_resort().one(self.tx).await?.and_then(|row| row.resort_at);
        }
        let resort_at = resort_at.map(|at| if somebody_tries { self.now } else { Ord::max(at, self.now) });
        Ok(Picked::Nothing { soonest: resort_at.into_iter().chain(self.soonest().await?).min() })
    }

    /// The due key that was picked longest ago. Rows that others hold are passed over first, so that pickers don't
    /// wait in line; that none is left is only believed when nobody holds one.
    async fn due_one(&self) -> Result<Option<provider_keys::Model>, StoreError> {
        let due = self.due();
        if self.tx.get_database_backend() == DbBackend::Sqlite {
            return Ok(due.one(self.tx).await?);
        }
        let passing = due.clone().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        if let Some(row) = passing.one(self.tx).await? {
            return Ok(Some(row));
        }
        // A row that was waited for and is no longer due stays locked, although it is not answered: without the way back,
        // whoever finds nothing would hold keys and wait for others.
        self.tx.execute_unprepared("SAVEPOINT pick").await?;
        let row = due.lock_exclusive().one(self.tx).await?;
        let end = if row.is_some() { "RELEASE SAVEPOINT pick" } else { "ROLLBACK TO SAVEPOINT pick" };
        self.tx.execute_unprepared(end).await?;
        Ok(row)
    }

    pub(super) fn due(&self) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        self.reachable()
            .filter(Column::NextAt.lte(self.now))
            .order_by_asc(Column::PickedSeq)
            .order_by_asc(Column::Id)
            .limit(1)
    }

    /// Whether a key could be picked without any rest ending: idle, busy or spaced.
    async fn some_is_live(&self) -> Result<bool, StoreError> {
        Ok(self.live().one(self.tx).await?.is_some() || self.rested().one(self.tx).await?.is_some())
    }

    pub(super) fn live(&self) -> Select<provider_keys::Entity> {
        // Spelled as in the index of the live keys: with parameters the planner can't know that it fits.
        let live = Expr::cust("state IN ('active', 'probation')");
        self.reachable().filter(live).order_by_asc(provider_keys::Column::Id).limit(1)
    }

    pub(super) fn rested(&self) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        let rested = self.reachable().filter(Expr::cust("state = 'cooldown'")).filter(Column::Until.lte(self.now));
        rested.order_by_asc(Column::Until).limit(1)
    }

    /// The key that may be the last resort first.
    pub(super) fn may_resort(&self) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        self.at_rest().order_by_asc(Column::ResortAt).limit(1)
    }

    /// Of those that may be the last resort now, the one whose rest ends first.
    pub(super) fn ready_to_resort(&self) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        let ready = self.at_rest().filter(Column::ResortAt.lte(self.now));
        ready.order_by_asc(Column::Until).order_by_asc(Column::Id).limit(1)
    }

    fn at_rest(&self) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        self.reachable()
            // Spelled as in the index of resting keys: with a parameter the planner can't know that it fits.
            .filter(Expr::cust("state = 'cooldown'"))
            .filter(Column::Until.gt(self.now))
            .filter(Column::ResortAt.is_not_null())
            .filter(Column::InFlight.eq(0))
    }

    /// A key of this provider that is somebody's last resort just now.
    pub(super) fn resorting(&self) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        provider_keys::Entity::find()
            .filter(Column::Provider.eq(&self.want.provider.0))
            .filter(Expr::cust("state = 'cooldown'"))
            .filter(Column::Resorting.eq(true))
            .limit(1)
    }

    /// When the first eligible key is to be had; one that is busy may be free at any moment. `None`: there is none.
    ///
    /// One statement, so one moment: a key that is freed between two would be in neither answer, and a busy pool would look
    /// like one without keys.
    async fn soonest(&self) -> Result<Option<Timestamp>, StoreError> {
        let found = self.tx.get_database_backend().build(&self.soonest_of());
        let rows: Vec<Soonest> = Soonest::find_by_statement(found).all(self.tx).await?;
        Ok(rows.into_iter().map(|row| row.next_at.unwrap_or(self.now)).min())
    }

    /// The key that is to be had first, a busy one, and the proxy that heals first.
    pub(super) fn soonest_of(&self) -> SelectStatement {
        use provider_keys::Column;
        let free = self.reachable().filter(Column::NextAt.is_not_null()).order_by_asc(Column::NextAt).limit(1);
        // Spelled as in the index of the busy keys: with a parameter the planner can't know that it fits.
        let busy = self.reachable().filter(Expr::cust("in_flight > 0")).filter(Column::NextAt.is_null()).limit(1);
        let free = free.select_only().column(Column::NextAt).into_query();
        let busy = busy.select_only().column(Column::NextAt).into_query();
        let heals = self.eligible().select_only().into_query();
        let heals = dead_proxies(heals, self.now);
        // SQLite takes no LIMIT within a union but that of a table.
        let when = |keys: SelectStatement, name: &'static str| {
            Query::select().column(Column::NextAt).from_subquery(keys, name).to_owned()
        };
        let mut all = when(free, "free");
        all.union(UnionType::All, when(busy, "busy")).union(UnionType::All, when(heals, "heals"));
        all
    }

    /// May go around its proxy, or has one that isn't known to be dead.
    fn reachable(&self) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        let dead = Query::select()
            .expr(Expr::val(1))
            .from(proxies::Entity)
            .and_where(
                Expr::col((proxies::Entity, proxies::Column::Id)).equals((provider_keys::Entity, Column::ProxyId)),
            )
            .and_where(Expr::col((proxies::Entity, proxies::Column::Until)).gt(self.now))
            .to_owned();
        let cut_off = Condition::all().add(Column::ProxyOnly.eq(true)).add(Expr::exists(dead)).not();
        self.eligible().filter(cut_off)
    }

    fn eligible(&self) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        let not_for = Query::select()
            .expr(Expr::val(1))
            .from(key_models::Entity)
            .and_where(
                Expr::col((key_models::Entity, key_models::Column::KeyId)).equals((provider_keys::Entity, Column::Id)),
            )
            .and_where(Expr::col((key_models::Entity, key_models::Column::Model)).eq(&self.want.model))
            .to_owned();
        let mut keys = provider_keys::Entity::find()
            .filter(Column::Provider.eq(&self.want.provider.0))
            .filter(Column::State.is_not_in(NEEDS_ADMIN))
            .filter(Expr::exists(not_for).not());
        if !self.tried.is_empty() {
            keys = keys.filter(Column::Id.is_not_in(self.tried.iter().copied()));
        }
        keys
    }

    /// Where the newest number given under this provider stands. Two pickers at once may give the same: then the
    /// id decides.
    pub(super) fn newest_pick(&self) -> Select<provider_keys::Entity> {
        use provider_keys::Column;
        provider_keys::Entity::find()
            .filter(Column::Provider.eq(&self.want.provider.0))
            .order_by_desc(Column::PickedSeq)
            .limit(1)
            .select_only()
            .column(Column::PickedSeq)
    }
}

/// The moment at which the first of the keys that may not go around their dead proxy can be tried.
fn dead_proxies(mut keys: SelectStatement, now: Timestamp) -> SelectStatement {
    use provider_keys::Column;
    keys.expr_as(Expr::col((proxies::Entity, proxies::Column::Until)), Column::NextAt)
        .inner_join(
            proxies::Entity,
            Expr::col((proxies::Entity, proxies::Column::Id)).equals((provider_keys::Entity, Column::ProxyId)),
        )
        // Spelled as in the index of the keys that have a proxy.
        .and_where(Expr::cust("proxy_id IS NOT NULL"))
        .and_where(Column::ProxyOnly.eq(true))
        .and_where(Expr::col((proxies::Entity, proxies::Column::Until)).gt(now))
        .order_by((proxies::Entity, proxies::Column::Until), sea_orm::Order::Asc)
        .limit(1)
        .to_owned()
}

/// A row of [`Picker::soonest_of`]; a busy key has no time of its own.
#[derive(FromQueryResult)]
struct Soonest {
    next_at: Option<Timestamp>,
}
