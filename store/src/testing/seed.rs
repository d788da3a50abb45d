//! Many rows at once, by set-based SQL.

use sea_orm::{ConnectionTrait as _, DbBackend};

use super::TestDb;
use crate::error::StoreError;
use crate::tx::Tx;

/// Customers among whom the rows are spread.
const USERS: u32 = 200;

/// Row `i` of a table per customer.
const PER_USER: [&str; 2] = [
    "users (id, email, password_hash, role, language, created_at)
        SELECT {row1}, 'user-' || i || '@example.com', '', 'customer', 'en', {at}",
    "cycles SELECT {row2}, {row1}, 'p', 'P', {start}, {start}, {month}, 1000000, 0, 0, NULL, {start}, 1, NULL, NULL",
];

/// Row `i` of the others. 1 generation in 100 is queued, running, waiting, failed and cancelled each.
const PER_ROW: [&str; 6] = [
    "conversations (id, user_id, title, search, created_at, updated_at)
        SELECT {row3}, {user}, 'title', 'title', {at}, {at}",
    "turns (id, user_id, conversation_id, idempotency_key, body_hash, model, mode, prompt, search, resolution, width, height,
        batch_size, created_at)
        SELECT {row4}, {user}, {row3}, 'k' || i, {bytes}, 'm', 'text_to_image', 'prompt', 'prompt ' || i, 'auto', 1, 1, 1, {at}",
    "assets (id, owner_id, kind, storage_key, mime, width, height, bytes, hash, created_at)
        SELECT {row5}, {user}, CASE WHEN i % 100 IN (1, 2, 3, 4, 5) THEN 'input' ELSE 'output' END, 'o/' || i, 'image/png', 1, 1, 1,
        {bytes}, {at}",
    "generations SELECT {row6}, {row4}, 0, {user}, {cycle},
        CASE i % 100 WHEN 1 THEN 'queued' WHEN 2 THEN 'running' WHEN 3 THEN 'waiting'
            WHEN 4 THEN 'failed' WHEN 5 THEN 'cancelled' ELSE 'succeeded' END,
        CASE WHEN i % 100 = 4 THEN 'internal' END, NULL,
        CASE WHEN i % 100 = 2 THEN {row9} END, CASE WHEN i % 100 = 2 THEN {at} END,
        CASE WHEN i % 100 = 3 THEN {at} END, {at},
        CASE WHEN i % 100 NOT IN (1, 2, 3, 4, 5) THEN {row5} END, NULL, NULL, {no}, 1,
        {at}, CASE WHEN i % 100 <> 1 THEN {at} END, CASE WHEN i % 100 NOT IN (1, 2, 3) THEN {at} END",
    "provider_keys SELECT {row7}, 'seeded', 'label', {bytes}, NULL, 'f' || i, 'account-' || (i / 10), NULL, {no},
        CASE i % 10 WHEN 1 THEN 'cooldown' WHEN 2 THEN 'manual_review' ELSE 'active' END,
        CASE WHEN i % 10 = 1 THEN {later} END, 0, NULL, NULL, 4, 0, NULL,
        CASE WHEN i % 10 = 1 THEN {later} WHEN i % 10 <> 2 THEN {at} END, i, NULL, 1, NULL, NULL, {at},
        NULL, {no}, 0, NULL, NULL, NULL, NULL, NULL",
    "attempts SELECT {row8}, {row6}, 1, 'seeded', 'm', {row7}, NULL, 'ended', 'ok', 'yes', NULL, NULL, {at}, {at}, 5, NULL, {no}",
];

/// Row `i` of the money tables: payments of which 1 in 100 is in each state that waits, most are paid and the others
/// expired; the month of each; what was told of it.
const MONEY: [&str; 4] = [
    "payments (id, user_id, idempotency_key, body_hash, plan, plan_label, months, request_limit, price_minor_units,
        currency, processor, state, external_id, address, transactions, activated_at, review, review_opened_at,
        reported_tx, next_read_at, created_at, changed_at)
        SELECT {row10}, {user}, 'k' || i, {bytes}, 'p', 'P', 1, 100, 900, 'USD', 'till-' || (i % 3),
        CASE i % 100 WHEN 1 THEN 'creating' WHEN 2 THEN 'pending' WHEN 3 THEN 'confirming' WHEN 4 THEN 'underpaid'
            WHEN 5 THEN 'needs_review' ELSE CASE WHEN i % 100 < 40 THEN 'expired' ELSE 'paid' END END,
        'x' || i, 'address-' || i, '[]', CASE WHEN i % 100 >= 40 THEN {at} END,
        CASE WHEN i % 100 = 5 THEN 'short' END, CASE WHEN i % 100 = 5 THEN {at} END,
        CASE WHEN i % 100 = 4 THEN 'reported-' || i END,
        CASE WHEN i % 100 IN (1, 2, 3) THEN {at} WHEN i % 100 < 40 THEN {later} END, {at}, {at}",
    "payment_transactions SELECT 'seen-' || i, {row10}",
    "payment_events SELECT {row11}, {row10}, 'till-' || (i % 3), 'x' || i, 'webhook', 'e' || i, 'system', NULL, NULL,
        'told', NULL, {at}",
    "cycles SELECT {row12}, {user}, 'p', 'P', {begun}, {begun}, {over}, 100, 0, 0, {row10}, {at}, 1, NULL, NULL",
];

/// Row `i` of the tables of how accounts begin. 1 sign-up in 10 became an account.
const SIGN_UPS: [&str; 3] = [
    "pending_registrations SELECT {row13}, 'user-' || i || '@example.com', '', 'en', NULL, NULL, {hash}, {at}, {at}, {later},
        CASE WHEN i % 10 = 0 THEN {user} END",
    "email_tokens SELECT {row14}, {hash}, 'verify_address', {row13}, 'user-' || i || '@example.com', {at}, {later}, NULL",
    "invites SELECT {row15}, {hash}, 'note', 1, 0, {at}, NULL, NULL",
];

/// Row `i` of the tables of what is done with accounts: more users, of whom 1 in 100 is to be erased; sessions, changes of
/// addresses with a link each, and mails of which 1 in 100 waits, of the customers.
const ACCOUNTS: [&str; 5] = [
    "users (id, email, password_hash, role, language, created_at, delete_after)
        SELECT {row16}, 'other-' || i || '@example.com', '', 'customer', 'en', {at}, CASE WHEN i % 100 = 1 THEN {at} END",
    "sessions (id, token_hash, user_id, created_at, last_seen_at, expires_at)
        SELECT {row17}, {hash}, {user}, {at}, {at}, {month}",
    "email_changes (id, user_id, old_email, new_email, created_at)
        SELECT {row18}, {user}, 'old-' || i || '@example.com', 'new-' || i || '@example.com', {at}",
    "email_tokens SELECT {row19}, {other_hash}, 'confirm_address', {row18}, 'new-' || i || '@example.com', {at}, {later}, NULL",
    "mails (id, recipient, subject, body, state, created_at, ended_at, link_purpose, link_subject_id)
        SELECT {row20}, 'user-' || i || '@example.com', 'subject', '', CASE WHEN i % 100 = 0 THEN 'pending' ELSE 'sent' END,
        {at}, CASE WHEN i % 100 <> 0 THEN {at} END, 'confirm_address', {row18}",
];

/// Row `i` of what the operator sees. 1 incident in 100 is open and critical, 1 act in 100 is a switch turned by the bot.
const OPERATION: [&str; 3] = [
    "incidents (id, key, severity, state, title, detail, times, opened_at, updated_at, recovered_at, version, news_at, spread)
        SELECT {row21}, 'trouble:' || i, CASE WHEN i % 100 = 0 THEN 'critical' ELSE 'warning' END,
        CASE WHEN i % 100 = 0 THEN 'open' ELSE 'recovered' END, 'trouble', 'detail', 1, {at}, {at},
        CASE WHEN i % 100 <> 0 THEN {at} END, 1, {at}, CASE WHEN i % 100 = 0 THEN 0 ELSE 1 END",
    "deliveries SELECT {row22}, {row21}, NULL, 'telegram', 'chat', CASE WHEN i % 100 = 0 THEN 'pending' ELSE 'sent' END,
        NULL, {at}, CASE WHEN i % 100 <> 0 THEN {at} END, 1, CASE WHEN i % 100 = 0 THEN 0 ELSE 1 END, 'warning', {at}, NULL",
    "audit_log SELECT {row23}, {at}, 'user:' || (i / 10), CASE WHEN i % 100 = 0 THEN 'telegram' ELSE 'web' END,
        CASE WHEN i % 100 = 0 THEN 'switches.set' ELSE 'keys.disable' END, 'key:' || (i / 10), NULL, NULL, NULL,
        'request-' || i",
];

impl TestDb {
    /// `rows` generations (one per turn), as many conversations, assets, attempts and keys of provider `seeded`,
    /// spread over 200 customers, and fresh statistics.
    ///
    /// Ids are the row's number under the table's: `00000000-0000-000T-0000-NNNNNNNNNNNN`, where T counts users,
    /// cycles, conversations, turns, assets, generations, keys, attempts from 1.
    pub async fn seed(&self, rows: u32) {
        let of_customers = PER_USER.map(|insert| (insert, USERS));
        self.insert(of_customers.into_iter().chain(PER_ROW.map(|insert| (insert, rows))).collect()).await;
    }

    /// `rows` payments with an event, a transaction and a past month each, of the customers of [`TestDb::seed`], who must
    /// be there, and fresh statistics. T of the ids: payments 10, events 11, cycles 12.
    pub async fn seed_money(&self, rows: u32) {
        self.insert(MONEY.map(|insert| (insert, rows)).to_vec()).await;
    }

    /// `rows` sign-ups, links and invitations, and fresh statistics; the customers of [`TestDb::seed`] must be there. Their
    /// hashes are the bytes of `h` and the row's number. T of the ids: sign-ups 13, links 14, invitations 15.
    pub async fn seed_sign_ups(&self, rows: u32) {
        self.insert(SIGN_UPS.map(|insert| (insert, rows)).to_vec()).await;
    }

    /// `rows` users beside those of [`TestDb::seed`], who must be there and who have as many sessions, changes of
    /// addresses with their links, and mails, and fresh statistics. T of the ids: 16 to 20, in this order.
    pub async fn seed_accounts(&self, rows: u32) {
        self.insert(ACCOUNTS.map(|insert| (insert, rows)).to_vec()).await;
    }

    /// `rows` incidents, notices of them and acts, and fresh statistics. T of the ids: 21 to 23.
    pub async fn seed_operation(&self, rows: u32) {
        self.insert(OPERATION.map(|insert| (insert, rows)).to_vec()).await;
    }

    /// Of the users of [`TestDb::seed_accounts`], 1 in 100 is suspended and 1 in 100 deleted; one is an admin.
    pub async fn spoil_accounts(&self) {
        let spoilt = self.store.write(|tx: Tx| async move {
            for sql in [
                "UPDATE users SET suspended_at = created_at WHERE email LIKE 'other-%02@%'",
                "UPDATE users SET deleted_at = created_at WHERE email LIKE 'other-%03@%'",
                "UPDATE users SET role = 'admin' WHERE email = 'other-104@example.com'",
                "ANALYZE",
            ] {
                tx.execute_unprepared(sql).await?;
            }
            Ok::<_, StoreError>(())
        });
        spoilt.await.expect("the rows are kept");
    }

    async fn insert(&self, inserts: Vec<(&'static str, u32)>) {
        let sqlite = self.store.backend() == DbBackend::Sqlite;
        let inserts = &inserts;
        let seeded = self.store.write(|tx: Tx| async move {
            for (insert, rows) in inserts {
                let (table, select) = insert.split_once("SELECT ").expect("a table");
                let select = spelled(select, sqlite);
                let numbers = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 <";
                tx.execute_unprepared(&format!("INSERT INTO {table} {numbers} {rows}) SELECT {select} FROM n")).await?;
            }
            tx.execute_unprepared("ANALYZE").await?;
            Ok::<_, StoreError>(())
        });
        seeded.await.expect("the rows are kept");
    }
}

fn spelled(select: &str, sqlite: bool) -> String {
    let id = |table: u32, n: &str| {
        if sqlite {
            format!("unhex(printf('%016x%016x', {table}, {n}))")
        } else {
            format!("CAST(lpad(to_hex({table}), 16, '0') || lpad(to_hex({n}), 16, '0') AS uuid)")
        }
    };
    let seconds_ago = |n: &str| {
        let start = TestDb::START;
        if sqlite {
            format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', {start} - {n}, 'unixepoch')")
        } else {
            format!("to_timestamp({start} - {n})")
        }
    };
    let (bytes, no) = if sqlite { ("x'00'", "0") } else { (r"'\x00'::bytea", "false") };
    let hash = |of: &str| {
        if sqlite { format!("CAST('{of}' || i AS BLOB)") } else { format!("convert_to('{of}' || i, 'UTF8')") }
    };
    let of_user = format!("i % {USERS}");
    let mut words = vec![
        ("{user}".to_owned(), id(1, &of_user)),
        ("{cycle}".to_owned(), id(2, &of_user)),
        ("{start}".to_owned(), seconds_ago("0")),
        ("{at}".to_owned(), seconds_ago("i")),
        ("{later}".to_owned(), seconds_ago("(-300)")),
        ("{month}".to_owned(), seconds_ago("(-2592000)")),
        ("{begun}".to_owned(), seconds_ago(&format!("((i / {USERS} + 1) * 2592000)"))),
        ("{over}".to_owned(), seconds_ago(&format!("(i / {USERS} * 2592000)"))),
        ("{bytes}".to_owned(), bytes.to_owned()),
        ("{no}".to_owned(), no.to_owned()),
        ("{hash}".to_owned(), hash("h")),
        ("{other_hash}".to_owned(), hash("c")),
    ];
    words.extend((1..=23).map(|table| (format!("{{row{table}}}"), id(table, "i"))));
    words.into_iter().fold(select.to_owned(), |select, (word, spelling)| select.replace(&word, &spelling))
}
