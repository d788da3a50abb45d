//! The money that goes out, by provider and day.

mod list;
mod review;
mod stop;

pub use list::{DAYS_MAX, DaySpent, ProviderSpending, Spending, list};
pub use nproxy_store::spending::SpendLimits;
pub use review::review;
pub use stop::{SpendStop, stop, stops};
