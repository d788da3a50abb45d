//! The currencies that prices may be in.

use super::amount::Amount;

/// What one is worth in US dollars; fixed, so that the same price is always the same amount of a coin.
const RATES: [(&str, u32, u32); 4] = [("usd", 1, 0), ("eur", 12, 1), ("gbp", 13, 1), ("chf", 11, 1)];

/// In whatever case it is written; `None`: nobody knows it.
pub(super) fn usd_rate(currency: &str) -> Option<Amount> {
    let known = RATES.iter().find(|(code, ..)| code.eq_ignore_ascii_case(currency));
    known.map(|(_, digits, decimals)| Amount::new(*digits, *decimals))
}
