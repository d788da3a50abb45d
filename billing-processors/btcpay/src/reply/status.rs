//! An invoice's two statuses in our words.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{PaymentStatus, Trouble};

use super::wire::{Invoice, Method, PaymentState};

/// `methods`: `None` where they were not asked for.
pub(super) fn status(
    invoice: &Invoice,
    methods: Option<&[Method]>,
    trouble: &Trouble,
) -> Result<PaymentStatus, PluginError> {
    Ok(match (invoice.status.as_str(), invoice.additional_status.as_str()) {
        ("New", "None") => PaymentStatus::Pending,
        ("New", "PaidPartial") => PaymentStatus::Underpaid,
        // Marked: somebody with the store's key says so.
        ("Settled", "None" | "Marked") => PaymentStatus::Paid,
        ("Settled", "PaidOver") => PaymentStatus::Overpaid,
        ("Expired", "None") => PaymentStatus::Expired,
        ("Expired", "PaidPartial") => PaymentStatus::ClosedShort,
        // It stands there as soon as the sum does, and never becomes Settled by itself.
        ("Expired", "PaidLate") if methods.is_some_and(is_certain) => PaymentStatus::PaidLate,
        // Processing goes back to New where a payment is replaced.
        ("Processing", "None" | "PaidOver") | ("Expired", "PaidLate") => PaymentStatus::Confirming,
        ("Invalid", "None" | "Marked" | "PaidPartial" | "PaidOver" | "PaidLate") => PaymentStatus::Failed,
        _ => return Err(trouble.odd("an invoice has a status that this version doesn't know")),
    })
}

/// There are payments, and every one that counts has its confirmations.
fn is_certain(methods: &[Method]) -> bool {
    let payments = methods.iter().flat_map(|method| &method.payments);
    let mut counted = payments.filter(|payment| payment.status != PaymentState::Invalid).peekable();
    counted.peek().is_some() && counted.all(|payment| payment.status == PaymentState::Settled)
}
