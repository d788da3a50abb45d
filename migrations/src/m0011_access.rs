//! How far an admin is let in, and what an admin does about people, pictures and switches.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0011_access",
    sql: "
-- The second factor of an admin. last_step: of the newest code that was taken, so that none is taken twice.
-- sealed_next: a device that has not been proven yet.
CREATE TABLE totp (
    user_id {id} PRIMARY KEY NOT NULL REFERENCES users (id),
    sealed_secret {bytes},
    enrolled_at {time},
    last_step {int},
    sealed_next {bytes},
    CHECK ((sealed_secret IS NULL) = (enrolled_at IS NULL))
) {strict};

-- Only hashes: who reads this table has no code.
CREATE TABLE recovery_codes (
    user_id {id} NOT NULL REFERENCES users (id),
    code_hash {bytes} NOT NULL,
    used_at {time},
    PRIMARY KEY (user_id, code_hash)
) {strict};

-- When the password was typed last in this session, and when the second factor was given.
ALTER TABLE sessions ADD COLUMN confirmed_at {time};
ALTER TABLE sessions ADD COLUMN second_factor_at {time};

ALTER TABLE users ADD COLUMN suspended_reason text;

-- Whose account a mail is about; NULL: nobody's yet, or nobody's any more.
ALTER TABLE mails ADD COLUMN user_id {id} REFERENCES users (id);
CREATE INDEX mails_of_user ON mails (user_id, created_at DESC, id DESC) WHERE user_id IS NOT NULL;

-- removed_at: by an admin. The bytes are gone, and nobody brings them back.
ALTER TABLE assets ADD COLUMN removed_at {time};
CREATE TABLE blocked_hashes (
    hash {bytes} PRIMARY KEY NOT NULL,
    asset_id {id} NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    created_at {time} NOT NULL
) {strict};
-- All pictures with the same bytes are removed together.
CREATE INDEX assets_hash ON assets (hash) WHERE purged_at IS NULL;

-- Pictures that an admin opened: addresses for him alone, for a while.
CREATE TABLE opened_pictures (
    id {id} PRIMARY KEY NOT NULL,
    asset_id {id} NOT NULL REFERENCES assets (id),
    user_id {id} NOT NULL REFERENCES users (id),
    expires_at {time} NOT NULL
) {strict};
CREATE INDEX opened_pictures_expires_at ON opened_pictures (expires_at);
CREATE INDEX opened_pictures_asset ON opened_pictures (asset_id);
CREATE INDEX opened_pictures_user ON opened_pictures (user_id);

-- An admin's link to everything of a customer's: user_id may fetch it, account_id is whose it is.
ALTER TABLE downloads ADD COLUMN account_id {id} REFERENCES users (id);
CREATE INDEX downloads_account ON downloads (account_id) WHERE account_id IS NOT NULL;

CREATE INDEX pending_registrations_waiting ON pending_registrations (created_at DESC, id DESC) WHERE user_id IS NULL;

-- A customer's months on an admin's page, also those that were taken back.
CREATE INDEX cycles_of_user ON cycles (user_id, created_at DESC, id DESC);

-- What customers read while something is switched off, and when it is expected to be over.
ALTER TABLE switches ADD COLUMN notice text;
ALTER TABLE switches ADD COLUMN until {time};
",
    append_only: &[],
};
