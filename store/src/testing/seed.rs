//! Many rows at once, by set-based SQL.

use sea_orm::{ConnectionTrait as _, DbBackend};

use super::TestDb;
use crate::error::StoreError;
use crate::tx::Tx;

/// Customers among whom the rows are spread.
const USERS: u32 = 200;

impl TestDb {
    /// `rows` generations (one per turn; 1 in 100 queued, running and waiting each, the rest ended), as many
    /// conversations, attempts and keys of provider `seeded`, and fresh statistics.
    ///
    /// Ids are the row's number under the table's: `00000000-0000-000T-0000-NNNNNNNNNNNN`.
    pub async fn seed(&self, rows: u32) {
        let sqlite = self.store.backend() == DbBackend::Sqlite;
        // id(prefix, n), at(n): n seconds before the start.
        let id = |prefix: u32, n: &str| {
            if sqlite {
                format!("unhex(printf('000000000000%04d%016x', {prefix}, {n}))")
            } else {
                format!("CAST('000000000000' || lpad('{prefix}', 4, '0') || lpad(to_hex({n}), 16, '0') AS uuid)")
            }
        };
        let (asset, cycle) = (id(5, "i"), id(2, &format!("i % {USERS}")));
        let at = |n: &str| {
            let start = Self::START;
            if sqlite {
                format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', {start} - ({n}), 'unixepoch')")
            } else {
                format!("to_timestamp({start} - ({n}))")
            }
        };
        let bytes = if sqlite { "x'00'" } else { r"'\x00'::bytea" };
        let user = id(1, &format!("i % {USERS}"));
        let state = "CASE i % 100 WHEN 1 THEN 'queued' WHEN 2 THEN 'running' WHEN 3 THEN 'waiting' \
                     WHEN 4 THEN 'failed' WHEN 5 THEN 'cancelled' ELSE 'succeeded' END";
        let when = |states: &str, value: &str| format!("CASE WHEN i % 100 IN ({states}) THEN {value} END");
        let ended = |value: &str| format!("CASE WHEN i % 100 NOT IN (1, 2, 3) THEN {value} END");
        let key_state = "CASE i % 10 WHEN 1 THEN 'cooldown' WHEN 2 THEN 'manual_review' ELSE 'active' END";
        let inserts = [
            (
                USERS,
                format!(
                    "users SELECT {}, 'user-' || i || '@example.com', '', 'customer', 'en', {}, NULL, NULL",
                    id(1, "i"),
                    at("i")
                ),
            ),
            (
                USERS,
                format!(
                    "cycles SELECT {}, {}, 'p', 'P', {now}, {now}, {}, 1000000, 0, 0, NULL, {now}",
                    id(2, "i"),
                    id(1, "i"),
                    at("-2592000"),
                    now = at("0")
                ),
            ),
            (rows, format!("conversations SELECT {}, {user}, 'title', {now}, {now}, NULL", id(3, "i"), now = at("i"))),
            (
                rows,
                format!(
                    "turns SELECT {}, {user}, {}, 'k' || i, {bytes}, 'm', 'text_to_image', 'prompt', 'auto', 1, 1, 1, NULL, {}, NULL",
                    id(4, "i"),
                    id(3, "i"),
                    at("i")
                ),
            ),
            (
                rows,
                format!(
                    "assets SELECT {}, {user}, 'output', 'o/' || i, 'image/png', 1, 1, 1, {bytes}, {}, NULL",
                    id(5, "i"),
                    at("i")
                ),
            ),
            (
                rows,
                format!(
                    "generations SELECT {id}, {turn}, 0, {user}, {cycle}, {state}, {code}, NULL, {lease}, {until}, {run_at}, \
                     {now}, {asset}, NULL, NULL, {no}, 1, {now}, {started}, {finished}",
                    id = id(6, "i"),
                    turn = id(4, "i"),
                    code = when("4", "'internal'"),
                    lease = when("2", &id(9, "i")),
                    until = when("2", &at("i")),
                    run_at = when("3", &at("i")),
                    now = at("i"),
                    asset = format!("CASE WHEN i % 100 NOT IN (1, 2, 3, 4, 5) THEN {asset} END"),
                    no = if sqlite { "0" } else { "false" },
                    started = format!("CASE WHEN i % 100 <> 1 THEN {} END", at("i")),
                    finished = ended(&at("i")),
                ),
            ),
            (
                rows,
                format!(
                    "provider_keys SELECT {}, 'seeded', 'label', {bytes}, NULL, 'f' || i, 'account-' || (i / 10), NULL, {no}, {key_state}, \
                     CASE WHEN i % 10 = 1 THEN {later} END, 0, NULL, NULL, 4, 0, NULL, \
                     CASE WHEN i % 10 = 1 THEN {later} WHEN i % 10 <> 2 THEN {now} END, i, NULL, 1, NULL, NULL, {now}",
                    id(7, "i"),
                    no = if sqlite { "0" } else { "false" },
                    later = at("-300"),
                    now = at("i"),
                ),
            ),
            (
                rows,
                format!(
                    "attempts SELECT {}, {}, 1, 'seeded', 'm', {}, NULL, 'ended', 'ok', 'yes', NULL, NULL, {now}, {now}, 5, NULL",
                    id(8, "i"),
                    id(6, "i"),
                    id(7, "i"),
                    now = at("i")
                ),
            ),
        ];
        self.store
            .write(|tx: Tx| {
                let inserts = &inserts;
                async move {
                    for (rows, insert) in inserts {
                        let numbers = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 <";
                        let (table, select) = insert.split_once(' ').expect("a table");
                        tx.execute_unprepared(&format!("INSERT INTO {table} {numbers} {rows}) {select} FROM n"))
                            .await?;
                    }
                    tx.execute_unprepared("ANALYZE").await?;
                    Ok::<_, StoreError>(())
                }
            })
            .await
            .expect("the rows are kept");
    }
}
