//! What a BTCPay server says of an invoice. All amounts are decimal text.

use super::invoice::StoreInvoice;
use crate::money::{
    amount::Amount,
    invoice::TransactionState,
    json::Json,
    sale::{Money, Sale, Way},
    time::seconds,
};

/// Decimals of an amount in the invoice's currency.
const CURRENCY_DECIMALS: u32 = 2;
/// Times are whole seconds.
const ONE: u32 = 1;

fn text(amount: Amount) -> Json {
    amount.to_string().into()
}

/// `InvoiceData`
pub(super) fn invoice(sale: &Sale, invoice: &StoreInvoice, store_id: &str) -> Json {
    let way = &sale.ways[0];
    let paid = sale.received(0).exchanged(way.rate, Amount::new(ONE, 0), CURRENCY_DECIMALS);
    let markable = invoice.status.markable().into_iter().map(|status| status.name().into()).collect();
    Json::object([
        ("id", sale.id.clone().into()),
        ("storeId", store_id.into()),
        ("amount", text(sale.price)),
        ("paidAmount", text(paid.unwrap_or_default())),
        ("currency", sale.currency.clone().into()),
        ("type", if invoice.top_up { "TopUp" } else { "Standard" }.into()),
        ("checkoutLink", sale.page_url.clone().into()),
        ("createdTime", seconds(sale.created_ms).into()),
        ("expirationTime", seconds(sale.expires_ms).into()),
        ("monitoringExpiration", seconds(invoice.monitoring_ms).into()),
        ("status", invoice.status.name().into()),
        ("additionalStatus", invoice.additional.name().into()),
        ("availableStatusesForManualMarking", Json::List(markable)),
        ("archived", false.into()),
        ("metadata", invoice.metadata.clone()),
        ("checkout", invoice.checkout.clone()),
        ("receipt", invoice.receipt.clone()),
    ])
}

/// The answer of `payment-methods`. `all`: also payments that no longer count.
pub(super) fn payment_methods(sale: &Sale, all: bool) -> Json {
    Json::List((0..sale.ways.len()).map(|place| payment_method(sale, place, all)).collect())
}

fn payment_method(sale: &Sale, place: usize, all: bool) -> Json {
    let way = &sale.ways[place];
    let counts = |money: &&Money| money.state != TransactionState::Gone;
    let here = || sale.money.iter().filter(|money| money.way == place);
    let own = here().filter(counts).fold(Amount::ZERO, |sum, money| sum.plus(money.amount));
    let payments = here().filter(|money| all || counts(money)).map(|money| payment(sale, money)).collect();
    Json::object([
        ("paymentMethodId", way.method.clone().into()),
        ("currency", way.coin.clone().into()),
        ("destination", way.address.clone().into()),
        ("paymentLink", link(sale, place).into()),
        ("rate", text(way.rate)),
        ("paymentMethodPaid", text(own)),
        ("totalPaid", text(sale.received(place))),
        ("due", text(way.asked.minus(sale.received(place)))),
        ("amount", text(way.asked)),
        ("paymentMethodFee", text(Amount::ZERO)),
        ("payments", Json::List(payments)),
        ("activated", true.into()),
        ("additionalData", Json::object([])),
    ])
}

/// BIP21, or what a Lightning wallet reads.
fn link(sale: &Sale, place: usize) -> String {
    let Way { method, coin, address, .. } = &sale.ways[place];
    if method.ends_with("-LN") {
        return format!("lightning:{address}");
    }
    let scheme = match coin.as_str() {
        "BTC" => "bitcoin",
        "LTC" => "litecoin",
        other => return format!("{}:{address}", other.to_lowercase()),
    };
    format!("{scheme}:{address}?amount={}", sale.due(place))
}

pub(super) fn payment(sale: &Sale, money: &Money) -> Json {
    let status = match money.state {
        TransactionState::Seen => "Processing",
        TransactionState::Settled => "Settled",
        TransactionState::Gone => "Invalid",
    };
    Json::object([
        ("id", format!("{}-0", money.id).into()),
        ("receivedDate", seconds(money.at_ms).into()),
        ("value", text(money.amount)),
        ("fee", text(Amount::ZERO)),
        ("status", status.into()),
        ("destination", sale.ways[money.way].address.clone().into()),
    ])
}
