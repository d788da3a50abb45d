//! Invoices are made.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    invoice::{Kind, Stage, TrackedInvoice},
    refusal::Refusal,
};
use crate::{
    dice::Dice,
    money::{
        address,
        amount::Amount,
        entry::{Book, Entry},
        options::OxaPayOptions,
        sale::Sale,
        ways::ways,
    },
};

const LIFETIME_MINUTES: std::ops::RangeInclusive<u64> = 15..=2880;
const LIFETIME_MINUTES_DEFAULT: u64 = 60;
const COVERAGE_PERCENT_MAX: u32 = 60;
const ID_DIGITS: u32 = 9;

/// What an invoice is made of. A field that isn't documented, or has no part in the play, is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// Numbers are read from their text.
    amount: Option<Box<RawValue>>,
    currency: Option<String>,
    /// Where the shop has the page.
    pay_currency: Option<String>,
    lifetime: Option<u64>,
    fee_paid_by_payer: Option<u64>,
    under_paid_coverage: Option<Box<RawValue>>,
    #[serde(default)]
    mixed_payment: bool,
    callback_url: Option<String>,
    return_url: Option<String>,
    order_id: Option<String>,
    description: Option<String>,
    #[serde(default)]
    sandbox: bool,
}

impl Wanted {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(body).map_err(|error| Refusal::bad("body", error))
    }

    pub(super) fn invoice(
        self,
        kind: Kind,
        options: &OxaPayOptions,
        origin: &str,
        now_ms: u64,
        dice: &mut Dice,
    ) -> Result<Entry, Refusal> {
        let price = self.amount.ok_or_else(|| Refusal::bad("amount", "is required"))?;
        // Text is no number, whatever stands in it.
        let price = price.get().parse::<Amount>().ok().filter(|price| !price.is_zero());
        let price = price.ok_or_else(|| Refusal::bad("amount", "must be a number above 0"))?;
        let lifetime = self.lifetime.unwrap_or(LIFETIME_MINUTES_DEFAULT);
        if !LIFETIME_MINUTES.contains(&lifetime) {
            return Err(Refusal::bad("lifetime", "must be between 15 and 2880"));
        }
        if self.fee_paid_by_payer.is_some_and(|payer| payer > 1) {
            return Err(Refusal::bad("fee_paid_by_payer", "must be 0 or 1"));
        }
        let coverage = self.under_paid_coverage.map_or(Some(Amount::ZERO), |raw| raw.get().parse().ok());
        let coverage = coverage.filter(|percent: &Amount| *percent <= Amount::new(COVERAGE_PERCENT_MAX, 0));
        let coverage = coverage.ok_or_else(|| Refusal::bad("under_paid_coverage", "must be between 0 and 60"))?;
        for (key, url) in [("callback_url", &self.callback_url), ("return_url", &self.return_url)] {
            if url.as_ref().is_some_and(|url| url::Url::parse(url).is_err()) {
                return Err(Refusal::bad(key, "must be a valid url"));
            }
        }
        let currency = self.currency.unwrap_or_else(|| "USD".to_owned()).to_uppercase();
        let ways = ways(&options.coins, price, &currency, dice);
        let mut ways = ways.ok_or_else(|| Refusal::bad("currency", "is not supported"))?;
        match (kind, &self.pay_currency) {
            (Kind::Invoice, None) => {}
            (Kind::Invoice, Some(_)) => return Err(Refusal::bad("pay_currency", "has no part in an invoice")),
            (Kind::WhiteLabel, coin) => ways.retain(|way| Some(&way.coin) == coin.as_ref()),
        }
        if ways.is_empty() {
            return Err(Refusal::bad("pay_currency", "is not supported"));
        }
        let id = address::digits(ID_DIGITS, dice);
        let sale = Sale {
            page_url: format!("{origin}/pay/{id}"),
            id,
            order_id: self.order_id,
            description: self.description,
            price,
            currency,
            ways,
            money: Vec::new(),
            created_ms: now_ms,
            updated_ms: now_ms,
            expires_ms: now_ms + lifetime * 60_000,
        };
        let invoice = TrackedInvoice {
            kind,
            stage: Stage::New,
            callback_url: self.callback_url,
            return_url: self.return_url,
            coverage_percent: coverage,
            lifetime_minutes: lifetime,
            payer_pays_fee: self.fee_paid_by_payer == Some(1),
            mixed: self.mixed_payment,
            sandbox: self.sandbox,
        };
        Ok(Entry { sale, book: Book::OxaPay(invoice) })
    }
}
