//! Paid months, the pictures asked for, and what they did to the months.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0004_generations",
    sql: "
-- plan and plan_label are copies: a plan that changes later changes no month already bought.
CREATE TABLE cycles (
    id {id} PRIMARY KEY NOT NULL,
    user_id {id} NOT NULL REFERENCES users (id),
    plan text NOT NULL,
    plan_label text NOT NULL,
    anchor {time} NOT NULL,
    starts_at {time} NOT NULL,
    ends_at {time} NOT NULL,
    request_limit {int} NOT NULL,
    spent {int} NOT NULL DEFAULT 0,
    held {int} NOT NULL DEFAULT 0,
    payment_id {id},
    created_at {time} NOT NULL,
    CONSTRAINT cycles_span CHECK (starts_at < ends_at),
    CONSTRAINT cycles_within_limit CHECK (spent + held <= request_limit),
    CONSTRAINT cycles_not_negative CHECK (request_limit >= 0 AND spent >= 0 AND held >= 0)
) {strict};
CREATE UNIQUE INDEX cycles_user_id_starts_at_key ON cycles (user_id, starts_at);
CREATE UNIQUE INDEX cycles_payment_id_key ON cycles (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX cycles_ends_at ON cycles (ends_at);

CREATE TABLE generations (
    id {id} PRIMARY KEY NOT NULL,
    turn_id {id} NOT NULL REFERENCES turns (id),
    slot {int} NOT NULL CHECK (slot BETWEEN 0 AND 3),
    user_id {id} NOT NULL REFERENCES users (id),
    cycle_id {id} NOT NULL REFERENCES cycles (id),
    state text NOT NULL CHECK (state IN ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
    error_code text,
    error_message text,
    lease_id {id},
    lease_until {time},
    run_at {time},
    deadline {time},
    asset_id {id} REFERENCES assets (id),
    retried_from {id} REFERENCES generations (id),
    retry_key text,
    cancel_asked {bool} NOT NULL DEFAULT false,
    version {int} NOT NULL DEFAULT 1,
    queued_at {time} NOT NULL,
    started_at {time},
    finished_at {time},
    CONSTRAINT generations_running CHECK ((state = 'running') = (lease_id IS NOT NULL)),
    CONSTRAINT generations_lease CHECK ((lease_id IS NULL) = (lease_until IS NULL)),
    CONSTRAINT generations_waiting CHECK ((state = 'waiting') = (run_at IS NOT NULL)),
    CONSTRAINT generations_begun CHECK (state NOT IN ('running', 'waiting') OR deadline IS NOT NULL),
    CONSTRAINT generations_succeeded CHECK ((state = 'succeeded') = (asset_id IS NOT NULL)),
    CONSTRAINT generations_failed CHECK ((state = 'failed') = (error_code IS NOT NULL)),
    CONSTRAINT generations_finished
        CHECK ((state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
) {strict};
CREATE UNIQUE INDEX generations_turn_id_slot_key ON generations (turn_id, slot) WHERE retried_from IS NULL;
CREATE UNIQUE INDEX generations_retried_from_key ON generations (retried_from) WHERE retried_from IS NOT NULL;
CREATE UNIQUE INDEX generations_user_id_retry_key_key ON generations (user_id, retry_key) WHERE retry_key IS NOT NULL;
CREATE INDEX generations_turn ON generations (turn_id, slot, id);
-- The claims, each over the few rows in its stage.
CREATE INDEX generations_queued ON generations (queued_at, id) WHERE state = 'queued';
CREATE INDEX generations_queued_of_user ON generations (user_id, queued_at, id) WHERE state = 'queued';
CREATE INDEX generations_waiting ON generations (run_at, id) WHERE state = 'waiting';
CREATE INDEX generations_waiting_of_user ON generations (user_id) WHERE state = 'waiting';
CREATE INDEX generations_running ON generations (lease_until, id) WHERE state = 'running';
CREATE INDEX generations_running_of_user ON generations (user_id) WHERE state = 'running';
CREATE INDEX generations_served ON generations (user_id, started_at);
-- The lists.
CREATE INDEX generations_gallery ON generations (user_id, finished_at DESC, id DESC) WHERE state = 'succeeded';
CREATE INDEX generations_asset ON generations (asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX generations_finished_at ON generations (state, finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE ledger_entries (
    id {id} PRIMARY KEY NOT NULL,
    cycle_id {id} NOT NULL REFERENCES cycles (id),
    generation_id {id} REFERENCES generations (id),
    kind text NOT NULL CHECK (kind IN ('open', 'hold', 'spend', 'release', 'grant', 'correct')),
    amount {int} NOT NULL,
    actor text NOT NULL,
    reason text,
    at {time} NOT NULL,
    CONSTRAINT ledger_entries_amount CHECK (amount >= 0 OR kind = 'correct'),
    CONSTRAINT ledger_entries_one_request
        CHECK (kind NOT IN ('hold', 'spend', 'release') OR (generation_id IS NOT NULL AND amount = 1))
) {strict};
CREATE UNIQUE INDEX ledger_entries_hold_key ON ledger_entries (generation_id) WHERE kind = 'hold';
CREATE UNIQUE INDEX ledger_entries_settle_key ON ledger_entries (generation_id) WHERE kind IN ('spend', 'release');
CREATE INDEX ledger_entries_cycle ON ledger_entries (cycle_id, id);
",
    append_only: &["ledger_entries"],
};
