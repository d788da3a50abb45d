//! Invoices are made.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use super::{
    invoice::{Additional, Status, StoreInvoice},
    refusal::Refusal,
};
use crate::{
    dice::Dice,
    money::{
        address,
        amount::Amount,
        entry::{Book, Entry},
        fiat,
        json::Json,
        options::{BtcPayOptions, PlayedMethod},
        sale::{Sale, Way},
    },
};

const EXPIRATION_DEFAULT: Duration = Duration::from_mins(15);
const EXPIRATION_MIN: Duration = Duration::from_secs(30);
const MONITORING_DEFAULT: Duration = Duration::from_hours(24);
const MINUTES_MAX: u64 = 60 * 24 * 365;
/// Decimals of a coin's rate.
const RATE_DECIMALS: u32 = 8;
const SPEED_POLICIES: [&str; 4] = ["HighSpeed", "MediumSpeed", "LowSpeed", "LowMediumSpeed"];

/// What an invoice is made of. Fields that the server doesn't know it ignores.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    /// Decimal text; without it whatever comes pays the invoice.
    amount: Option<Value>,
    currency: Option<String>,
    #[serde(default)]
    metadata: Option<Value>,
    #[serde(default)]
    checkout: Option<Checkout>,
    #[serde(default)]
    receipt: Option<Value>,
    #[serde(default)]
    additional_search_terms: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Checkout {
    speed_policy: Option<String>,
    payment_methods: Option<Vec<String>>,
    expiration_minutes: Option<u64>,
    monitoring_minutes: Option<u64>,
    payment_tolerance: Option<Box<RawValue>>,
    #[serde(rename = "redirectURL")]
    redirect_url: Option<String>,
    redirect_automatically: Option<bool>,
    default_language: Option<String>,
}

impl Wanted {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(body).map_err(|error| Refusal::Malformed(error.to_string()))
    }

    /// The invoice, new, with an address for each of its ways.
    pub(super) fn invoice(
        self,
        options: &BtcPayOptions,
        origin: &str,
        now_ms: u64,
        dice: &mut Dice,
    ) -> Result<Entry, Refusal> {
        let checkout = self.checkout.unwrap_or_default();
        let mut wrong = Vec::new();
        let price = price(self.amount.as_ref()).unwrap_or_else(|message| {
            wrong.push(("amount".to_owned(), message.to_owned()));
            None
        });
        let currency = self.currency.unwrap_or_else(|| "USD".to_owned()).to_uppercase();
        let fiat_rate = fiat::usd_rate(&currency);
        if fiat_rate.is_none() {
            wrong.push(("currency".to_owned(), "Invalid currency".to_owned()));
        }
        let tolerance_percent = checkout.tolerance().unwrap_or_else(|message| {
            wrong.push(("checkout.paymentTolerance".to_owned(), message.to_owned()));
            Amount::ZERO
        });
        checkout.check(options, &mut wrong);
        let Some(fiat_rate) = fiat_rate.filter(|_| wrong.is_empty()) else { return Err(Refusal::Invalid(wrong)) };

        let asked = price.unwrap_or_default();
        let ways = checkout.methods(options).map(|method| way(method, asked, fiat_rate, dice)).collect();
        let minutes_ms = |minutes: Option<u64>, default: Duration| {
            minutes.map_or(u64::try_from(default.as_millis()).unwrap_or(u64::MAX), |minutes| minutes * 60_000)
        };
        let expires_ms = now_ms + minutes_ms(checkout.expiration_minutes, EXPIRATION_DEFAULT);
        let metadata = self.metadata.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
        let order_id = metadata.get("orderId").and_then(|id| id.as_str().map(str::to_owned));
        let id = address::btcpay_id(dice);
        let sale = Sale {
            page_url: format!("{origin}/i/{id}"),
            id,
            order_id,
            description: metadata.get("itemDesc").and_then(|text| text.as_str().map(str::to_owned)),
            price: asked,
            currency,
            ways,
            money: Vec::new(),
            created_ms: now_ms,
            updated_ms: now_ms,
            expires_ms,
        };
        let invoice = StoreInvoice {
            status: Status::New,
            additional: Additional::None,
            monitoring_ms: expires_ms + minutes_ms(checkout.monitoring_minutes, MONITORING_DEFAULT),
            tolerance_percent,
            top_up: price.is_none(),
            metadata: metadata.into(),
            checkout: checkout.told(options),
            receipt: self.receipt.map_or_else(|| Json::object([("enabled", Json::Null)]), Json::from),
            return_url: checkout.return_url(&sale),
            search_terms: self.additional_search_terms.unwrap_or_default(),
        };
        Ok(Entry { sale, book: Book::BtcPay(Box::new(invoice)) })
    }
}

/// `None`: whatever comes. A number is refused, which may have been a float before it came here.
fn price(amount: Option<&Value>) -> Result<Option<Amount>, &'static str> {
    match amount {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => text.parse().map(Some).map_err(|_| "The amount should be 0 or more."),
        Some(_) => Err("The amount should be decimal text."),
    }
}

fn way(method: &PlayedMethod, asked: Amount, fiat_rate: Amount, dice: &mut Dice) -> Way {
    let network = method.id.to_lowercase().trim_end_matches("-chain").to_owned();
    Way {
        method: method.id.clone(),
        coin: method.currency.clone(),
        address: address::on(&network, dice),
        network,
        memo: None,
        decimals: method.decimals,
        rate: method.usd_rate.exchanged(Amount::new(1, 0), fiat_rate, RATE_DECIMALS).unwrap_or_default(),
        asked: asked.exchanged(fiat_rate, method.usd_rate, method.decimals).unwrap_or_default(),
    }
}

impl Checkout {
    fn tolerance(&self) -> Result<Amount, &'static str> {
        let between = "PaymentTolerance can only be between 0 and 100 percent";
        let Some(raw) = self.payment_tolerance.as_deref().filter(|raw| raw.get() != "null") else {
            return Ok(Amount::ZERO);
        };
        let percent: Amount = raw.get().parse().map_err(|_| between)?;
        if percent > Amount::new(100, 0) { Err(between) } else { Ok(percent) }
    }

    fn check(&self, options: &BtcPayOptions, wrong: &mut Vec<(String, String)>) {
        let mut say = |path: &str, message: &str| wrong.push((format!("checkout.{path}"), message.to_owned()));
        for (place, wanted) in self.payment_methods.iter().flatten().enumerate() {
            if !options.payment_methods.iter().any(|method| method.id == *wanted) {
                say(&format!("paymentMethods[{place}]"), "Invalid PaymentMethodId");
            }
        }
        let expires = self.expiration_minutes;
        if expires.is_some_and(|minutes| minutes.saturating_mul(60) < EXPIRATION_MIN.as_secs()) {
            say("expiration", "Expiration time must be at least 30 seconds");
        }
        if expires.into_iter().chain(self.monitoring_minutes).any(|minutes| minutes > MINUTES_MAX) {
            say("expiration", "The time is too long");
        }
        if self.speed_policy.as_deref().is_some_and(|policy| !SPEED_POLICIES.contains(&policy)) {
            say("speedPolicy", "Invalid speedPolicy");
        }
    }

    /// With its placeholders filled in; only an address that a browser may be sent to.
    fn return_url(&self, sale: &Sale) -> Option<String> {
        let url =
            self.redirect_url.as_deref().filter(|url| url.starts_with("http://") || url.starts_with("https://"))?;
        let order_id = sale.order_id.as_deref().unwrap_or_default();
        Some(url.replace("{InvoiceId}", &sale.id).replace("{OrderId}", order_id))
    }

    /// Those that were asked for; all of the store's where none was.
    fn methods<'a>(&'a self, options: &'a BtcPayOptions) -> impl Iterator<Item = &'a PlayedMethod> {
        let wanted = self.payment_methods.as_ref().filter(|wanted| !wanted.is_empty());
        options.payment_methods.iter().filter(move |method| wanted.is_none_or(|wanted| wanted.contains(&method.id)))
    }

    fn told(&self, options: &BtcPayOptions) -> Json {
        let number = |minutes: Option<u64>, default: Duration| minutes.unwrap_or(default.as_secs() / 60).into();
        let tolerance = self.payment_tolerance.as_deref().filter(|raw| raw.get() != "null");
        Json::object([
            ("speedPolicy", self.speed_policy.as_deref().unwrap_or("MediumSpeed").into()),
            ("paymentMethods", Json::List(self.methods(options).map(|method| method.id.clone().into()).collect())),
            ("expirationMinutes", number(self.expiration_minutes, EXPIRATION_DEFAULT)),
            ("monitoringMinutes", number(self.monitoring_minutes, MONITORING_DEFAULT)),
            ("paymentTolerance", Json::Number(tolerance.map_or("0", RawValue::get).to_owned())),
            ("redirectURL", self.redirect_url.clone().into()),
            ("redirectAutomatically", self.redirect_automatically.unwrap_or_default().into()),
            ("defaultLanguage", self.default_language.clone().into()),
        ])
    }
}
