//! In which coins a price can be paid.

use std::sync::Arc;

use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{CryptoAmount, Deed, Offer, Price, Scalar, Trouble};
use nproxy_domain::provider::Next;
use serde::Deserialize;

use crate::api::Api;
use crate::coins::Coin;

#[derive(Deserialize)]
struct Estimate {
    currency_to: String,
    estimated_amount: Scalar,
}

#[derive(Deserialize)]
struct Minimum {
    currency_from: String,
    min_amount: Scalar,
}

/// Asks what the price is in a coin, then whether that is enough there. The minimum is the coin's, in the coin: it is
/// often more than a cheap month, and a payment below it can't be made.
pub(crate) fn ask(api: &Arc<Api>, price: &Price, id: &str, fixed_rate: bool) -> Next<Vec<Offer>> {
    let (then, coin) = (api.clone(), id.to_owned());
    api.send(Deed::Asks, api.estimate(price, id), None, move |estimate: Estimate, trouble| {
        let estimated = amount_of(&coin, &estimate.currency_to, &estimate.estimated_amount, trouble)?;
        let request = then.minimum(&coin, fixed_rate);
        Ok(then.send(Deed::Asks, request, None, move |minimum: Minimum, trouble| {
            let least = amount_of(&coin, &minimum.currency_from, &minimum.min_amount, trouble)?;
            let enough = estimated >= least && !estimated.is_zero();
            Ok(Next::Done(if enough { vec![offer(coin, estimated)] } else { Vec::new() }))
        }))
    })
}

fn amount_of(coin: &str, told: &str, amount: &Scalar, trouble: &Trouble) -> Result<CryptoAmount, PluginError> {
    if !told.eq_ignore_ascii_case(coin) {
        return Err(trouble.odd("an answer about another coin"));
    }
    amount.0.parse().map_err(|_| trouble.odd("an amount that is none"))
}

fn offer(id: String, estimate: CryptoAmount) -> Offer {
    let Coin { name, network, .. } = Coin::of(&id);
    Offer { id, coin: name, network, estimate: Some(estimate) }
}
