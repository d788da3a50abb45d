//! Who is told of incidents and of days, what, and how far that has come.
//!
//! News stand on the incident's own row and are spread from there: one row per recipient of a channel ([`deliveries`]),
//! which says what is to be told and what was. How a recipient fares as such is [`recipients`]'. Mails to admins are mails.

pub mod deliveries;
pub mod digests;
mod listeners;
pub mod recipients;
mod spread;

use serde::{Deserialize, Serialize};

pub use listeners::{Listener, listeners};
pub use spread::{catch_up, spread, spread_digest};

use crate::jobs::Job;

/// The channel of [`listeners`].
pub const TELEGRAM: &str = "telegram";

/// Tells admins what is new. Left in the transaction of every news; one that runs does the work of all.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TellNews {}

impl Job for TellNews {
    const KIND: &'static str = "notices_tell";
    /// Of the database; what a channel says has its own pauses.
    const TRIES_MAX: i32 = 10;
}
