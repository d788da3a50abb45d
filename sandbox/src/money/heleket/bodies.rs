//! What Heleket says of an invoice. Amounts are text with all of their decimals.

use super::invoice::KeyedInvoice;
use crate::money::{
    amount::Amount,
    json::Json,
    sale::{Sale, Way},
    time::{heleket, seconds},
};

/// Of what came, Heleket keeps this many percent.
fn fee_percent() -> Amount {
    Amount::new(2, 0)
}

fn price(amount: Amount) -> Json {
    format!("{amount:.2}").into()
}

fn coins(amount: Amount) -> Json {
    format!("{amount:.8}").into()
}

/// The way that was chosen last, and what came by all of them, in its coin.
fn chosen<'a>(sale: &'a Sale, invoice: &KeyedInvoice) -> Option<(&'a Way, Amount)> {
    invoice.chosen.map(|way| (&sale.ways[way], sale.received(way)))
}

fn txid(sale: &Sale) -> Json {
    sale.money.last().map(|money| money.id.clone()).into()
}

/// The answer to its making and to a question, and an item of the list. What a coin was chosen for is told before it is paid.
pub(super) fn invoice(sale: &Sale, invoice: &KeyedInvoice) -> Json {
    let chosen = chosen(sale, invoice);
    let came = || chosen.map(|(_, came)| came);
    let kept = |amount: Amount| coins(amount.less_percent(fee_percent()));
    let way = |of: &dyn Fn(&Way) -> String| Json::from(chosen.map(|(way, _)| of(way)));
    Json::object([
        ("uuid", sale.id.clone().into()),
        ("order_id", sale.order_id.clone().into()),
        ("amount", price(sale.price)),
        ("payment_amount", came().map(coins).into()),
        ("payer_amount", chosen.map(|(way, _)| coins(way.asked)).into()),
        ("discount_percent", Json::Null),
        ("discount", coins(Amount::ZERO)),
        ("payer_currency", way(&|way| way.coin.clone())),
        ("currency", sale.currency.clone().into()),
        ("merchant_amount", came().map(kept).into()),
        ("network", way(&|way| way.network.clone())),
        ("address", way(&|way| way.address.clone())),
        ("from", Json::Null),
        ("txid", txid(sale)),
        ("payment_status", invoice.stage.name().into()),
        ("url", sale.page_url.clone().into()),
        ("expired_at", seconds(sale.expires_ms).into()),
        ("status", invoice.stage.name().into()),
        ("is_final", invoice.stage.is_final().into()),
        ("additional_data", Json::Null),
        ("created_at", heleket(sale.created_ms).into()),
        ("updated_at", heleket(sale.updated_ms).into()),
    ])
}

/// What is sent to its `url_callback`, but for the signature.
pub(super) fn webhook(sale: &Sale, invoice: &KeyedInvoice) -> Json {
    let chosen = chosen(sale, invoice);
    let came = chosen.map(|(_, came)| came).unwrap_or_default();
    let kept = came.less_percent(fee_percent());
    let body = Json::object([
        ("type", "payment".into()),
        ("uuid", sale.id.clone().into()),
        ("order_id", sale.order_id.clone().into()),
        ("amount", coins(sale.price)),
        ("payment_amount", coins(came)),
        ("payment_amount_usd", price(chosen.and_then(|(way, _)| worth(came, way)).unwrap_or_default())),
        ("merchant_amount", coins(kept)),
        ("commission", coins(came.minus(kept))),
        ("is_final", invoice.stage.is_final().into()),
        ("status", invoice.stage.name().into()),
        ("from", chosen.filter(|_| sale.some_came()).map(|(way, _)| way.address.clone()).into()),
        ("wallet_address_uuid", Json::Null),
        ("network", chosen.map(|(way, _)| way.network.clone()).into()),
        ("currency", sale.currency.clone().into()),
        ("payer_currency", chosen.map(|(way, _)| way.coin.clone()).into()),
        ("additional_data", Json::Null),
    ]);
    // What nobody paid was neither changed nor sent.
    let Some((way, _)) = chosen.filter(|_| sale.some_came()) else { return body };
    let convert = Json::object([
        ("to_currency", "USDT".into()),
        ("commission", Json::Null),
        ("rate", coins(way.rate)),
        ("amount", coins(worth(kept, way).unwrap_or_default())),
    ]);
    body.with([("convert", convert), ("txid", txid(sale))])
}

fn worth(amount: Amount, way: &Way) -> Option<Amount> {
    amount.exchanged(way.rate, Amount::new(1, 0), 8)
}
