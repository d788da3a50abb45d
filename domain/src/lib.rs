//! The rules of nproxy. Everything here is pure: no clock, no socket, no database.
//!
//! - [`generation`]: the life of one picture, from the queue to its end.
//! - [`quota`]: cycles, the ledger, and the bucket that a customer sees instead of a count.
//! - [`payment`]: what becomes of a purchase when its processor, an admin or nobody says something.
//! - [`keys`]: the health of an upstream key, and the port through which keys are picked and put back.
//! - [`proxy`]: the addresses and the health of the proxies that keys go out through.
//! - [`routing`]: what happens after a failed attempt.
//! - [`provider`] and [`processor`]: the ports that plugins implement.
//! - [`turn`] and [`catalog`]: what a customer may ask for, and of which models.
//! - [`moment`]: times that come from outside.
//! - [`search`]: how texts are made alike before they are compared.
//!
//! **Invariant:** this crate depends on nothing that can do I/O; a test of the workspace checks its list of dependencies.

pub mod assets;
pub mod audit;
pub mod catalog;
pub mod env;
pub mod generation;
pub mod ids;
pub mod keys;
pub mod mail;
pub mod moment;
pub mod outcome;
pub mod payment;
pub mod plugin;
pub mod processor;
pub mod provider;
pub mod proxy;
pub mod quota;
pub mod redact;
pub mod routing;
pub mod search;
pub mod turn;

pub use env::{Env, Timestamp};
pub use ids::{
    AssetId, AttemptId, ConversationId, CycleId, DownloadId, EmailChangeId, GenerationId, IncidentId, InviteId, KeyId,
    LeaseId, LedgerEntryId, MailId, OpenedId, PaymentEventId, PaymentId, ProcessorId, ProviderId, ProxyId,
    RegistrationId, SessionId, TurnId, UserId, WorkerId,
};
