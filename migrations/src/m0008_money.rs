//! What is sold, who paid for it, and how that is known.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0008_money",
    sql: "
-- months is a copy like plan. voided_at: taken back before it began; cut_from: the end it had before it was ended early.
ALTER TABLE cycles ADD COLUMN months {int} NOT NULL DEFAULT 1;
ALTER TABLE cycles ADD COLUMN voided_at {time};
ALTER TABLE cycles ADD COLUMN cut_from {time};
DROP INDEX cycles_user_id_starts_at_key;
CREATE UNIQUE INDEX cycles_user_id_starts_at_key ON cycles (user_id, starts_at) WHERE voided_at IS NULL;

-- plan, plan_label, months, request_limit and price are copies: they alone decide what is activated. Amounts of coins are
-- canonical decimal text. coin is the id of the processor's offer; coin_name and network are its words for people.
CREATE TABLE payments (
    id {id} PRIMARY KEY NOT NULL,
    user_id {id} NOT NULL REFERENCES users (id),
    idempotency_key text NOT NULL,
    body_hash {bytes} NOT NULL,
    plan text NOT NULL,
    plan_label text NOT NULL,
    months {int} NOT NULL CHECK (months > 0),
    request_limit {int} NOT NULL CHECK (request_limit >= 0),
    price_minor_units {int} NOT NULL CHECK (price_minor_units >= 0),
    currency text NOT NULL,
    processor text NOT NULL,
    coin text,
    coin_name text,
    network text,
    state text NOT NULL CHECK (state IN ('creating', 'pending', 'confirming', 'paid', 'underpaid', 'overpaid', 'expired',
        'paid_late', 'failed', 'refunded', 'needs_review')),
    external_id text,
    pay_url text,
    address text,
    memo text,
    pay_uri text,
    instructions text,
    asked text,
    received text,
    confirmations {int},
    confirmations_needed {int},
    transactions {json} NOT NULL,
    expires_at {time},
    expired_at {time},
    activated_at {time},
    review text,
    review_detail text,
    review_opened_at {time},
    settlement text CHECK (settlement IN ('activated', 'granted', 'refund_noted', 'rejected')),
    settled_at {time},
    settled_note {json},
    kept {bool} NOT NULL DEFAULT false,
    reported_tx text,
    reported_at {time},
    -- Whoever makes the invoice, or reads the status, holds the row until then.
    creating_until {time},
    reading_until {time},
    -- The newest reading that came to its end began then.
    read_at {time},
    read_failures {int} NOT NULL DEFAULT 0,
    -- NULL: not asked about any more.
    next_read_at {time},
    detail text,
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL,
    changed_at {time} NOT NULL,
    CONSTRAINT payments_review CHECK ((review IS NULL) = (review_opened_at IS NULL)),
    CONSTRAINT payments_in_review CHECK (state <> 'needs_review' OR review IS NOT NULL),
    CONSTRAINT payments_settled CHECK ((settlement IS NULL) = (settled_at IS NULL))
) {strict};
CREATE UNIQUE INDEX payments_external_id_processor_key ON payments (external_id, processor) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX payments_user_id_idempotency_key_key ON payments (user_id, idempotency_key);
CREATE INDEX payments_of_user ON payments (user_id, id);
CREATE INDEX payments_open_of_user ON payments (user_id, plan) WHERE state IN ('creating', 'pending', 'underpaid');
CREATE INDEX payments_due ON payments (next_read_at, id) WHERE next_read_at IS NOT NULL;
CREATE INDEX payments_in_review ON payments (id) WHERE review IS NOT NULL;
CREATE INDEX payments_state ON payments (state, id);
CREATE INDEX payments_processor ON payments (processor, id);
CREATE INDEX payments_address ON payments (address) WHERE address IS NOT NULL;
CREATE INDEX payments_reported_tx ON payments (reported_tx) WHERE reported_tx IS NOT NULL;

-- The transactions of the payments, for finding a payment by what its customer reads in a wallet.
CREATE TABLE payment_transactions (
    tx_id text NOT NULL,
    payment_id {id} NOT NULL REFERENCES payments (id),
    PRIMARY KEY (tx_id, payment_id)
) {strict};

-- Everything that was told or done about a payment. payment_id is NULL where a processor tells of what we don't know.
-- event_key: the sender's event, stored once. body: what was told, redacted.
CREATE TABLE payment_events (
    id {id} PRIMARY KEY NOT NULL,
    payment_id {id} REFERENCES payments (id),
    processor text NOT NULL,
    external_id text,
    kind text NOT NULL CHECK (kind IN ('placed', 'created', 'webhook', 'read', 'found', 'reported', 'act', 'failed')),
    event_key text,
    actor text NOT NULL,
    state_before text,
    state_after text,
    summary text NOT NULL,
    body {json},
    at {time} NOT NULL
) {strict};
CREATE UNIQUE INDEX payment_events_processor_event_key_key ON payment_events (processor, event_key)
    WHERE event_key IS NOT NULL;
CREATE INDEX payment_events_payment ON payment_events (payment_id, id);
CREATE INDEX payment_events_unknown ON payment_events (processor, id) WHERE payment_id IS NULL;

-- A mail that must not be written twice has a name.
ALTER TABLE mails ADD COLUMN once_key text;
CREATE UNIQUE INDEX mails_once_key_key ON mails (once_key) WHERE once_key IS NOT NULL;
",
    append_only: &["payment_events"],
};
