//! Payments are made: by the shop, and by money that comes to a used address.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

use super::{
    payment::{Payment, Stage},
    rates,
    refusal::Refusal,
};
use crate::{
    dice::Dice,
    money::{
        address,
        amount::Amount,
        entry::{Book, Entry, News},
        options::NowPaymentsOptions,
        sale::{Sale, Way},
    },
};

/// How long a fixed rate stands, and with it the payment.
const FIXED_RATE_LIFE: Duration = Duration::from_mins(20);
const FLOATING_RATE_LIFE: Duration = Duration::from_hours(7 * 24);
const ID_DIGITS: u32 = 10;
const MEMO_DIGITS: u32 = 9;

/// What a payment is made of. A field that isn't documented is refused, and so is one that has no part in the play, such as
/// another payout address.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// Numbers are read from their text.
    price_amount: Option<Box<RawValue>>,
    price_currency: Option<String>,
    pay_currency: Option<String>,
    ipn_callback_url: Option<String>,
    order_id: Option<String>,
    order_description: Option<String>,
    #[serde(default)]
    is_fixed_rate: bool,
    #[serde(default)]
    is_fee_paid_by_user: bool,
}

impl Wanted {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(body).map_err(|error| Refusal::bad(error.to_string()))
    }

    /// The payment, waiting for money at an address of its own.
    pub(super) fn payment(
        self,
        options: &NowPaymentsOptions,
        origin: &str,
        now_ms: u64,
        dice: &mut Dice,
    ) -> Result<Entry, Refusal> {
        let price = self.price_amount.ok_or_else(|| Refusal::bad("price_amount is required"))?;
        // Text is no number, whatever stands in it.
        let price: Amount = price.get().parse().map_err(|_| Refusal::bad("price_amount must be a positive number"))?;
        if price.is_zero() {
            return Err(Refusal::bad("price_amount must be a positive number"));
        }
        let currency = self.price_currency.ok_or_else(|| Refusal::bad("price_currency is required"))?;
        let pay_currency = self.pay_currency.ok_or_else(|| Refusal::bad("pay_currency is required"))?;
        if let Some(url) = &self.ipn_callback_url
            && Url::parse(url).is_err()
        {
            return Err(Refusal::bad("ipn_callback_url must be a valid uri"));
        }
        let coin = rates::coin(options, &pay_currency).ok_or_else(|| Refusal::currency(&pay_currency))?;
        let asked = rates::worth(options, price, &currency, &coin.id)?;
        if asked < coin.min_amount {
            return Err(Refusal::too_little(asked));
        }
        let rate = rates::worth(options, Amount::new(1, 0), &coin.id, &currency)?;
        let life = if self.is_fixed_rate || self.is_fee_paid_by_user { FIXED_RATE_LIFE } else { FLOATING_RATE_LIFE };
        let id = address::digits(ID_DIGITS, dice);
        let way = Way {
            method: coin.id.clone(),
            coin: coin.id.clone(),
            network: coin.network.clone(),
            address: address::on(&coin.network, dice),
            memo: coin.memo.then(|| address::digits(MEMO_DIGITS, dice)),
            decimals: coin.decimals,
            rate,
            asked,
        };
        let sale = Sale {
            page_url: format!("{origin}/pay/{id}"),
            id,
            order_id: self.order_id,
            description: self.order_description,
            price,
            currency: currency.to_lowercase(),
            ways: vec![way],
            money: Vec::new(),
            created_ms: now_ms,
            updated_ms: now_ms,
            expires_ms: now_ms + u64::try_from(life.as_millis()).unwrap_or(u64::MAX),
        };
        let payment = Payment {
            stage: Stage::Waiting,
            ipn_url: self.ipn_callback_url,
            purchase_id: address::digits(ID_DIGITS, dice),
            parent: None,
            wrong_asset: None,
        };
        Ok(Entry { sale, book: Book::NowPayments(payment) })
    }
}

/// Money came again to the address of `used`: a payment of its own, which names that one as its parent.
pub(in crate::money) fn again(used: &Entry, amount: Amount, now_ms: u64, dice: &mut Dice) -> (Entry, Vec<News>) {
    let mut entry = used.clone();
    let id = address::digits(ID_DIGITS, dice);
    let origin = used.sale.page_url.strip_suffix(&used.sale.id).unwrap_or_default().to_owned();
    entry.sale.page_url = format!("{origin}{id}");
    entry.sale.id = id;
    entry.sale.money.clear();
    entry.sale.created_ms = now_ms;
    entry.sale.take(0, amount, now_ms, dice);
    let Book::NowPayments(payment) = &mut entry.book else { return (entry, Vec::new()) };
    payment.stage = Stage::Confirming;
    payment.parent = Some(used.sale.id.clone());
    payment.purchase_id = address::digits(ID_DIGITS, dice);
    payment.wrong_asset = None;
    let news = payment.news(&entry.sale);
    (entry, vec![news])
}
