//! How months are sold.

use std::time::Duration;

use nproxy_domain::payment::{PaymentPolicy, WatchPolicy};

/// Every one is configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentSettings {
    pub policy: PaymentPolicy,
    pub watch: WatchPolicy,
    /// Of one customer within 24 hours; 0: no such limit.
    pub invoices_per_day_max: u32,
    /// What a processor offers for a price is asked for again after this.
    pub offers_cache: Duration,
}

impl Default for PaymentSettings {
    fn default() -> Self {
        Self {
            policy: PaymentPolicy::default(),
            watch: WatchPolicy::default(),
            invoices_per_day_max: 10,
            offers_cache: Duration::from_mins(5),
        }
    }
}
