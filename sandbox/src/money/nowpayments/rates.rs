//! What coins are worth, and the least that may be paid in them.

use super::refusal::Refusal;
use crate::money::{
    amount::Amount,
    door::field,
    fiat,
    json::Json,
    options::{NowPaymentsOptions, PlayedCoin},
};

/// Decimals of an amount in a currency.
const FIAT_DECIMALS: u32 = 8;

/// A coin or a currency.
struct Unit {
    usd_rate: Amount,
    decimals: u32,
    /// Of a coin, in the coin.
    min_amount: Option<Amount>,
}

pub(super) fn coin<'a>(options: &'a NowPaymentsOptions, id: &str) -> Option<&'a PlayedCoin> {
    options.coins.iter().find(|coin| coin.id.eq_ignore_ascii_case(id))
}

fn unit(options: &NowPaymentsOptions, id: &str) -> Result<Unit, Refusal> {
    if let Some(coin) = coin(options, id) {
        let (usd_rate, min_amount) = (coin.usd_rate, Some(coin.min_amount));
        return Ok(Unit { usd_rate, decimals: coin.decimals, min_amount });
    }
    let usd_rate = fiat::usd_rate(id).ok_or_else(|| Refusal::currency(id))?;
    Ok(Unit { usd_rate, decimals: FIAT_DECIMALS, min_amount: None })
}

/// What this much of one is in the other.
pub(super) fn worth(options: &NowPaymentsOptions, amount: Amount, from: &str, to: &str) -> Result<Amount, Refusal> {
    let (from, to) = (unit(options, from)?, unit(options, to)?);
    amount.exchanged(from.usd_rate, to.usd_rate, to.decimals).ok_or_else(|| Refusal::bad("the amount is too large"))
}

/// `GET /v1/estimate`
pub(super) fn estimate(options: &NowPaymentsOptions, query: &[(String, String)]) -> Result<Json, Refusal> {
    let [amount, from, to] = ["amount", "currency_from", "currency_to"].map(|name| required(query, name));
    let (from, to) = (from?, to?);
    let amount: Amount = amount?.parse().map_err(|_| Refusal::bad("amount must be a number"))?;
    let estimated = worth(options, amount, from, to)?;
    Ok(Json::object([
        ("currency_from", from.into()),
        ("amount_from", amount.number()),
        ("currency_to", to.into()),
        ("estimated_amount", estimated.number()),
    ]))
}

/// `GET /v1/min-amount`. In the unit that is asked from.
pub(super) fn min_amount(options: &NowPaymentsOptions, query: &[(String, String)]) -> Result<Json, Refusal> {
    let from = required(query, "currency_from")?;
    let to = field(query, "currency_to").unwrap_or(from);
    let (from_unit, to_unit) = (unit(options, from)?, unit(options, to)?);
    let least = match (from_unit.min_amount, to_unit.min_amount) {
        (Some(least), _) => least,
        (None, Some(least)) => worth(options, least, to, from)?,
        (None, None) => return Err(Refusal::currency(to)),
    };
    let body =
        Json::object([("currency_from", from.into()), ("currency_to", to.into()), ("min_amount", least.number())]);
    match field(query, "fiat_equivalent") {
        None => Ok(body),
        Some(fiat) => Ok(body.with([("fiat_equivalent", worth(options, least, from, fiat)?.number())])),
    }
}

fn required<'a>(query: &'a [(String, String)], name: &str) -> Result<&'a str, Refusal> {
    field(query, name).filter(|value| !value.is_empty()).ok_or_else(|| Refusal::bad(format!("{name} is required")))
}
