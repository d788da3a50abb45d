//! Who there is and who is signed in.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0001_accounts",
    sql: "
-- email is stored case-folded, so the plain unique index is the rule.
CREATE TABLE users (
    id {id} PRIMARY KEY NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('customer', 'admin')),
    language text NOT NULL CHECK (language IN ('en', 'ru')),
    created_at {time} NOT NULL,
    suspended_at {time},
    deleted_at {time}
) {strict};
CREATE UNIQUE INDEX users_email_key ON users (email);
CREATE INDEX users_created_at ON users (created_at, id);

-- Only hashes of tokens: who reads this table can't sign in with it.
CREATE TABLE sessions (
    id {id} PRIMARY KEY NOT NULL,
    token_hash {bytes} NOT NULL,
    user_id {id} NOT NULL REFERENCES users (id),
    created_at {time} NOT NULL,
    last_seen_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    revoked_at {time}
) {strict};
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions (token_hash);
CREATE INDEX sessions_user ON sessions (user_id, created_at) WHERE revoked_at IS NULL;
CREATE INDEX sessions_expires_at ON sessions (expires_at);

-- Failed sign-ins by account and by address; subject is 'account:..' or 'address:..'.
CREATE TABLE login_attempts (
    id {id} PRIMARY KEY NOT NULL,
    subject text NOT NULL,
    at {time} NOT NULL
) {strict};
CREATE INDEX login_attempts_subject_at ON login_attempts (subject, at);
CREATE INDEX login_attempts_at ON login_attempts (at);
",
    append_only: &[],
};
