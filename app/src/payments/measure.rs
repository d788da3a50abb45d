//! What is counted of payments, under names that dashboards may rely on.

use metrics::counter;
use nproxy_domain::ProcessorId;

/// Webhooks that were not believed, by `processor` and `reason`.
const WEBHOOKS_REFUSED: &str = "nproxy_webhooks_refused_total";
/// Readings of a processor's status, by `processor` and `outcome` (`ok` or the class of the error).
const READINGS: &str = "nproxy_payment_readings_total";
/// Months that were opened by a payment, by `processor`.
const ACTIVATED: &str = "nproxy_payments_activated_total";

pub(super) fn webhook_refused(processor: &ProcessorId, reason: &'static str) {
    counter!(WEBHOOKS_REFUSED, "processor" => processor.to_string(), "reason" => reason).increment(1);
}

pub(super) fn read(processor: &ProcessorId, outcome: &'static str) {
    counter!(READINGS, "processor" => processor.to_string(), "outcome" => outcome).increment(1);
}

pub(super) fn activated(processor: &str) {
    counter!(ACTIVATED, "processor" => processor.to_owned()).increment(1);
}
