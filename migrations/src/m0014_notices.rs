//! What admins are told of incidents, and of the days.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0014_notices",
    sql: "
-- subject: what it is about, as people call it; empty: the key says it.
-- version: of the news, which is the count of reports at it; the end of an incident is one more.
-- news_at: when that was. spread: the version that everybody's deliveries were made of.
ALTER TABLE incidents ADD COLUMN subject text NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN version {int} NOT NULL DEFAULT 0;
ALTER TABLE incidents ADD COLUMN news_at {time};
ALTER TABLE incidents ADD COLUMN spread {int} NOT NULL DEFAULT 0;
CREATE INDEX incidents_unspread ON incidents (id) WHERE spread < version;

-- The figures of a UTC day (since 1970-01-01), as they were told.
CREATE TABLE digests (
    day {int} PRIMARY KEY NOT NULL,
    figures {json} NOT NULL,
    at {time} NOT NULL
) {strict};

-- Nothing has ever been written to it: it is made anew.
DROP TABLE deliveries;
-- One incident, or one day's figures, for one recipient of a channel. wanted: the version to be told; told: the one that
-- was. severity: what was told last. pending_since: of the oldest news that was not told. message: what the channel calls it.
CREATE TABLE deliveries (
    id {id} PRIMARY KEY NOT NULL,
    incident_id {id} REFERENCES incidents (id),
    digest_day {int} REFERENCES digests (day),
    channel text NOT NULL CHECK (channel IN ('telegram')),
    recipient text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
    detail text,
    created_at {time} NOT NULL,
    sent_at {time},
    wanted {int} NOT NULL,
    told {int} NOT NULL,
    severity text CHECK (severity IN ('info', 'warning', 'critical')),
    pending_since {time} NOT NULL,
    message text,
    CHECK ((incident_id IS NULL) <> (digest_day IS NULL))
) {strict};
CREATE UNIQUE INDEX deliveries_of_incident ON deliveries (incident_id, channel, recipient);
CREATE UNIQUE INDEX deliveries_of_digest ON deliveries (digest_day, channel, recipient);
CREATE INDEX deliveries_pending ON deliveries (channel, recipient, pending_since, id) WHERE state = 'pending';
CREATE INDEX deliveries_state ON deliveries (state, id);
CREATE INDEX deliveries_channel ON deliveries (channel, id);

-- How a recipient of a channel fares. busy_until: somebody tells him things. retry_at: not before.
-- failures: in a row. gone_at: he took himself away, and is told nothing before he comes back.
CREATE TABLE notice_recipients (
    channel text NOT NULL,
    recipient text NOT NULL,
    busy_until {time},
    retry_at {time},
    failures {int} NOT NULL,
    gone_at {time},
    gone_reason text,
    PRIMARY KEY (channel, recipient)
) {strict};
",
    append_only: &[],
};
