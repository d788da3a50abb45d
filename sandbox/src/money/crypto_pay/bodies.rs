//! What Crypto Pay says of an invoice. Amounts are text.

use super::invoice::{Stage, WalletInvoice};
use crate::money::{
    amount::Amount,
    json::Json,
    sale::{Money, Sale},
    time::iso,
};

/// Of what came, Crypto Pay keeps this many percent.
fn fee_percent() -> Amount {
    Amount::new(3, 0)
}

/// An invoice, alone, in the list and in webhooks.
pub(super) fn invoice(sale: &Sale, invoice: &WalletInvoice) -> Json {
    let unit = if invoice.is_fiat { ("currency_type", "fiat", "fiat") } else { ("currency_type", "crypto", "asset") };
    let body = Json::object([
        ("invoice_id", Json::Number(sale.id.clone())),
        ("hash", invoice.hash.clone().into()),
        (unit.0, unit.1.into()),
        (unit.2, sale.currency.clone().into()),
        ("amount", sale.price.to_string().into()),
        // One page takes the place of all of them.
        ("pay_url", sale.page_url.clone().into()),
        ("bot_invoice_url", sale.page_url.clone().into()),
        ("mini_app_invoice_url", sale.page_url.clone().into()),
        ("web_app_invoice_url", sale.page_url.clone().into()),
        ("status", invoice.stage.name().into()),
        ("created_at", iso(sale.created_ms).into()),
    ]);
    let Json::Object(mut fields) = body else { return body };
    fields.extend(invoice.told.iter().cloned());
    let body = Json::Object(fields);
    let body = if invoice.ends { body.with([("expiration_date", iso(sale.expires_ms).into())]) } else { body };
    match sale.money.first() {
        Some(money) if invoice.stage == Stage::Paid => paid(body, sale, money),
        _ => body,
    }
}

fn paid(body: Json, sale: &Sale, money: &Money) -> Json {
    let rate = sale.ways[money.way].rate;
    let fee = money.amount.minus(money.amount.less_percent(fee_percent()));
    body.with([
        ("paid_asset", money.coin.clone().into()),
        ("paid_amount", money.amount.to_string().into()),
        ("paid_fiat_rate", rate.to_string().into()),
        ("paid_usd_rate", rate.to_string().into()),
        ("fee_asset", money.coin.clone().into()),
        ("fee_amount", fee.to_string().into()),
        ("fee_in_usd", fee.to_string().into()),
        ("paid_at", iso(money.at_ms).into()),
        ("paid_anonymously", true.into()),
    ])
}
