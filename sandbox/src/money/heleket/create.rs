//! Invoices are made.

use serde::Deserialize;
use serde_json::Value;

use super::{
    invoice::{KeyedInvoice, Stage},
    refusal::Refusal,
};
use crate::{
    dice::Dice,
    money::{
        address,
        amount::Amount,
        entry::{Book, Entry},
        fiat,
        options::HeleketOptions,
        processor::Processor,
        sale::Sale,
        ways::ways,
    },
};

const ORDER_CHARS_MAX: usize = 128;
const URL_CHARS: std::ops::RangeInclusive<usize> = 6..=255;
const LIFETIME_S: std::ops::RangeInclusive<u64> = 300..=43_200;
const LIFETIME_S_DEFAULT: u64 = 3600;
const SUBTRACT_PERCENT_MAX: u64 = 100;
const ACCURACY_PERCENT_MAX: u32 = 5;
const USDT_DECIMALS: u32 = 8;
const REQUIRED: &str = "validation.required";
const INVALID: &str = "validation.invalid";

/// What an invoice is made of. A field that isn't documented, or has no part in the play, is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    amount: Option<Value>,
    currency: Option<String>,
    order_id: Option<String>,
    url_return: Option<String>,
    url_success: Option<String>,
    url_callback: Option<String>,
    #[serde(default = "yes")]
    is_payment_multiple: bool,
    lifetime: Option<u64>,
    subtract: Option<u64>,
    accuracy_payment_percent: Option<u32>,
}

fn yes() -> bool {
    true
}

impl Wanted {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(body).map_err(|error| Refusal::Said(error.to_string()))
    }

    /// An invoice that was made for this order.
    pub(super) fn is_for(&self, entry: &Entry) -> bool {
        entry.processor() == Processor::Heleket && self.order_id.is_some() && entry.sale.order_id == self.order_id
    }

    pub(super) fn invoice(
        self,
        options: &HeleketOptions,
        origin: &str,
        now_ms: u64,
        dice: &mut Dice,
    ) -> Result<Entry, Refusal> {
        let wrong = self.wrong();
        if !wrong.is_empty() {
            return Err(Refusal::Fields(wrong));
        }
        let price = self.amount.as_ref().and_then(Value::as_str).and_then(|text| text.parse::<Amount>().ok());
        let price = price.unwrap_or_default();
        let currency = self.currency.unwrap_or_default().to_uppercase();
        let unknown = || Refusal::Fields(vec![("currency", INVALID)]);
        let usd_rate = fiat::usd_rate(&currency).ok_or_else(unknown)?;
        // A USDT is a dollar here, whatever the price is in.
        let worth = price.exchanged(usd_rate, Amount::new(1, 0), USDT_DECIMALS).ok_or_else(unknown)?;
        if worth < Amount::new(5, 1) {
            return Err(Refusal::Said("Minimum amount 0.5 USDT".to_owned()));
        }
        let ways = ways(&options.coins, price, &currency, dice).ok_or_else(unknown)?;
        let id = address::uuid(dice);
        let sale = Sale {
            page_url: format!("{origin}/pay/{id}"),
            id,
            order_id: self.order_id,
            description: None,
            price,
            currency,
            ways,
            money: Vec::new(),
            created_ms: now_ms,
            updated_ms: now_ms,
            expires_ms: now_ms + self.lifetime.unwrap_or(LIFETIME_S_DEFAULT) * 1000,
        };
        let invoice = KeyedInvoice {
            stage: Stage::Check,
            chosen: None,
            callback_url: self.url_callback,
            return_url: self.url_success.or(self.url_return),
            multiple: self.is_payment_multiple,
            accuracy_percent: Amount::new(self.accuracy_payment_percent.unwrap_or_default(), 0),
        };
        Ok(Entry { sale, book: Book::Heleket(invoice) })
    }

    fn wrong(&self) -> Vec<(&'static str, &'static str)> {
        let mut wrong = Vec::new();
        let mut demand = |kept: bool, field, why| {
            if !kept {
                wrong.push((field, why));
            }
        };
        let amount = self.amount.as_ref();
        demand(amount.is_some(), "amount", REQUIRED);
        // Text, so that no float was at it.
        let is_amount = |value: &Value| value.as_str().is_some_and(|text| text.parse::<Amount>().is_ok());
        demand(amount.is_none_or(is_amount), "amount", INVALID);
        demand(self.currency.is_some(), "currency", REQUIRED);
        demand(self.order_id.is_some(), "order_id", REQUIRED);
        let is_order = |order: &String| {
            (1..=ORDER_CHARS_MAX).contains(&order.len())
                && order.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        };
        demand(self.order_id.as_ref().is_none_or(is_order), "order_id", INVALID);
        for (field, url) in
            [("url_return", &self.url_return), ("url_success", &self.url_success), ("url_callback", &self.url_callback)]
        {
            let is_page = |url: &String| URL_CHARS.contains(&url.len()) && url::Url::parse(url).is_ok();
            demand(url.as_ref().is_none_or(is_page), field, INVALID);
        }
        demand(self.lifetime.is_none_or(|s| LIFETIME_S.contains(&s)), "lifetime", INVALID);
        demand(self.subtract.is_none_or(|percent| percent <= SUBTRACT_PERCENT_MAX), "subtract", INVALID);
        let accurate = self.accuracy_payment_percent.is_none_or(|percent| percent <= ACCURACY_PERCENT_MAX);
        demand(accurate, "accuracy_payment_percent", INVALID);
        wrong
    }
}
