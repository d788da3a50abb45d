//! Who reads.

use nproxy_app::accounts::Language;
use nproxy_domain::UserId;

/// An admin of the allowlist, as of the update that is answered.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Of the person, and of the chat.
    pub telegram_id: i64,
    pub admin: UserId,
    pub scope: Scope,
    pub language: Language,
    /// Whole e-mail addresses may be shown (config); otherwise they are shortened.
    pub full_addresses: bool,
}

/// What a paired admin may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What keeps the product running.
    Ops,
    /// Settle, grant, extend and suspend as well, each with a code of the authenticator app.
    Money,
}
