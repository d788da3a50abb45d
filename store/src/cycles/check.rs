//! Whether the months and their ledger add up.

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::StoreError;
use crate::entities::text;

/// One kind's sum in one cycle, beside what the cycle says of itself.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Sum {
    pub cycle_id: uuid::Uuid,
    pub request_limit: i64,
    pub spent: i64,
    pub held: i64,
    /// None: the cycle has no entry at all.
    pub kind: Option<String>,
    pub amount: Option<i64>,
}

/// The sums of the whole ledger, by cycle.
pub async fn sums(db: &impl ConnectionTrait) -> Result<Vec<Sum>, StoreError> {
    let sums =
        "SELECT c.id AS cycle_id, c.request_limit, c.spent, c.held, l.kind, CAST(SUM(l.amount) AS bigint) AS amount
        FROM cycles c LEFT JOIN ledger_entries l ON l.cycle_id = c.id
        GROUP BY c.id, c.request_limit, c.spent, c.held, l.kind ORDER BY c.id";
    Ok(Sum::find_by_statement(Statement::from_string(db.get_database_backend(), sums)).all(db).await?)
}

/// A generation whose entries don't fit its state.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Mismatch {
    pub generation_id: uuid::Uuid,
    pub state: text::GenerationState,
    pub held: bool,
    /// `spend` or `release`.
    pub settled: Option<String>,
    /// The hold and the settle lie in one cycle, the generation's own.
    pub same_cycle: bool,
}

/// Every generation must have one hold; at its end, and not before, a spend if it succeeded and a release if not.
pub async fn mismatches(db: &impl ConnectionTrait, rows_max: u32) -> Result<Vec<Mismatch>, StoreError> {
    let sql = format!(
        "SELECT g.id AS generation_id, g.state, h.id IS NOT NULL AS held, s.kind AS settled,
            (h.cycle_id IS NULL OR h.cycle_id = g.cycle_id) AND (s.cycle_id IS NULL OR s.cycle_id = g.cycle_id)
                AS same_cycle
        FROM generations g
        LEFT JOIN ledger_entries h ON h.generation_id = g.id AND h.kind = 'hold'
        LEFT JOIN ledger_entries s ON s.generation_id = g.id AND s.kind IN ('spend', 'release')
        WHERE h.id IS NULL OR h.cycle_id <> g.cycle_id OR s.cycle_id <> g.cycle_id
            OR (g.state IN ('queued', 'running', 'waiting') AND s.id IS NOT NULL)
            OR (g.state = 'succeeded' AND (s.kind IS NULL OR s.kind <> 'spend'))
            OR (g.state IN ('failed', 'cancelled') AND (s.kind IS NULL OR s.kind <> 'release'))
        ORDER BY g.id LIMIT {rows_max}"
    );
    Ok(Mismatch::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?)
}

/// A month that is not where it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// Two months of one customer lie over each other.
    Overlap { cycle: uuid::Uuid, other: uuid::Uuid },
    /// A payment is said to have opened a month, and there is none.
    NoCycle { payment: uuid::Uuid },
    /// A month names a payment that opened none, or another customer's.
    NotPaid { cycle: uuid::Uuid, payment: uuid::Uuid },
}

/// At most so many of each kind.
pub async fn misplaced(db: &impl ConnectionTrait, rows_max: u32) -> Result<Vec<Misplaced>, StoreError> {
    // Where any two overlap, two neighbours do.
    let overlaps = format!(
        "SELECT id, before FROM (
            SELECT id, starts_at, lag(id) OVER in_row AS before, lag(ends_at) OVER in_row AS before_ends_at FROM cycles
            WHERE voided_at IS NULL WINDOW in_row AS (PARTITION BY user_id ORDER BY starts_at, id)
        ) AS neighbours WHERE before_ends_at > starts_at ORDER BY id LIMIT {rows_max}"
    );
    let no_cycle = format!(
        "SELECT p.id, p.id AS before FROM payments p LEFT JOIN cycles c ON c.payment_id = p.id
        WHERE p.activated_at IS NOT NULL AND c.id IS NULL ORDER BY p.id LIMIT {rows_max}"
    );
    let not_paid = format!(
        "SELECT c.id, c.payment_id AS before FROM cycles c LEFT JOIN payments p ON p.id = c.payment_id
        WHERE c.payment_id IS NOT NULL AND (p.activated_at IS NULL OR p.user_id <> c.user_id)
        ORDER BY c.id LIMIT {rows_max}"
    );
    let mut faults = Vec::new();
    faults.extend(pairs(db, overlaps).await?.into_iter().map(|(cycle, other)| Misplaced::Overlap { cycle, other }));
    faults.extend(pairs(db, no_cycle).await?.into_iter().map(|(payment, _)| Misplaced::NoCycle { payment }));
    let not_paid = pairs(db, not_paid).await?.into_iter();
    faults.extend(not_paid.map(|(cycle, payment)| Misplaced::NotPaid { cycle, payment }));
    Ok(faults)
}

async fn pairs(db: &impl ConnectionTrait, sql: String) -> Result<Vec<(uuid::Uuid, uuid::Uuid)>, StoreError> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let pairs: Result<_, sea_orm::DbErr> =
        rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "before")?))).collect();
    Ok(pairs?)
}
