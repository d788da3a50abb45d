//! One statement a table. `i` is the row's number; what refers to another table computes its id from that row's number.

use nproxy_domain::Timestamp;

use super::Amounts;

/// How far back a table reaches.
const YEAR_S: u64 = 365 * 86_400;
const QUARTER_S: u64 = 90 * 86_400;
const MONTH_S: u64 = 30 * 86_400;

/// Words of prompts, from those in nearly every one to those in one of thousands.
const SUBJECT: &str =
    "(ARRAY['lighthouse', 'fox', 'harbour', 'dragon', 'teapot', 'astronaut', 'cathedral'])[1 + i % 7]";
const STYLE: &str = "(ARRAY['watercolour', 'oil', 'pencil', 'photo', 'woodcut'])[1 + i % 5]";

/// A table of made-up rows: how many, and since when.
struct Made {
    /// Tells its ids from those of others.
    nth: u8,
    rows: u32,
    since_s: u64,
    now_ms: i64,
}

impl Made {
    /// The row's moment, in milliseconds since 1970: evenly spread, the last one is new.
    fn ms(&self, i: &str) -> String {
        let (since_ms, rows) = (self.since_s * 1000, self.rows.max(1));
        format!("({} - ({rows} - 1 - ({i})::bigint) * {since_ms} / {rows})", self.now_ms)
    }

    fn at(&self, i: &str) -> String {
        format!("to_timestamp({} / 1000.0)", self.ms(i))
    }

    fn id(&self, i: &str) -> String {
        format!(
            "CAST(lpad(to_hex({}), 12, '0') || '7' || lpad(to_hex(({i})::bigint & 4095), 3, '0') || '8'
                || lpad(to_hex({}), 3, '0') || lpad(to_hex(({i})::bigint), 12, '0') AS uuid)",
            self.ms(i),
            self.nth
        )
    }
}

/// In an order in which nothing refers to what is not there.
#[expect(clippy::too_many_lines, reason = "one statement a table, and nothing else")]
pub(super) fn inserts(amounts: Amounts, now: Timestamp) -> Vec<(&'static str, String)> {
    let Amounts { users: user_rows, generations: generation_rows, attempts: attempt_rows, keys: key_rows } = amounts;
    let now_ms = now.timestamp_millis();
    let made = |nth, rows: u32, since_s| Made { nth, rows: rows.max(1), since_s, now_ms };
    let users = made(1, user_rows, YEAR_S);
    let payments = made(2, user_rows, YEAR_S);
    let cycles = made(3, user_rows, YEAR_S);
    let proxies = made(4, 200, QUARTER_S);
    let keys = made(5, key_rows, QUARTER_S);
    let conversations = made(6, generation_rows / 10 + 1, MONTH_S * 2);
    let turns = made(7, generation_rows.div_ceil(2), MONTH_S * 2);
    let generations = made(8, generation_rows, MONTH_S * 2);
    let assets = made(9, generation_rows, MONTH_S * 2);
    let attempts = made(10, attempt_rows, MONTH_S * 2);
    let mails = made(11, user_rows, QUARTER_S);
    let audit = made(12, (user_rows / 2).max(1), YEAR_S);
    let incidents = made(13, (key_rows / 5).max(1), QUARTER_S);
    let sessions = made(14, user_rows, MONTH_S);
    let events = made(15, user_rows, YEAR_S);
    let (u, t, g) = (users.rows, turns.rows, generations.rows);
    // A customer's turns stand in one conversation after another, so that what belongs together has one owner.
    let turn_conversation = format!("(i % {})", conversations.rows);
    let owner = format!("({turn_conversation} % {u})");
    let turn_of = "(i / 2)";
    let owner_of = format!("(({turn_of} % {}) % {u})", conversations.rows);
    let times = attempts.rows / g;
    let generation_of = format!("least(i / {times}, {g} - 1)");
    let provider = "(ARRAY['nano_banana', 'openrouter', 'fal'])[1 + (CASE WHEN i % 100 < 80 THEN 0 WHEN i % 100 < 99 THEN 1 ELSE 2 END)]";
    // 1 in 200 of the newest thousands has not ended; of the others 92 in 100 were delivered.
    let open = format!("(i >= {g} - 2000 AND i % 200 < 3)");
    let stage = format!(
        "CASE WHEN {open} THEN (ARRAY['queued', 'running', 'waiting'])[1 + i % 200]
            WHEN i % 100 < 92 THEN 'succeeded' WHEN i % 100 < 98 THEN 'failed' ELSE 'cancelled' END"
    );
    let is = |states: &str| format!("({stage}) IN ({states})");
    let row = |table: &'static str, columns: &str, rows: u32, values: String| {
        let columns = if columns.is_empty() { String::new() } else { format!(" ({columns})") };
        (table, format!("INSERT INTO {table}{columns} SELECT {values} FROM generate_series(0, {rows} - 1) AS i"))
    };
    let mut all = vec![row(
        "users",
        "id, email, password_hash, role, language, created_at, suspended_at, delete_after",
        u,
        format!(
            "{id}, (ARRAY['ada', 'boris', 'clara', 'dmitri', 'emma', 'fyodor', 'grace'])[1 + i % 7] || '.' || i || '@'
                || (ARRAY['example.com', 'example.org', 'example.net'])[1 + i % 3], '', 'customer',
             CASE WHEN i % 3 = 0 THEN 'ru' ELSE 'en' END, {at}, CASE WHEN i % 500 = 3 THEN {at} END,
             CASE WHEN i % 700 = 5 THEN {at} + interval '400 days' END",
            id = users.id("i"),
            at = users.at("i")
        ),
    )];
    all.extend([
        row(
            "proxies",
            "id, label, sealed_url, health, until, created_at, place, fingerprint, failures",
            proxies.rows,
            format!(
                "{}, 'proxy-' || i, '\\x00'::bytea, CASE WHEN i % 20 = 0 THEN 'dead' ELSE 'ok' END,
                 CASE WHEN i % 20 = 0 THEN {} END, {}, 'socks5h://10.0.' || (i / 250) || '.' || (i % 250) || ':1080', 'made-up-' || i, 0",
                proxies.id("i"),
                proxies.at("i"),
                proxies.at("i")
            ),
        ),
        row(
            "provider_keys",
            "id, provider, label, sealed_secret, fingerprint, account, proxy_id, state, until, strikes, max_in_flight, next_at,
             picked_seq, picked_at, worked_at, created_at",
            keys.rows,
            format!(
                "{}, {provider}, 'key-' || i, '\\x00'::bytea, md5(i::text), 'account-' || (i / 10),
                 CASE WHEN i % 4 = 0 THEN {} END,
                 CASE i % 50 WHEN 1 THEN 'cooldown' WHEN 2 THEN 'manual_review' WHEN 3 THEN 'out_of_funds' WHEN 4 THEN 'disabled'
                    ELSE 'active' END,
                 CASE WHEN i % 50 = 1 THEN to_timestamp({now_ms} / 1000.0 + 300) END, CASE WHEN i % 50 = 1 THEN 1 ELSE 0 END, 4,
                 CASE WHEN i % 50 NOT IN (1, 2, 3, 4) THEN {} END, i, {}, {}, {}",
                keys.id("i"),
                proxies.id(&format!("i % {}", proxies.rows)),
                keys.at("i"),
                keys.at("i"),
                keys.at("i"),
                keys.at("i")
            ),
        ),
    ]);
    all.push(row(
        "conversations",
        "id, user_id, title, search, created_at, updated_at",
        conversations.rows,
        format!(
            "{}, {}, 'Conversation ' || i, 'conversation ' || i, {}, {}",
            conversations.id("i"),
            users.id(&format!("i % {u}")),
            conversations.at("i"),
            conversations.at("i")
        ),
    ));
    let prompt = format!("'A ' || {SUBJECT} || ' in ' || {STYLE} || ', study ' || (i % 5000) || ' number ' || i");
    all.push(row(
        "turns",
        "id, user_id, conversation_id, idempotency_key, body_hash, model, mode, prompt, search, resolution, width, height,
         batch_size, created_at",
        t,
        format!(
            "{}, {}, {}, 'made-up-' || i, '\\x00'::bytea,
             CASE WHEN i % 1000 = 0 THEN 'rare' WHEN i % 10 < 7 THEN 'nano-banana' ELSE 'flux' END,
             CASE WHEN i % 5 = 0 THEN 'image_to_image' ELSE 'text_to_image' END, {prompt}, lower({prompt}), 'square', 1024, 1024, 2, {}",
            turns.id("i"),
            users.id(&owner),
            conversations.id(&turn_conversation),
            turns.at("i")
        ),
    ));
    all.push(row(
        "payments",
        "id, user_id, idempotency_key, body_hash, plan, plan_label, months, request_limit, price_minor_units, currency, processor,
         state, external_id, address, transactions, activated_at, review, review_opened_at, read_at, created_at, changed_at",
        payments.rows,
        format!(
            "{id}, {user}, 'made-up-' || i, '\\x00'::bytea, 'month', 'Month', 1, 100, 900, 'USD',
             (ARRAY['nowpayments', 'btcpay'])[1 + i % 2],
             CASE WHEN i % 500 = 1 THEN 'needs_review' WHEN i % 100 < 30 THEN 'expired' ELSE 'paid' END, 'invoice-' || i,
             'bc1qmadeup' || i, '[]', CASE WHEN i % 500 <> 1 AND i % 100 >= 30 THEN {at} END,
             CASE WHEN i % 500 = 1 THEN 'short' END, CASE WHEN i % 500 = 1 THEN {at} END, {at}, {at}, {at}",
            id = payments.id("i"),
            user = users.id("i"),
            at = payments.at("i")
        ),
    ));
    all.push(row(
        "payment_transactions",
        "tx_id, payment_id",
        payments.rows,
        format!("md5('tx' || i), {}", payments.id("i")),
    ));
    all.push(row(
        "payment_events",
        "id, payment_id, processor, external_id, kind, event_key, actor, summary, at",
        events.rows,
        format!(
            "{}, {}, (ARRAY['nowpayments', 'btcpay'])[1 + i % 2], 'invoice-' || i, 'webhook', 'made-up-' || i, 'system', 'told', {}",
            events.id("i"),
            payments.id("i"),
            events.at("i")
        ),
    ));
    all.push(row(
        "cycles",
        "id, user_id, plan, plan_label, anchor, starts_at, ends_at, request_limit, spent, created_at",
        cycles.rows,
        format!(
            "{id}, {user}, CASE WHEN i % 1000 = 0 THEN 'year' ELSE 'month' END, 'Month', {start}, {start}, {start} + interval '30 days',
             100, CASE WHEN i % 50 = 0 THEN 100 ELSE i % 90 END, {start}",
            id = cycles.id("i"),
            user = users.id("i"),
            start = format!("to_timestamp({now_ms} / 1000.0 - (i % 60) * 86400 - i % 86400)")
        ),
    ));
    let (started, ended) = (
        format!("{} + (i % 5000) * interval '1 millisecond'", generations.at("i")),
        format!("{} + (6000 + (i::bigint * 7919) % 40000) * interval '1 millisecond'", generations.at("i")),
    );
    let (_, with_pictures) = row(
        "assets",
        "id, owner_id, kind, storage_key, mime, width, height, bytes, hash, created_at",
        g,
        format!(
            "{}, {}, 'output', 'made-up/' || i, 'image/png', 1024, 1024, 1000000, '\\x00'::bytea, {}",
            assets.id("i"),
            users.id(&owner_of),
            assets.at("i")
        ),
    );
    all.push(("assets", format!("{with_pictures} WHERE {}", is("'succeeded'"))));
    all.push(row(
        "generations",
        "id, turn_id, slot, user_id, cycle_id, state, error_code, error_message, lease_id, lease_until, run_at, deadline, asset_id,
         queued_at, started_at, finished_at",
        g,
        format!(
            "{id}, {turn}, i % 2, {user}, {cycle}, {stage},
             CASE WHEN {failed} THEN (ARRAY['declined_prompt', 'provider_timeout', 'provider_busy', 'internal'])[1 + i % 4] END,
             CASE WHEN {failed} THEN 'It did not work.' END,
             CASE WHEN {running} THEN {id} END, CASE WHEN {running} THEN {ended} END, CASE WHEN {waiting} THEN {ended} END,
             CASE WHEN NOT {queued} THEN {ended} + interval '5 minutes' END, CASE WHEN {succeeded} THEN {asset} END, {at},
             CASE WHEN NOT {queued} THEN {started} END, CASE WHEN {over} THEN {ended} END",
            id = generations.id("i"),
            turn = turns.id(turn_of),
            user = users.id(&owner_of),
            cycle = cycles.id(&owner_of),
            failed = is("'failed'"),
            running = is("'running'"),
            waiting = is("'waiting'"),
            queued = is("'queued'"),
            succeeded = is("'succeeded'"),
            over = is("'succeeded', 'failed', 'cancelled'"),
            asset = assets.id("i"),
            at = generations.at("i"),
        ),
    ));
    all.push(row(
        "attempts",
        "id, generation_id, n, provider, model, key_id, proxy_id, phase, class, spent, cost_estimate_micro_usd, started_at, ended_at,
         upstream_ms, detail",
        attempts.rows,
        format!(
            "{id}, {generation}, 1 + i - {times} * {generation_of}, {provider}, 'gemini-image', {key},
             CASE WHEN i % 4 = 0 THEN {proxy} END, 'ended',
             CASE WHEN i % {times} = {times} - 1 THEN 'ok' ELSE 'overloaded' END,
             CASE WHEN i % {times} = {times} - 1 THEN 'yes' ELSE 'no' END, 39000, {at}, {at} + interval '4 seconds', 4000,
             CASE WHEN i % {times} <> {times} - 1 THEN 'The model is overloaded.' END",
            id = attempts.id("i"),
            generation = generations.id(&generation_of),
            key = keys.id(&format!("(i::bigint * 7919) % {}", keys.rows)),
            proxy = proxies.id(&format!("i % {}", proxies.rows)),
            at = attempts.at("i"),
        ),
    ));
    all.push(row(
        "mails",
        "id, recipient, subject, body, state, detail, created_at, ended_at",
        mails.rows,
        format!(
            "{id}, '', 'Your month', '', CASE WHEN i % 1000 = 7 THEN 'failed' ELSE 'sent' END,
             CASE WHEN i % 1000 = 7 THEN 'no such mailbox' END, {at}, {at}",
            id = mails.id("i"),
            at = mails.at("i")
        ),
    ));
    all.push(row(
        "incidents",
        "id, key, severity, state, title, detail, times, opened_at, updated_at, recovered_at",
        incidents.rows,
        format!(
            "{id}, 'key:' || i, CASE WHEN i % 50 = 0 THEN 'critical' ELSE 'warning' END,
             CASE WHEN i % 100 = 0 THEN 'open' ELSE 'recovered' END, 'The key \"key-' || i || '\" needs a look', 'made up', 1, {at}, {at},
             CASE WHEN i % 100 <> 0 THEN {at} END",
            id = incidents.id("i"),
            at = incidents.at("i")
        ),
    ));
    all.push(row(
        "audit_log",
        "id, at, actor, surface, act, subject, reason, request_id",
        audit.rows,
        format!(
            "{}, {}, CASE WHEN i % 10 = 0 THEN 'operator' ELSE 'system' END, CASE WHEN i % 10 = 0 THEN 'cli' ELSE 'worker' END,
             (ARRAY['keys.add', 'keys.disable', 'cycles.grant', 'payments.settle', 'switches.set'])[1 + i % 5], 'key:' || {},
             'made up', md5('request' || i)",
            audit.id("i"),
            audit.at("i"),
            keys.id(&format!("i % {}", keys.rows))
        ),
    ));
    all.push(row(
        "sessions",
        "id, token_hash, user_id, created_at, last_seen_at, expires_at",
        sessions.rows,
        format!(
            "{id}, decode(md5('session' || i), 'hex'), {user}, {at}, {at}, {at} + interval '30 days'",
            id = sessions.id("i"),
            user = users.id("i"),
            at = sessions.at("i")
        ),
    ));
    all.push((
        "provider_days",
        format!(
            "INSERT INTO provider_days (provider, day, cost_micro_usd, attempts)
             SELECT provider, {now_ms} / 86400000 - back, 900000000, 30000
             FROM generate_series(0, 59) AS back, unnest(ARRAY['nano_banana', 'openrouter', 'fal']) AS provider"
        ),
    ));
    all
}
