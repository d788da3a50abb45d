//! How workers take generations, keep them and lose them.

use chrono::TimeDelta;
use nproxy_domain::{GenerationId, LeaseId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, Statement,
};

use super::GenerationRow;
use crate::entities::generations::{Column, Entity};
use crate::entities::text::GenerationState;
use crate::{StoreError, Tx};

/// For so long whoever is due for a first key is waited for by those that were not begun yet.
const LOOKING_FOR: TimeDelta = TimeDelta::seconds(1);

/// What a worker asks for.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Fresh; every row of this claim is held by it.
    pub lease: LeaseId,
    pub lease_until: Timestamp,
    /// Of those that nothing was tried for yet; the others keep theirs.
    pub deadline: Timestamp,
    /// A customer with this many running waits.
    pub running_per_user_max: u32,
    /// At most so many rows.
    pub rows_max: u32,
    /// Also what other workers left behind.
    pub take_over: bool,
    pub now: Timestamp,
}

/// Takes at most one generation of each customer, of those customers that were unserved longest, and whatever other
/// workers left behind or an upstream was left to work on. A worker with room left claims again until nothing comes.
///
/// What an upstream works on is paid for: it is fetched however many of the customer's others run, and during a pause
/// too. Nothing is begun in a pause, whether it is queued or already waits for its first key.
///
/// Keys may be fewer than hands. What looked for its first key in vain comes before what is queued, for the same model and
/// mode: of the same customer as long as it waits, of others while it is due or looks ([`LOOKING_FOR`]). So a key that was
/// freed for it (`ring/wake.rs`) is not taken by the next in the queue, and of each customer's only one looks for a key.
///
/// One per customer and statement is what makes it fair, and what keeps two claims at the same instant within
/// `running_per_user_max`: both want the same row of a customer, and only one gets it.
pub async fn claim(tx: &Tx, claim: &Claim) -> Result<Vec<GenerationRow>, StoreError> {
    let statement = statement(tx.get_database_backend(), claim);
    let mut rows = Entity::find().from_raw_sql(statement).all(tx).await?;
    rows.sort_by_key(|row| (row.queued_at, row.id));
    Ok(rows)
}

/// The claim in SQL. The customers in the queue are found by stepping through the index from one to the next, so the
/// length of one customer's queue costs nothing.
pub(super) fn statement(backend: DbBackend, claim: &Claim) -> Statement {
    let lock = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    // A literal limit: the planner must see how few rows come of this.
    let rows_max = claim.rows_max;
    let paused = crate::switches::GENERATION_PAUSED_SQL;
    let begun = |row: &str| format!("EXISTS (SELECT 1 FROM attempts a WHERE a.generation_id = {row}.id)");
    let open = |row: &str| {
        format!("EXISTS (SELECT 1 FROM attempts a WHERE a.generation_id = {row}.id AND a.ended_at IS NULL)")
    };
    let (w_begun, w_open, begun) = (begun("w"), open("w"), begun("generations"));
    let sql = format!(
        "WITH RECURSIVE queuing (user_id) AS (
            SELECT user_id FROM (
                SELECT user_id FROM generations WHERE state = 'queued' ORDER BY user_id LIMIT 1
            ) AS first_one
            UNION ALL
            SELECT (SELECT g.user_id FROM generations g
                WHERE g.state = 'queued' AND g.user_id > one.user_id ORDER BY g.user_id LIMIT 1)
            FROM queuing one WHERE one.user_id IS NOT NULL
        ), customers (user_id) AS (
            SELECT user_id FROM queuing WHERE user_id IS NOT NULL AND NOT {paused}
            UNION
            SELECT user_id FROM generations WHERE state = 'waiting' AND run_at <= $1
        ), looking (model, mode) AS MATERIALIZED (
            SELECT lt.model, lt.mode FROM generations lg JOIN turns lt ON lt.id = lg.turn_id
                WHERE lg.state = 'waiting' AND lg.run_at <= $1 AND lg.run_at > $7 AND lg.started_at IS NULL
            UNION
            SELECT kt.model, kt.mode FROM generations kg JOIN turns kt ON kt.id = kg.turn_id
                WHERE kg.state = 'running' AND kg.lease_until > $8 AND kg.started_at IS NULL
        ), heads (id, served_at) AS (
            SELECT COALESCE(
                (SELECT w.id FROM generations w WHERE w.state = 'waiting' AND w.user_id = c.user_id AND w.run_at <= $1
                    AND NOT {w_open} AND ({w_begun} OR NOT {paused}) ORDER BY w.run_at, w.id LIMIT 1),
                (SELECT q.id FROM generations q JOIN turns qt ON qt.id = q.turn_id
                    WHERE q.state = 'queued' AND q.user_id = c.user_id AND NOT {paused}
                        AND NOT EXISTS (SELECT 1 FROM looking l WHERE l.model = qt.model AND l.mode = qt.mode)
                        AND NOT EXISTS (SELECT 1 FROM generations o JOIN turns ot ON ot.id = o.turn_id
                            WHERE o.state = 'waiting' AND o.user_id = q.user_id AND o.started_at IS NULL
                                AND ot.model = qt.model AND ot.mode = qt.mode)
                    ORDER BY q.queued_at, q.id LIMIT 1)),
                (SELECT max(s.started_at) FROM generations s WHERE s.user_id = c.user_id)
            FROM customers c
            WHERE (SELECT count(*) FROM generations r WHERE r.state = 'running' AND r.user_id = c.user_id) < $2
        ), picked (id) AS (
            SELECT id FROM (
                SELECT id, lease_until AS since, 0 AS place FROM generations
                    WHERE state = 'running' AND lease_until <= $1 AND $3
                UNION ALL
                SELECT w.id, w.run_at, 0 FROM generations w
                    WHERE w.state = 'waiting' AND w.run_at <= $1 AND {w_open}
                UNION ALL
                SELECT id, served_at, 1 FROM heads WHERE id IS NOT NULL
            ) AS candidates
            ORDER BY place, since IS NOT NULL, since, id LIMIT {rows_max}
        )
        UPDATE generations SET state = 'running', lease_id = $4, lease_until = $5, run_at = NULL,
            deadline = CASE WHEN {begun} THEN deadline ELSE $6 END,
            started_at = CASE WHEN state = 'queued' THEN $1 ELSE started_at END, version = version + 1
        WHERE id IN (SELECT id FROM generations WHERE id IN (SELECT id FROM picked) {lock})
            AND (state = 'queued' OR (state = 'waiting' AND run_at <= $1) OR (state = 'running' AND lease_until <= $1))
        RETURNING *"
    );
    let values = [
        claim.now.into(),
        i64::from(claim.running_per_user_max).into(),
        claim.take_over.into(),
        claim.lease.0.into(),
        claim.lease_until.into(),
        claim.deadline.into(),
        (claim.now - LOOKING_FOR).into(),
        (claim.lease_until - LOOKING_FOR).into(),
    ];
    Statement::from_sql_and_values(backend, sql, values)
}

/// A generation that is still ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Held {
    pub generation: GenerationId,
    pub lease: LeaseId,
}

/// Prolongs all leases of a worker in one statement and says which it still has. A lease that lapsed while nobody took
/// its generation over is still its holder's.
pub async fn heartbeat(tx: &Tx, held: &[Held], lease_until: Timestamp) -> Result<Vec<Held>, StoreError> {
    #[derive(FromQueryResult)]
    struct Kept {
        id: uuid::Uuid,
        lease_id: uuid::Uuid,
    }
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let mut update = sea_orm::sea_query::Query::update();
    update
        .table(Entity)
        .value(Column::LeaseUntil, lease_until)
        .and_where(Column::State.eq(GenerationState::Running))
        .and_where(Column::Id.is_in(held.iter().map(|h| h.generation.0)))
        .and_where(Column::LeaseId.is_in(held.iter().map(|h| h.lease.0)))
        .returning(sea_orm::sea_query::Query::returning().columns([Column::Id, Column::LeaseId]));
    let kept = Kept::find_by_statement(tx.get_database_backend().build(&update)).all(tx).await?;
    Ok(kept.into_iter().map(|k| Held { generation: GenerationId(k.id), lease: LeaseId(k.lease_id) }).collect())
}

/// Those that nothing was tried for in too long, the oldest first: those that nobody took, then those that found no key.
pub async fn queued_before(
    db: &impl ConnectionTrait,
    queued_until: Timestamp,
    rows_max: u64,
) -> Result<Vec<GenerationId>, StoreError> {
    let mut ids: Vec<uuid::Uuid> = queued_before_select(queued_until, rows_max).into_tuple().all(db).await?;
    let waiting: Vec<uuid::Uuid> = waiting_before_select(queued_until, rows_max).into_tuple().all(db).await?;
    ids.extend(waiting);
    Ok(ids.into_iter().map(GenerationId).collect())
}

pub(super) fn queued_before_select(queued_until: Timestamp, rows_max: u64) -> Select<Entity> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(GenerationState::Queued))
        .filter(Column::QueuedAt.lte(queued_until))
        .order_by_asc(Column::QueuedAt)
        .order_by_asc(Column::Id)
        .limit(rows_max)
}

pub(super) fn waiting_before_select(queued_until: Timestamp, rows_max: u64) -> Select<Entity> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        // Spelled as in the index of those that wait.
        .filter(Expr::cust("state = 'waiting'"))
        .filter(Column::StartedAt.is_null())
        .filter(Column::QueuedAt.lte(queued_until))
        .order_by_asc(Column::QueuedAt)
        .order_by_asc(Column::Id)
        .limit(rows_max)
}
