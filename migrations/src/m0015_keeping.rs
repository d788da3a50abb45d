//! What is kept and for how long: backups that were made, and what sweeps need to find what is old.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0015_keeping",
    sql: "
-- Backups that came to their end. name: of the file, without its folder. master_key: the fingerprint of the one that the
-- secrets in it are sealed with.
CREATE TABLE backups (
    id {id} PRIMARY KEY NOT NULL,
    name text NOT NULL,
    made_at {time} NOT NULL,
    took_ms {int} NOT NULL,
    bytes {int} NOT NULL CHECK (bytes > 0),
    master_key text NOT NULL
) {strict};
CREATE INDEX backups_made_at ON backups (made_at);

-- How far a sweep has come that looks at everything once.
CREATE TABLE sweeps (
    name text PRIMARY KEY NOT NULL,
    mark text NOT NULL,
    at {time} NOT NULL
) {strict};

-- What is forgotten leaves its index: each run sees what is due and nothing else.
CREATE INDEX sessions_with_address ON sessions (last_seen_at) WHERE address IS NOT NULL;
CREATE INDEX attempts_with_detail ON attempts (ended_at) WHERE detail IS NOT NULL;
CREATE INDEX key_events_with_evidence ON key_events (at) WHERE evidence IS NOT NULL;
CREATE INDEX deliveries_created_at ON deliveries (created_at) WHERE state <> 'pending';
CREATE INDEX mails_ended_at ON mails (ended_at) WHERE state <> 'pending';
CREATE INDEX assets_uploads ON assets (id) WHERE kind = 'input' AND deleted_at IS NULL;
",
    append_only: &[],
};
