//! What NOWPayments says of a payment: when it is made, when it is asked after, and by itself.

use super::payment::Payment;
use crate::money::{
    amount::Amount,
    json::Json,
    sale::{Sale, Way},
    time::iso,
};

/// Of what came, NOWPayments keeps this many percent.
fn fee_percent() -> Amount {
    Amount::new(5, 1)
}

/// A payment's number, as all but the answer to its making write it.
fn number(id: &str) -> Json {
    Json::Number(id.to_owned())
}

fn way(sale: &Sale) -> &Way {
    &sale.ways[0]
}

fn coin(sale: &Sale, payment: &Payment) -> Json {
    payment.wrong_asset.clone().unwrap_or_else(|| way(sale).coin.clone()).into()
}

/// What the shop gets: of what came, or as long as nothing did, of what was asked.
fn outcome(sale: &Sale) -> Json {
    let received = sale.received(0);
    let of = if received.is_zero() { way(sale).asked } else { received };
    of.less_percent(fee_percent()).number()
}

/// The answer to its making. The number is text here, and nowhere else.
pub(super) fn created(sale: &Sale, payment: &Payment) -> Json {
    let way = way(sale);
    Json::object([
        ("payment_id", sale.id.clone().into()),
        ("payment_status", payment.stage.name().into()),
        ("pay_address", way.address.clone().into()),
        ("price_amount", sale.price.number()),
        ("price_currency", sale.currency.clone().into()),
        ("pay_amount", way.asked.number()),
        ("pay_currency", way.coin.clone().into()),
        ("order_id", sale.order_id.clone().into()),
        ("order_description", sale.description.clone().into()),
        ("ipn_callback_url", payment.ipn_url.clone().into()),
        ("created_at", iso(sale.created_ms).into()),
        ("updated_at", iso(sale.updated_ms).into()),
        ("purchase_id", payment.purchase_id.clone().into()),
        ("amount_received", Json::Null),
        ("payin_extra_id", way.memo.clone().into()),
        ("smart_contract", "".into()),
        ("network", way.network.clone().into()),
        ("network_precision", u64::from(way.decimals).into()),
        ("time_limit", Json::Null),
        ("burning_percent", Json::Null),
        ("expiration_estimate_date", iso(sale.expires_ms).into()),
    ])
}

/// The answer to a question after it, alone or in a list. What older answers don't have is there only where it says something.
pub(super) fn status(sale: &Sale, payment: &Payment) -> Json {
    let way = way(sale);
    let body = Json::object([
        ("payment_id", number(&sale.id)),
        ("payment_status", payment.stage.name().into()),
        ("pay_address", way.address.clone().into()),
        ("price_amount", sale.price.number()),
        ("price_currency", sale.currency.clone().into()),
        ("pay_amount", way.asked.number()),
        ("actually_paid", sale.received(0).number()),
        ("pay_currency", coin(sale, payment)),
        ("order_id", sale.order_id.clone().into()),
        ("order_description", sale.description.clone().into()),
        ("purchase_id", payment.purchase_id.clone().into()),
        ("created_at", iso(sale.created_ms).into()),
        ("updated_at", iso(sale.updated_ms).into()),
        ("outcome_amount", outcome(sale)),
        ("outcome_currency", way.coin.clone().into()),
    ]);
    let body = match &payment.parent {
        Some(parent) => body.with([("parent_payment_id", number(parent))]),
        None => body,
    };
    let body = match sale.money.last() {
        Some(money) => body.with([("payin_hash", money.id.clone().into())]),
        None => body,
    };
    match &way.memo {
        Some(memo) => body.with([("payin_extra_id", memo.clone().into())]),
        None => body,
    }
}

/// What is sent to its `ipn_callback_url`, in the order of the documented example.
pub(super) fn ipn(sale: &Sale, payment: &Payment) -> Json {
    let way = way(sale);
    let fee = Json::object([
        ("currency", way.coin.clone().into()),
        ("depositFee", Amount::ZERO.number()),
        ("withdrawalFee", Amount::ZERO.number()),
        ("serviceFee", sale.received(0).minus(sale.received(0).less_percent(fee_percent())).number()),
    ]);
    Json::object([
        ("payment_id", number(&sale.id)),
        ("parent_payment_id", payment.parent.as_deref().map(number).into()),
        ("invoice_id", Json::Null),
        ("payment_status", payment.stage.name().into()),
        ("pay_address", way.address.clone().into()),
        ("payin_extra_id", way.memo.clone().into()),
        ("price_amount", sale.price.number()),
        ("price_currency", sale.currency.clone().into()),
        ("pay_amount", way.asked.number()),
        ("actually_paid", sale.received(0).number()),
        ("actually_paid_at_fiat", Amount::ZERO.number()),
        ("pay_currency", coin(sale, payment)),
        ("order_id", sale.order_id.clone().into()),
        ("order_description", sale.description.clone().into()),
        ("purchase_id", payment.purchase_id.clone().into()),
        ("outcome_amount", outcome(sale)),
        ("outcome_currency", way.coin.clone().into()),
        ("payment_extra_ids", Json::Null),
        ("fee", fee),
    ])
}
