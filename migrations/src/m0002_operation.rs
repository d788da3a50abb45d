//! What the operator sees and turns.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0002_operation",
    sql: "
-- actor: 'system', 'operator' or 'user:<id>'.
CREATE TABLE audit_log (
    id {id} PRIMARY KEY NOT NULL,
    at {time} NOT NULL,
    actor text NOT NULL,
    surface text NOT NULL CHECK (surface IN ('web', 'telegram', 'cli', 'worker')),
    act text NOT NULL,
    subject text NOT NULL,
    before {json},
    after {json},
    reason text,
    request_id text
) {strict};
CREATE INDEX audit_log_subject ON audit_log (subject, id);
CREATE INDEX audit_log_actor ON audit_log (actor, id);

CREATE TABLE incidents (
    id {id} PRIMARY KEY NOT NULL,
    key text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    state text NOT NULL CHECK (state IN ('open', 'recovered')),
    title text NOT NULL,
    detail text NOT NULL,
    times {int} NOT NULL CHECK (times > 0),
    opened_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    recovered_at {time},
    CHECK ((state = 'recovered') = (recovered_at IS NOT NULL))
) {strict};
-- One open incident per trouble: the second report of it updates the first.
CREATE UNIQUE INDEX incidents_open_key ON incidents (key) WHERE state = 'open';
CREATE INDEX incidents_opened_at ON incidents (opened_at, id);

CREATE TABLE deliveries (
    id {id} PRIMARY KEY NOT NULL,
    incident_id {id} NOT NULL REFERENCES incidents (id),
    channel text NOT NULL,
    recipient text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
    detail text,
    created_at {time} NOT NULL,
    sent_at {time}
) {strict};
CREATE UNIQUE INDEX deliveries_incident_id_channel_recipient_key ON deliveries (incident_id, channel, recipient);

CREATE TABLE switches (
    name text PRIMARY KEY NOT NULL,
    value text NOT NULL,
    reason text,
    actor text NOT NULL,
    changed_at {time} NOT NULL
) {strict};

CREATE TABLE workers (
    id {id} PRIMARY KEY NOT NULL,
    role text NOT NULL,
    version text NOT NULL,
    started_at {time} NOT NULL,
    heartbeat_at {time} NOT NULL
) {strict};
CREATE INDEX workers_heartbeat_at ON workers (heartbeat_at);

-- A known text under the master key: one that can't open it is the wrong one.
CREATE TABLE master_key_canary (
    id {int} PRIMARY KEY NOT NULL CHECK (id = 1),
    sealed {bytes} NOT NULL
) {strict};
",
    append_only: &["audit_log"],
};
