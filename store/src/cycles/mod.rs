//! Paid months, one after the other, and their ledger. The counters of a cycle change only together with an entry.
//!
//! A row that was voided is none: it is kept for the record. Whoever writes cycles of a customer holds the user's lock.

mod check;
mod extend;
mod find;
mod ledger;
mod queue;

pub use check::{Mismatch, Misplaced, Sum, mismatches, misplaced, sums};
pub use extend::{Extendable, extend, extendable};
pub use find::{
    all_of, by_payment, by_payments, current, current_of, ended, ending, entries_of, get, last, newest_of, queued,
    row_end, span, usable,
};
pub use ledger::{AddRequestsError, HoldError, LimitChange, add_requests, counters, hold, open, settle};
pub use queue::{cut, move_to, restore, void};

pub use crate::entities::cycles::Model as CycleRow;
pub use crate::entities::ledger_entries::Model as EntryRow;
