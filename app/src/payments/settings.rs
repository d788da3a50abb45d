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
    /// A processor is given up after this: the gateway's limit of the same meaning.
    pub processor_timeout: Duration,
}

impl PaymentSettings {
    /// So long an invoice that is being made, or a status that is being read, belongs to who began it: until the
    /// processor is given up, and the write that follows is through.
    pub(super) fn lease(&self) -> chrono::Duration {
        let ms = self.processor_timeout.as_millis() * 3 / 2;
        chrono::Duration::milliseconds(i64::try_from(ms).unwrap_or(i64::MAX / 2))
    }
}

impl Default for PaymentSettings {
    fn default() -> Self {
        Self {
            policy: PaymentPolicy::default(),
            watch: WatchPolicy::default(),
            invoices_per_day_max: 10,
            offers_cache: Duration::from_mins(5),
            processor_timeout: Duration::from_secs(30),
        }
    }
}
