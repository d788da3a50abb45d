//! What OxaPay says of an invoice. Amounts are numbers.

use super::invoice::TrackedInvoice;
use crate::money::{
    amount::Amount,
    invoice::TransactionState,
    json::Json,
    sale::{Money, Sale},
    time::seconds,
};

/// What every played transaction is called.
const PLAYED: &str = "sandbox";
const VALUE_DECIMALS: u32 = 16;
const CONFIRMATIONS: u64 = 10;

/// The answer to its making.
pub(super) fn created(sale: &Sale) -> Json {
    Json::object([
        ("track_id", sale.id.clone().into()),
        ("payment_url", sale.page_url.clone().into()),
        ("expired_at", seconds(sale.expires_ms).into()),
        ("date", seconds(sale.created_ms).into()),
    ])
}

/// The same where the shop has the page: what is to be shown on it.
pub(super) fn created_for_the_shop(sale: &Sale) -> Json {
    let way = &sale.ways[0];
    Json::object([
        ("track_id", sale.id.clone().into()),
        ("amount", sale.price.number()),
        ("currency", sale.currency.clone().into()),
        ("pay_amount", way.asked.number()),
        ("pay_currency", way.coin.clone().into()),
        ("network", way.network.clone().into()),
        ("address", way.address.clone().into()),
        ("expired_at", seconds(sale.expires_ms).into()),
        ("date", seconds(sale.created_ms).into()),
    ])
}

/// The answer to a question after it, and an item of the list.
pub(super) fn status(sale: &Sale, invoice: &TrackedInvoice) -> Json {
    let txs = counted(sale).map(|money| transaction(sale, invoice, money)).collect();
    Json::object([
        ("track_id", sale.id.clone().into()),
        ("type", invoice.kind.name().into()),
        ("amount", sale.price.number()),
        ("currency", sale.currency.clone().into()),
        ("status", invoice.stage.name().into()),
        ("mixed_payment", invoice.mixed.into()),
        ("fee_paid_by_payer", u64::from(invoice.payer_pays_fee).into()),
        ("under_paid_coverage", invoice.coverage_percent.number()),
        ("lifetime", invoice.lifetime_minutes.into()),
        ("callback_url", invoice.callback_url.clone().unwrap_or_default().into()),
        ("return_url", invoice.return_url.clone().unwrap_or_default().into()),
        ("email", "".into()),
        ("order_id", sale.order_id.clone().unwrap_or_default().into()),
        ("description", sale.description.clone().unwrap_or_default().into()),
        ("thanks_message", "".into()),
        ("expired_at", seconds(sale.expires_ms).into()),
        ("date", seconds(sale.created_ms).into()),
        ("txs", Json::List(txs)),
    ])
}

/// What is sent to its `callback_url`. `told`: its state, as webhooks write it.
pub(super) fn webhook(sale: &Sale, invoice: &TrackedInvoice, told: &str) -> Json {
    let came = counted(sale).fold(Amount::ZERO, |sum, money| sum.plus(worth(sale, money)));
    let txs = counted(sale).map(|money| told_transaction(sale, invoice, money)).collect();
    Json::object([
        ("track_id", sale.id.clone().into()),
        ("status", told.into()),
        ("type", invoice.kind.name().into()),
        ("module_name", "shop".into()),
        ("amount", sale.price.number()),
        ("currency", sale.currency.clone().into()),
        ("value", sale.price.number()),
        ("sent_value", came.number()),
        ("order_id", sale.order_id.clone().unwrap_or_default().into()),
        ("email", "".into()),
        ("note", "".into()),
        ("fee_paid_by_payer", u64::from(invoice.payer_pays_fee).into()),
        ("under_paid_coverage", invoice.coverage_percent.number()),
        ("description", sale.description.clone().unwrap_or_default().into()),
        ("date", seconds(sale.created_ms).into()),
        ("txs", Json::List(txs)),
    ])
}

fn counted(sale: &Sale) -> impl Iterator<Item = &Money> {
    sale.money.iter().filter(|money| money.state != TransactionState::Gone)
}

fn worth(sale: &Sale, money: &Money) -> Amount {
    let rate = sale.ways[money.way].rate;
    money.amount.exchanged(rate, Amount::new(1, 0), VALUE_DECIMALS).unwrap_or_default()
}

/// How a transaction is called, where it goes, how far the chain is with it.
fn named(sale: &Sale, invoice: &TrackedInvoice, money: &Money) -> (String, String, &'static str, u64) {
    let played = |text: &String| if invoice.sandbox { PLAYED.to_owned() } else { text.clone() };
    let settled = money.state == TransactionState::Settled;
    let (status, confirmations) = if settled { ("confirmed", CONFIRMATIONS) } else { ("confirming", 0) };
    (played(&money.id), played(&sale.ways[money.way].address), status, confirmations)
}

fn transaction(sale: &Sale, invoice: &TrackedInvoice, money: &Money) -> Json {
    let (hash, address, status, confirmations) = named(sale, invoice, money);
    let convert = Json::object([
        ("processed", true.into()),
        ("amount", worth(sale, money).number()),
        ("currency", "USDT".into()),
    ]);
    Json::object([
        ("tx_hash", hash.into()),
        ("amount", money.amount.number()),
        ("currency", money.coin.clone().into()),
        ("network", sale.ways[money.way].network.clone().into()),
        ("address", address.into()),
        ("status", status.into()),
        ("confirmations", confirmations.into()),
        ("auto_convert", convert),
        ("auto_withdrawal", Json::object([("processed", false.into())])),
        ("date", seconds(money.at_ms).into()),
    ])
}

/// The same in a webhook, which has other names for it.
fn told_transaction(sale: &Sale, invoice: &TrackedInvoice, money: &Money) -> Json {
    let (hash, address, status, confirmations) = named(sale, invoice, money);
    Json::object([
        ("status", status.into()),
        ("tx_hash", hash.into()),
        ("sent_amount", money.amount.number()),
        ("sent_value", worth(sale, money).number()),
        ("received_amount", money.amount.number()),
        ("value", worth(sale, money).number()),
        ("currency", money.coin.clone().into()),
        ("network", sale.ways[money.way].network.clone().into()),
        ("sender_address", "".into()),
        ("address", address.into()),
        ("memo", "".into()),
        ("rate", Amount::new(1, 0).number()),
        ("confirmations", confirmations.into()),
        ("auto_convert_amount", Amount::ZERO.number()),
        ("auto_convert_currency", "".into()),
        ("date", seconds(money.at_ms).into()),
    ])
}
