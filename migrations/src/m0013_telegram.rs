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

-- Somebody unknown who wrote to the bot: the code that was given is typed on the server until expires_at.
-- bot_id: of which bot, since codes of another one mean nothing. greeted_at: the bot told that it is done.
CREATE TABLE pairings (
    id {id} PRIMARY KEY NOT NULL,
    code_hash {bytes} NOT NULL UNIQUE,
    bot_id {int} NOT NULL,
    telegram_id {int} NOT NULL,
    name text NOT NULL,
    username text,
    language text NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    completed_at {time},
    greeted_at {time},
    CHECK (greeted_at IS NULL OR completed_at IS NOT NULL)
) {strict};
CREATE INDEX pairings_telegram_id ON pairings (telegram_id, created_at);
CREATE INDEX pairings_expires_at ON pairings (expires_at);
CREATE INDEX pairings_to_greet ON pairings (completed_at) WHERE completed_at IS NOT NULL AND greeted_at IS NULL;

-- What a button under a message means; Telegram holds a token whose hash this is.
CREATE TABLE telegram_buttons (
    token_hash {bytes} PRIMARY KEY NOT NULL,
    telegram_id {int} NOT NULL REFERENCES telegram_admins (telegram_id) ON DELETE CASCADE,
    message_id {int} NOT NULL,
    meaning {json} NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL
) {strict};
CREATE INDEX telegram_buttons_of ON telegram_buttons (telegram_id, created_at);
CREATE INDEX telegram_buttons_expires_at ON telegram_buttons (expires_at);

-- The one act that an admin was asked about and has not confirmed: what for, the state that it is meant for, and what
-- was written as its reason. awaits_code: it was confirmed and waits for a code of the authenticator app.
CREATE TABLE telegram_asks (
    telegram_id {int} PRIMARY KEY NOT NULL REFERENCES telegram_admins (telegram_id) ON DELETE CASCADE,
    id {id} NOT NULL,
    message_id {int} NOT NULL,
    ask {json} NOT NULL,
    reason text,
    awaits_code {bool} NOT NULL,
    expires_at {time} NOT NULL
) {strict};

-- Acts on money that a code was given for. told_at: every admin was written about it.
CREATE TABLE telegram_money_acts (
    id {id} PRIMARY KEY NOT NULL,
    admin_id {id} NOT NULL REFERENCES users (id),
    telegram_name text NOT NULL,
    what text NOT NULL,
    at {time} NOT NULL,
    told_at {time}
) {strict};
CREATE INDEX telegram_money_acts_of ON telegram_money_acts (admin_id, at);
CREATE INDEX telegram_money_acts_untold ON telegram_money_acts (at) WHERE told_at IS NULL;
",
    append_only: &[],
};
