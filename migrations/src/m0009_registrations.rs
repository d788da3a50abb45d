//! How an account begins, changes its address and ends; links that mails carry; where a browser is signed in from.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0009_registrations",
    sql: "
-- The version of the terms that was accepted; the time after which an account that is to be deleted is erased.
ALTER TABLE users ADD COLUMN terms_version text;
ALTER TABLE users ADD COLUMN delete_after {time};
CREATE INDEX users_delete_after ON users (delete_after) WHERE delete_after IS NOT NULL AND deleted_at IS NULL;

-- What the list of sessions shows: the browser as it names itself, and the address that it came from last.
ALTER TABLE sessions ADD COLUMN user_agent text;
ALTER TABLE sessions ADD COLUMN address text;

-- Several may wait for one address, each with a password of its own; only a link to it makes an account of one.
-- The ticket is what the browser holds that waits for it.
CREATE TABLE pending_registrations (
    id {id} PRIMARY KEY NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    language text NOT NULL CHECK (language IN ('en', 'ru')),
    terms_version text,
    invite_id {id},
    ticket_hash {bytes} NOT NULL,
    created_at {time} NOT NULL,
    mailed_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    user_id {id} REFERENCES users (id)
) {strict};
CREATE UNIQUE INDEX pending_registrations_ticket_hash_key ON pending_registrations (ticket_hash);
CREATE INDEX pending_registrations_email ON pending_registrations (email, created_at);
CREATE INDEX pending_registrations_expires_at ON pending_registrations (expires_at);

-- Only hashes. `subject_id` is what the purpose acts on; `email` the address that the link was sent to.
CREATE TABLE email_tokens (
    id {id} PRIMARY KEY NOT NULL,
    token_hash {bytes} NOT NULL,
    purpose text NOT NULL
        CHECK (purpose IN ('verify_address', 'reset_password', 'confirm_address', 'undo_address', 'keep_account')),
    subject_id {id} NOT NULL,
    email text NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    used_at {time}
) {strict};
CREATE UNIQUE INDEX email_tokens_token_hash_key ON email_tokens (token_hash);
CREATE INDEX email_tokens_subject ON email_tokens (subject_id, purpose) WHERE used_at IS NULL;
CREATE INDEX email_tokens_expires_at ON email_tokens (expires_at);

-- One address for another: asked for, confirmed by the new one, undone by the old one.
CREATE TABLE email_changes (
    id {id} PRIMARY KEY NOT NULL,
    user_id {id} NOT NULL REFERENCES users (id),
    old_email text NOT NULL,
    new_email text NOT NULL,
    created_at {time} NOT NULL,
    confirmed_at {time},
    undone_at {time}
) {strict};
CREATE INDEX email_changes_user ON email_changes (user_id, created_at);
CREATE INDEX email_changes_new_email ON email_changes (new_email);
CREATE INDEX email_changes_created_at ON email_changes (created_at);

-- Who may make an account where sign-up is by invitation.
CREATE TABLE invites (
    id {id} PRIMARY KEY NOT NULL,
    code_hash {bytes} NOT NULL,
    note text NOT NULL,
    uses_max {int} NOT NULL CHECK (uses_max > 0),
    uses {int} NOT NULL DEFAULT 0,
    created_at {time} NOT NULL,
    expires_at {time},
    revoked_at {time},
    CONSTRAINT invites_within_limit CHECK (uses BETWEEN 0 AND uses_max)
) {strict};
CREATE UNIQUE INDEX invites_code_hash_key ON invites (code_hash);

-- A mail that carries a link holds the mark of it only: the token is made when the mail is sent.
ALTER TABLE mails ADD COLUMN link_purpose text
    CHECK (link_purpose IN ('verify_address', 'reset_password', 'confirm_address', 'undo_address', 'keep_account'));
ALTER TABLE mails ADD COLUMN link_subject_id {id};

-- Whom a mail was for is forgotten with its text, once it has gone.
UPDATE mails SET recipient = '' WHERE state <> 'pending';

-- What is to be erased with an account, whatever its state.
CREATE INDEX mails_pending ON mails (recipient) WHERE state = 'pending';
CREATE INDEX mails_link_subject ON mails (link_subject_id) WHERE state = 'pending';
CREATE INDEX email_tokens_of_subject ON email_tokens (subject_id);
CREATE INDEX pending_registrations_user ON pending_registrations (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX conversations_of_user ON conversations (user_id, id);
CREATE INDEX assets_of_owner ON assets (owner_id, id);
CREATE INDEX generations_of_user ON generations (user_id, id);
",
    append_only: &[],
};
