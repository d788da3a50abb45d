//! Admins who act in Telegram.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0013_telegram",
    sql: "
-- The allowlist: a Telegram account that acts for an admin. Revoked: gone, the audit log remembers.
-- muted_until: no notices but critical ones; quiet hours are minutes of the day in UTC, both or none.
CREATE TABLE telegram_admins (
    telegram_id {int} PRIMARY KEY NOT NULL,
    admin_id {id} NOT NULL REFERENCES users (id),
    name text NOT NULL,
    username text,
    scope text NOT NULL CHECK (scope IN ('ops', 'money')),
    language text NOT NULL,
    muted_until {time},
    quiet_from_minute {int} CHECK (quiet_from_minute BETWEEN 0 AND 1439),
    quiet_to_minute {int} CHECK (quiet_to_minute BETWEEN 0 AND 1439),
    paired_at {time} NOT NULL,
    CHECK ((quiet_from_minute IS NULL) = (quiet_to_minute IS NULL))
) {strict};
CREATE INDEX telegram_admins_admin_id ON telegram_admins (admin_id);
",
    append_only: &[],
};
