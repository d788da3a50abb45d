//! The ways to pay where customers choose a coin on the processor's own page: all that it takes.

use super::{address, amount::Amount, fiat, options::PlayedCoin, sale::Way};
use crate::dice::Dice;

/// Decimals of a coin's rate.
const RATE_DECIMALS: u32 = 8;

/// `None`: nobody knows what a price in this currency is worth.
pub(super) fn ways(coins: &[PlayedCoin], price: Amount, currency: &str, dice: &mut Dice) -> Option<Vec<Way>> {
    let fiat_rate = fiat::usd_rate(currency)?;
    let way = |coin: &PlayedCoin| {
        Some(Way {
            method: coin.id.clone(),
            coin: coin.id.clone(),
            network: coin.network.clone(),
            address: address::on(&coin.network, dice),
            memo: None,
            decimals: coin.decimals,
            rate: coin.usd_rate.exchanged(Amount::new(1, 0), fiat_rate, RATE_DECIMALS)?,
            asked: price.exchanged(fiat_rate, coin.usd_rate, coin.decimals)?,
        })
    };
    coins.iter().map(way).collect()
}
