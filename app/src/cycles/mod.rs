//! Paid months: what is left of one, who gets one, and whether the books agree.

mod check;
mod grant;
mod quota;

pub use check::{LedgerProblem, check_ledger};
pub use grant::{GrantError, Granted, grant_cycle};
pub use quota::{Quota, Subscription, quota, subscription};
