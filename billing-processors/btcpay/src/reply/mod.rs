//! What a reply means: where to pay, or where a payment stands.

mod checkout;
mod snapshot;
mod status;
mod wire;

pub(crate) use checkout::checkout;
pub(crate) use snapshot::{Store, snapshot};
pub(crate) use wire::{Invoice, Method, order_of};

/// A text that people are shown or that is sent back: an address, a transaction's id. `None`: it is none.
fn shown(text: &str) -> Option<&str> {
    const CHARS_MAX: usize = 2000;
    let printable = text.bytes().all(|b| b.is_ascii_graphic());
    (!text.is_empty() && text.len() <= CHARS_MAX && printable).then_some(text)
}
