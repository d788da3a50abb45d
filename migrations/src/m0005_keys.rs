//! Upstream keys, the ways to them, and every attempt on them.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0005_keys",
    sql: "
CREATE TABLE proxies (
    id {id} PRIMARY KEY NOT NULL,
    label text NOT NULL,
    sealed_url {bytes} NOT NULL,
    health text NOT NULL CHECK (health IN ('ok', 'dead')),
    until {time},
    created_at {time} NOT NULL
) {strict};

CREATE TABLE provider_keys (
    id {id} PRIMARY KEY NOT NULL,
    provider text NOT NULL,
    label text NOT NULL,
    sealed_secret {bytes} NOT NULL,
    sealed_billing_secret {bytes},
    fingerprint text NOT NULL,
    account text,
    proxy_id {id} REFERENCES proxies (id),
    proxy_only {bool} NOT NULL DEFAULT false,
    state text NOT NULL
        CHECK (state IN ('active', 'probation', 'cooldown', 'out_of_funds', 'manual_review', 'disabled')),
    until {time},
    strikes {int} NOT NULL DEFAULT 0 CHECK (strikes >= 0),
    cooled_at {time},
    incident_id {id} REFERENCES incidents (id),
    max_in_flight {int} NOT NULL CHECK (max_in_flight > 0),
    in_flight {int} NOT NULL DEFAULT 0,
    rpm {int} CHECK (rpm > 0),
    next_at {time},
    picked_seq {int} NOT NULL DEFAULT 0,
    picked_at {time},
    version {int} NOT NULL DEFAULT 1,
    balance_micro_usd {int},
    balance_at {time},
    created_at {time} NOT NULL,
    CONSTRAINT provider_keys_in_flight CHECK (in_flight >= 0),
    CONSTRAINT provider_keys_until CHECK ((state = 'cooldown') = (until IS NOT NULL))
) {strict};
CREATE UNIQUE INDEX provider_keys_provider_fingerprint_key ON provider_keys (provider, fingerprint);
-- next_at: which keys are due; picked_seq: which of them was picked longest ago, and the newest number given.
CREATE INDEX provider_keys_due ON provider_keys (provider, next_at, picked_seq);
CREATE INDEX provider_keys_picked ON provider_keys (provider, picked_seq, id);
CREATE INDEX provider_keys_busy ON provider_keys (provider) WHERE in_flight > 0;
CREATE INDEX provider_keys_account ON provider_keys (provider, account) WHERE account IS NOT NULL;

-- A model that a key can't use.
CREATE TABLE key_models (
    key_id {id} NOT NULL REFERENCES provider_keys (id),
    model text NOT NULL,
    at {time} NOT NULL,
    PRIMARY KEY (key_id, model)
) {strict};

CREATE TABLE key_events (
    id {id} PRIMARY KEY NOT NULL,
    key_id {id} NOT NULL REFERENCES provider_keys (id),
    at {time} NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    cause text NOT NULL,
    evidence text,
    actor text NOT NULL
) {strict};
CREATE INDEX key_events_key ON key_events (key_id, id);

CREATE TABLE attempts (
    id {id} PRIMARY KEY NOT NULL,
    generation_id {id} NOT NULL REFERENCES generations (id),
    n {int} NOT NULL CHECK (n > 0),
    provider text NOT NULL,
    model text NOT NULL,
    key_id {id} NOT NULL REFERENCES provider_keys (id),
    proxy_id {id} REFERENCES proxies (id),
    phase text NOT NULL CHECK (phase IN ('open', 'polling', 'ended')),
    class text,
    spent text CHECK (spent IN ('no', 'yes', 'unknown')),
    cost_estimate_micro_usd {int},
    cursor text,
    started_at {time} NOT NULL,
    ended_at {time},
    upstream_ms {int},
    detail text,
    CONSTRAINT attempts_ended CHECK ((phase = 'ended') = (ended_at IS NOT NULL)),
    CONSTRAINT attempts_outcome CHECK ((ended_at IS NULL) = (class IS NULL) AND (class IS NULL) = (spent IS NULL))
) {strict};
CREATE UNIQUE INDEX attempts_generation_id_n_key ON attempts (generation_id, n);
CREATE INDEX attempts_key ON attempts (key_id, started_at);
CREATE INDEX attempts_provider ON attempts (provider, started_at);
",
    append_only: &[],
};
