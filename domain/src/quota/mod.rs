//! Requests that a customer has paid for.
//!
//! A cycle is a paid month. Each generation holds one request when it is submitted and, at its end, spends it
//! or gives it back. The ledger records every change; its sums are the cycle's counters.

mod bucket;
mod cycle;
mod ledger;
mod span;

#[cfg(test)]
mod properties;

pub use bucket::{Bucket, bucket};
pub use cycle::{Counters, HoldRefused};
pub use ledger::{EntryKind, Ledger};
pub use span::Span;
