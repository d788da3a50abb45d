//! An account is erased: what of its rows goes, and what stays for the books.
//!
//! Payments, months, the ledger and the audit log stay under the user's id, which names nobody any more. So do the
//! skeletons of pictures: the ledger counts generations, and a generation that succeeded has its asset. What is left of
//! them are ids, times and sizes.

use nproxy_domain::assets::StorageKey;
use nproxy_domain::{AssetId, AttemptId, GenerationId, Timestamp, UserId};
use sea_orm::prelude::Uuid;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Statement, Value,
};

use crate::entities::{assets, generations, text::GenerationState};
use crate::{StoreError, Tx};

/// What is done to the rows of user `$1`, in this order: rows before those that they refer to.
const OF_USER: [&str; 21] = [
    "DELETE FROM mails WHERE state = 'pending' AND link_subject_id = $1",
    "DELETE FROM mails WHERE state = 'pending' AND link_subject_id IN (SELECT id FROM email_changes WHERE user_id = $1)",
    "DELETE FROM email_tokens WHERE subject_id = $1",
    "DELETE FROM email_tokens WHERE subject_id IN (SELECT id FROM email_changes WHERE user_id = $1)",
    "DELETE FROM email_tokens WHERE subject_id IN (SELECT id FROM pending_registrations WHERE user_id = $1)",
    "DELETE FROM email_changes WHERE user_id = $1",
    "DELETE FROM pending_registrations WHERE user_id = $1",
    "DELETE FROM sessions WHERE user_id = $1",
    "DELETE FROM totp WHERE user_id = $1",
    "DELETE FROM recovery_codes WHERE user_id = $1",
    "DELETE FROM telegram_admins WHERE admin_id = $1",
    "UPDATE telegram_money_acts SET telegram_name = '' WHERE admin_id = $1",
    "DELETE FROM opened_pictures WHERE user_id = $1",
    "DELETE FROM opened_pictures WHERE asset_id IN (SELECT id FROM assets WHERE owner_id = $1)",
    "UPDATE mails SET user_id = NULL WHERE user_id = $1",
    "DELETE FROM downloads WHERE user_id = $1",
    "DELETE FROM downloads WHERE account_id = $1",
    "DELETE FROM turn_inputs WHERE turn_id IN (SELECT id FROM turns WHERE user_id = $1)",
    // Upstreams quote prompts in what they say of them.
    "UPDATE attempts SET detail = NULL, cursor = NULL
        WHERE generation_id IN (SELECT id FROM generations WHERE user_id = $1)",
    "UPDATE generations SET error_message = NULL, retry_key = NULL WHERE user_id = $1",
    "DELETE FROM assets WHERE owner_id = $1
        AND NOT EXISTS (SELECT 1 FROM generations WHERE generations.asset_id = assets.id)",
];

/// What is done to the rows that name the address `$1`, whosever they are.
const OF_ADDRESS: [&str; 4] = [
    "DELETE FROM mails WHERE state = 'pending' AND recipient = $1",
    "DELETE FROM email_tokens WHERE subject_id IN (SELECT id FROM pending_registrations WHERE email = $1)",
    "DELETE FROM pending_registrations WHERE email = $1",
    "DELETE FROM email_changes WHERE new_email = $1",
];

/// `$1` the user, `$2` now.
const HIDDEN: [&str; 1] =
    ["UPDATE conversations SET title = '', search = '', deleted_at = COALESCE(deleted_at, $2) WHERE user_id = $1"];

/// `$1` the user, `$2` now, `$3` no bytes: hashes can be tried out.
const HIDDEN_WITHOUT_HASH: [&str; 2] = [
    "UPDATE turns SET prompt = '', search = '', body_hash = $3, idempotency_key = {id}, deleted_at = COALESCE(deleted_at, $2)
        WHERE user_id = $1",
    "UPDATE assets SET hash = $3, starred_at = NULL, deleted_at = COALESCE(deleted_at, $2), purged_at = COALESCE(purged_at, $2)
        WHERE owner_id = $1",
];

/// `$1` the user, `$2` what stands for the address, `$3` now.
const FORGOTTEN: &str = "UPDATE users SET email = $2, password_hash = '', deleted_at = $3 WHERE id = $1";

/// Empties and removes in the transaction that calls it; the user's row is locked. The objects are gone already.
pub async fn erase(tx: &Tx, user: UserId, email: &str, now: Timestamp) -> Result<(), StoreError> {
    for statement in statements(tx.get_database_backend(), user, email, now) {
        tx.execute_raw(statement).await?;
    }
    Ok(())
}

/// What [`erase`] does, in this order.
pub fn statements(backend: DbBackend, user: UserId, email: &str, now: Timestamp) -> Vec<Statement> {
    let id = || Value::from(user.0);
    let nothing = || Value::from(Vec::<u8>::new());
    let own_id = if backend == DbBackend::Sqlite { "hex(id)" } else { "CAST(id AS text)" };
    // No mail can be sent to `.invalid` (RFC 2606), so nobody signs up with it; the unique index wants a word per user.
    let forgotten = format!("erased-{user}@invalid");
    let mut all: Vec<(&str, Vec<Value>)> = Vec::new();
    all.extend(OF_USER.map(|sql| (sql, vec![id()])));
    all.extend(OF_ADDRESS.map(|sql| (sql, vec![email.into()])));
    all.extend(HIDDEN.map(|sql| (sql, vec![id(), now.into()])));
    all.extend(HIDDEN_WITHOUT_HASH.map(|sql| (sql, vec![id(), now.into(), nothing()])));
    all.push((FORGOTTEN, vec![id(), forgotten.into(), now.into()]));
    let statement = |(sql, values): (&str, Vec<Value>)| {
        Statement::from_sql_and_values(backend, sql.replace("{id}", own_id), values)
    };
    all.into_iter().map(statement).collect()
}

/// Whether pictures are still being made for the user.
pub async fn has_open(conn: &impl ConnectionTrait, user: UserId) -> Result<bool, StoreError> {
    use generations::Column;
    let open = [GenerationState::Queued, GenerationState::Running, GenerationState::Waiting];
    let open = generations::Entity::find().select_only().column(Column::Id).filter(Column::State.is_in(open));
    Ok(open.filter(Column::UserId.eq(user.0)).limit(1).into_tuple::<Uuid>().one(conn).await?.is_some())
}

/// The pictures of a user whatever their state, oldest first: `max` of them after `after`.
pub async fn pictures(
    conn: &impl ConnectionTrait,
    user: UserId,
    after: Option<AssetId>,
    max: u64,
) -> Result<Vec<(AssetId, StorageKey)>, StoreError> {
    use assets::Column;
    let mut rows = assets::Entity::find().select_only().columns([Column::Id, Column::StorageKey]);
    rows = rows.filter(Column::OwnerId.eq(user.0));
    if let Some(after) = after {
        rows = rows.filter(Column::Id.gt(after.0));
    }
    let rows: Vec<(Uuid, String)> = rows.order_by_asc(Column::Id).limit(max).into_tuple().all(conn).await?;
    Ok(rows.into_iter().map(|(id, key)| (AssetId(id), StorageKey::from_row(key))).collect())
}

/// An attempt that brought no picture as far as its row knows; its worker may have stored one before it died.
#[derive(Clone, Copy, Debug, FromQueryResult)]
struct LostRow {
    generation_id: Uuid,
    id: Uuid,
}

/// Where objects may lie that no picture's row knows, by generation: of `max` generations after `after`. `None`: there
/// are no more generations.
pub async fn lost(
    conn: &impl ConnectionTrait,
    user: UserId,
    after: Option<GenerationId>,
    max: u64,
) -> Result<Option<(GenerationId, Vec<StorageKey>)>, StoreError> {
    let page = lost_page(conn, user, after, max).await?;
    let Some(last) = page.last().copied() else { return Ok(None) };
    let first = page[0];
    let backend = conn.get_database_backend();
    let sql = "SELECT a.generation_id, a.id FROM generations g JOIN attempts a ON a.generation_id = g.id
        WHERE g.user_id = $1 AND g.id BETWEEN $2 AND $3 AND a.class <> 'ok'";
    let values = [user.0.into(), first.into(), last.into()];
    let rows = LostRow::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(conn).await?;
    let key = |row: LostRow| StorageKey::output(GenerationId(row.generation_id), AttemptId(row.id));
    Ok(Some((GenerationId(last), rows.into_iter().map(key).collect())))
}

async fn lost_page(
    conn: &impl ConnectionTrait,
    user: UserId,
    after: Option<GenerationId>,
    max: u64,
) -> Result<Vec<Uuid>, StoreError> {
    use generations::Column;
    let mut page = generations::Entity::find().select_only().column(Column::Id).filter(Column::UserId.eq(user.0));
    if let Some(after) = after {
        page = page.filter(Column::Id.gt(after.0));
    }
    Ok(page.order_by_asc(Column::Id).limit(max).into_tuple().all(conn).await?)
}
