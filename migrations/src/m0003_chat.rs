//! What customers asked for, and the pictures.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0003_chat",
    sql: "
CREATE TABLE conversations (
    id {id} PRIMARY KEY NOT NULL,
    user_id {id} NOT NULL REFERENCES users (id),
    title text NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    deleted_at {time}
) {strict};
CREATE INDEX conversations_list ON conversations (user_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE assets (
    id {id} PRIMARY KEY NOT NULL,
    owner_id {id} NOT NULL REFERENCES users (id),
    kind text NOT NULL CHECK (kind IN ('input', 'output')),
    storage_key text NOT NULL,
    mime text NOT NULL,
    width {int} NOT NULL CHECK (width > 0),
    height {int} NOT NULL CHECK (height > 0),
    bytes {int} NOT NULL CHECK (bytes > 0),
    hash {bytes} NOT NULL,
    created_at {time} NOT NULL,
    deleted_at {time}
) {strict};
CREATE UNIQUE INDEX assets_storage_key_key ON assets (storage_key);
CREATE INDEX assets_list ON assets (owner_id, kind, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE turns (
    id {id} PRIMARY KEY NOT NULL,
    user_id {id} NOT NULL REFERENCES users (id),
    conversation_id {id} NOT NULL REFERENCES conversations (id),
    idempotency_key text NOT NULL,
    body_hash {bytes} NOT NULL,
    model text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('text_to_image', 'image_to_image')),
    prompt text NOT NULL,
    resolution text NOT NULL,
    width {int} NOT NULL,
    height {int} NOT NULL,
    batch_size {int} NOT NULL CHECK (batch_size BETWEEN 1 AND 4),
    image_strength {real} CHECK (image_strength BETWEEN 0 AND 1),
    created_at {time} NOT NULL,
    deleted_at {time}
) {strict};
CREATE UNIQUE INDEX turns_user_id_idempotency_key_key ON turns (user_id, idempotency_key);
CREATE INDEX turns_list ON turns (conversation_id, id DESC);

CREATE TABLE turn_inputs (
    turn_id {id} NOT NULL REFERENCES turns (id),
    position {int} NOT NULL,
    asset_id {id} NOT NULL REFERENCES assets (id),
    PRIMARY KEY (turn_id, position)
) {strict};
CREATE INDEX turn_inputs_asset ON turn_inputs (asset_id);
",
    append_only: &[],
};
