//! A purchase of one month: what becomes of it is decided here, from our own row and what the processor says.
//!
//! [`judge`] is the machine for what processors say, [`settle`] for what admins do; both are pure and answer with the next
//! state and what is to be done. `watch` says when a processor is asked again.
//!
//! **Invariants:** a payment activates at most once; what was activated is never taken back but by a refund; money that
//! came and activated nothing is in review until an admin settles it.

mod judge;
mod settle;
mod state;
mod watch;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod stories;

pub use judge::{Judged, created, judge, judge_other, never_made};
pub use settle::{Act, ActRefused, Settled, Settlement, act};
pub use state::{AccountStanding, PaymentEffect, PaymentFacts, PaymentPolicy, PaymentState, ReviewReason, Told};
pub use watch::{Times, WatchPolicy, next_read};
