//! Everything that the server says of a payment.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{Checkout, CryptoAmount, PaymentSnapshot, PaymentStatus, Trouble};

use super::status::status;
use super::wire::{Invoice, Method, PaymentState};
use super::{checkout, shown};
use crate::method;

/// More are not kept.
const TRANSACTIONS_MAX: usize = 32;
/// Of an invoice that takes any amount.
const NO_PRICE: &str = "the invoice has no price in whole coins of its currency";

/// What is known of the store beforehand.
#[derive(Debug)]
pub(crate) struct Store {
    /// Payment methods as the operator wrote them, which is how offers are named.
    pub coins: Vec<String>,
    pub sandbox: bool,
}

impl Store {
    /// The offer's name of a method.
    fn coin(&self, reported: &str) -> Option<String> {
        let name = method::newest_name(reported);
        let ours = self.coins.iter().find(|coin| method::newest_name(coin) == name).cloned();
        ours.or_else(|| method::is_id(reported).then(|| reported.to_owned()))
    }
}

/// `methods`: `None` where they were not asked for; then the amounts are not known.
pub(crate) fn snapshot(
    store: &Store,
    invoice: &Invoice,
    methods: Option<&[Method]>,
    trouble: &Trouble,
) -> Result<PaymentSnapshot, PluginError> {
    let price = invoice.price();
    let known = PaymentSnapshot {
        payment: invoice.order(),
        unclear: price.is_none().then(|| NO_PRICE.to_owned()),
        price,
        sandbox: store.sandbox,
        created_at: invoice.created_at(),
        ..PaymentSnapshot::new(invoice.external_id(trouble)?, status(invoice, methods, trouble)?)
    };
    match methods {
        Some(methods) => with_payments(known, store, invoice, methods, trouble),
        None => Ok(known),
    }
}

fn with_payments(
    known: PaymentSnapshot,
    store: &Store,
    invoice: &Invoice,
    methods: &[Method],
    trouble: &Trouble,
) -> Result<PaymentSnapshot, PluginError> {
    let mut paid: Vec<(&Method, CryptoAmount)> = Vec::new();
    for method in methods {
        let amount = method.paid(trouble)?;
        if !amount.is_zero() {
            paid.push((method, amount));
        }
    }
    let in_practice = methods.iter().filter_map(|m| m.destination.as_deref()).any(method::is_of_a_test_network);
    let transactions = methods.iter().flat_map(|method| &method.payments);
    let transactions = transactions.filter(|payment| payment.status != PaymentState::Invalid);
    let snapshot = PaymentSnapshot {
        sandbox: known.sandbox || in_practice,
        transactions: transactions.filter_map(|p| shown(&p.id)).take(TRANSACTIONS_MAX).map(str::to_owned).collect(),
        ..known
    };
    // Marked as paid without money: then it was paid past the server, which can't say how much.
    let is_past_the_server = snapshot.status == PaymentStatus::Paid && invoice.is_marked();
    let (method, received) = match (paid.as_slice(), methods) {
        ([(method, amount)], _) => (*method, Some(*amount)),
        ([], [method]) => (method, (!is_past_the_server).then_some(CryptoAmount::ZERO)),
        ([], _) => return Ok(snapshot),
        (several, _) => {
            let unclear = Some(format!("it was paid in {} coins", several.len()));
            return Ok(PaymentSnapshot { unclear, ..snapshot });
        }
    };
    let coin = store.coin(&method.payment_method_id);
    let asked = method.amount(trouble)?;
    let asked = (!asked.is_zero()).then_some(asked);
    // Of an invoice that is paid nothing is due, so there is nowhere to pay.
    let where_to_pay = coin.as_ref().and_then(|coin| checkout(invoice, methods, coin, trouble).ok());
    Ok(PaymentSnapshot {
        asked,
        received,
        coin,
        // The whole price, also where a part of it came: what is missing to it is for those to say who know what came.
        checkout: where_to_pay.map(|found| Checkout { amount: asked.filter(|_| found.address.is_some()), ..found }),
        ..snapshot
    })
}
