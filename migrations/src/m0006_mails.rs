//! Mails on their way.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0006_mails",
    sql: "
-- A text may carry a token that signs somebody in, so it is emptied once the mail has gone.
CREATE TABLE mails (
    id {id} PRIMARY KEY NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    html text,
    state text NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
    detail text,
    created_at {time} NOT NULL,
    ended_at {time},
    CHECK ((state = 'pending') = (ended_at IS NULL))
) {strict};
CREATE INDEX mails_created_at ON mails (created_at);
",
    append_only: &[],
};
