//! Paid months: what is left of one, who gets one, and whether the books agree.

mod check;
mod extend;
mod extend_all;
mod grant;
mod open;
mod paid;
mod queue;
mod quota;
pub(crate) mod requests;
mod settings;
mod start_next;
mod subscription;

pub use check::{LedgerProblem, check_ledger};
pub use extend::{ExtendError, Extended, HOURS_MAX, extend_cycle};
pub use extend_all::{AllExtended, ExtendAllError, extend_all};
pub use grant::{GrantError, Granted, grant_cycle};
pub use nproxy_store::cycles::LimitChange;
pub use paid::{end_paid, open_paid};
pub use quota::{Quota, quota};
pub use requests::{AddRequestsError, RequestsChanged, add_requests};
pub use settings::CycleSettings;
pub use start_next::{StartNextError, start_next};
pub use subscription::{Month, OpenPayment, Subscription, SubscriptionState, subscription};
