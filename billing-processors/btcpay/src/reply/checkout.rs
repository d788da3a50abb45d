//! Where to pay, as the customer is shown it.

use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{Checkout, Trouble};

use super::shown;
use super::wire::{Invoice, Method};
use crate::method;

/// `coin` is the method that was asked for. Where the server keeps its address back until the customer comes, its page is
/// what there is.
pub(crate) fn checkout(
    invoice: &Invoice,
    methods: &[Method],
    coin: &str,
    trouble: &Trouble,
) -> Result<Checkout, PluginError> {
    let name = method::newest_name(coin);
    let mut among = methods.iter();
    let Some(found) = among.find(|method| method::newest_name(&method.payment_method_id) == name) else {
        return Err(trouble.odd("the invoice can't be paid by the method that was asked for"));
    };
    let offer = method::offer(coin);
    let destination = found.destination.as_deref().filter(|text| !text.is_empty());
    let address =
        destination.map(|text| shown(text).ok_or_else(|| trouble.odd("an address is not one"))).transpose()?;
    let amount = found.due(trouble)?;
    if amount.is_zero() {
        return Err(trouble.odd("nothing is due"));
    }
    let pay_uri = found.payment_link.as_deref().and_then(|link| method::wallet_link(coin, link));
    let page = invoice.page();
    if address.is_none() && page.is_none() {
        return Err(trouble.odd("there is neither an address nor a page"));
    }
    Ok(Checkout {
        id: invoice.external_id(trouble)?,
        pay_url: page,
        amount: address.map(|_| amount),
        pay_uri: pay_uri.filter(|_| address.is_some()),
        address: address.map(str::to_owned),
        memo: None,
        coin: Some(offer.coin),
        network: Some(offer.network),
        instructions: None,
        expires_at: invoice.expires_at(),
    })
}
