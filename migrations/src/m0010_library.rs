//! The library of a customer's pictures: found again, pinned, starred, thrown away, taken along.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0010_library",
    sql: "
-- `search` is the title or the prompt as it is searched: in small letters, white space collapsed. The program writes it;
-- what stands already is folded as far as the database can.
ALTER TABLE conversations ADD COLUMN search text NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN pinned_at {time};
ALTER TABLE turns ADD COLUMN search text NOT NULL DEFAULT '';
UPDATE conversations SET search = lower(title);
UPDATE turns SET search = lower(prompt);
CREATE INDEX conversations_pinned ON conversations (user_id, pinned_at DESC, id DESC)
    WHERE pinned_at IS NOT NULL AND deleted_at IS NULL;

-- deleted_with: the turn or the conversation that was deleted with its pictures, and brings them back with it.
-- purged_at: the bytes are gone for good, the row stays.
ALTER TABLE assets ADD COLUMN starred_at {time};
ALTER TABLE assets ADD COLUMN deleted_with {id};
ALTER TABLE assets ADD COLUMN purged_at {time};
CREATE INDEX assets_starred ON assets (owner_id, id) WHERE starred_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX assets_trash ON assets (deleted_at, id) WHERE deleted_at IS NOT NULL AND purged_at IS NULL;
CREATE INDEX assets_deleted_with ON assets (deleted_with) WHERE deleted_with IS NOT NULL;
UPDATE assets SET
    deleted_with = (SELECT t.conversation_id FROM generations g JOIN turns t ON t.id = g.turn_id
        WHERE g.asset_id = assets.id),
    deleted_at = (SELECT c.deleted_at FROM generations g JOIN turns t ON t.id = g.turn_id
        JOIN conversations c ON c.id = t.conversation_id WHERE g.asset_id = assets.id)
WHERE deleted_at IS NULL AND id IN (SELECT g.asset_id FROM generations g JOIN turns t ON t.id = g.turn_id
    JOIN conversations c ON c.id = t.conversation_id WHERE c.deleted_at IS NOT NULL AND g.asset_id IS NOT NULL);

CREATE INDEX generations_failed_of_user ON generations (user_id, finished_at DESC, id DESC) WHERE state = 'failed';

-- Links to ZIPs, which are written while they are fetched. asset_ids: what was chosen; [] for an account.
CREATE TABLE downloads (
    id {id} PRIMARY KEY NOT NULL,
    user_id {id} NOT NULL REFERENCES users (id),
    kind text NOT NULL CHECK (kind IN ('pictures', 'account')),
    asset_ids {json} NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL
) {strict};
CREATE INDEX downloads_expires_at ON downloads (expires_at);
CREATE INDEX downloads_user ON downloads (user_id);
",
    append_only: &[],
};
