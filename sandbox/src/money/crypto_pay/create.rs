//! Invoices are made.

use serde::Deserialize;
use serde_json::Value;

use super::{
    invoice::{Stage, WalletInvoice},
    refusal::Refusal,
};
use crate::{
    dice::Dice,
    money::{
        address,
        amount::Amount,
        entry::{Book, Entry},
        json::Json,
        options::{CryptoPayOptions, PlayedCoin},
        sale::{Sale, Way},
        ways::ways,
    },
};

const DESCRIPTION_CHARS_MAX: usize = 1024;
const PAYLOAD_BYTES_MAX: usize = 4096;
const EXPIRES_IN_S_MAX: u64 = 2_678_400;
/// One without an end is open for longer than anybody plays.
const NO_END_S: u64 = 10 * 365 * 24 * 3600;
const BUTTONS: [&str; 4] = ["viewItem", "openChannel", "openBot", "callback"];
const ID_DIGITS: u32 = 6;

/// What an invoice is made of. A parameter that isn't documented, or has no part in the play, is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    currency_type: Option<String>,
    asset: Option<String>,
    fiat: Option<String>,
    accepted_assets: Option<String>,
    amount: Option<Value>,
    description: Option<String>,
    payload: Option<String>,
    #[serde(default = "yes")]
    allow_comments: bool,
    #[serde(default = "yes")]
    allow_anonymous: bool,
    expires_in: Option<u64>,
    paid_btn_name: Option<String>,
    paid_btn_url: Option<String>,
}

fn yes() -> bool {
    true
}

impl Wanted {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(body).map_err(|_| Refusal::bad("PARAM_INVALID"))
    }

    pub(super) fn invoice(
        self,
        options: &CryptoPayOptions,
        origin: &str,
        now_ms: u64,
        dice: &mut Dice,
    ) -> Result<Entry, Refusal> {
        self.check()?;
        let price = match &self.amount {
            None => return Err(Refusal::bad("AMOUNT_REQUIRED")),
            Some(Value::String(text)) => text.parse::<Amount>().ok().filter(|amount| !amount.is_zero()),
            Some(_) => None,
        };
        let price = price.ok_or_else(|| Refusal::bad("AMOUNT_INVALID"))?;
        let (currency, ways) = self.ways(options, price, dice)?;
        let (id, hash) = (address::digits(ID_DIGITS, dice), address::invoice_hash(dice));
        let life_s = self.expires_in.unwrap_or(NO_END_S);
        let sale = Sale {
            page_url: format!("{origin}/pay/{id}"),
            id,
            order_id: self.payload.clone(),
            description: self.description.clone(),
            price,
            currency,
            ways: ways.into_iter().map(|way| Way { address: hash.clone(), ..way }).collect(),
            money: Vec::new(),
            created_ms: now_ms,
            updated_ms: now_ms,
            expires_ms: now_ms + life_s * 1000,
        };
        let invoice = WalletInvoice {
            stage: Stage::Active,
            hash,
            is_fiat: self.fiat.is_some(),
            ends: self.expires_in.is_some(),
            told: self.told(),
            return_url: self.paid_btn_url,
        };
        Ok(Entry { sale, book: Book::CryptoPay(Box::new(invoice)) })
    }

    fn check(&self) -> Result<(), Refusal> {
        let bad = |is: bool, name| if is { Err(Refusal::bad(name)) } else { Ok(()) };
        let long = self.description.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_CHARS_MAX);
        bad(long, "DESCRIPTION_TOO_LONG")?;
        bad(self.payload.as_ref().is_some_and(|text| text.len() > PAYLOAD_BYTES_MAX), "PAYLOAD_TOO_LONG")?;
        bad(self.expires_in.is_some_and(|s| !(1..=EXPIRES_IN_S_MAX).contains(&s)), "EXPIRES_IN_INVALID")?;
        let button = self.paid_btn_name.as_deref();
        bad(button.is_some_and(|name| !BUTTONS.contains(&name)), "PAID_BTN_NAME_INVALID")?;
        let url = self.paid_btn_url.as_deref();
        bad(button.is_some() && url.is_none(), "PAID_BTN_URL_REQUIRED")?;
        let is_page = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        bad(url.is_some_and(|url| !is_page(url)), "PAID_BTN_URL_INVALID")
    }

    /// The currency of the price, and how it can be paid.
    fn ways(&self, options: &CryptoPayOptions, price: Amount, dice: &mut Dice) -> Result<(String, Vec<Way>), Refusal> {
        let known = |asset: &str| options.assets.iter().find(|coin| coin.id == asset);
        match (self.currency_type.as_deref(), &self.fiat, &self.asset) {
            (Some("fiat"), Some(fiat), None) => {
                let coins: Vec<PlayedCoin> = match &self.accepted_assets {
                    None => options.assets.clone(),
                    Some(list) => {
                        let each = list.split(',').map(|asset| known(asset).cloned()).collect::<Option<_>>();
                        each.ok_or_else(|| Refusal::bad("ACCEPTED_ASSETS_INVALID"))?
                    }
                };
                // Small letters are another word.
                let is_code = fiat.bytes().all(|b| b.is_ascii_uppercase());
                let ways = ways(&coins, price, fiat, dice).filter(|_| is_code);
                Ok((fiat.clone(), ways.ok_or_else(|| Refusal::bad("FIAT_UNSUPPORTED"))?))
            }
            (None | Some("crypto"), None, Some(asset)) if self.accepted_assets.is_none() => {
                let coin = known(asset).ok_or_else(|| Refusal::bad("ASSET_UNSUPPORTED"))?;
                let (network, one) = (coin.network.clone(), Amount::new(1, 0));
                let (method, coin, decimals) = (asset.clone(), asset.clone(), coin.decimals);
                let address = String::new();
                let way = Way { method, coin, network, address, memo: None, decimals, rate: one, asked: price };
                Ok((asset.clone(), vec![way]))
            }
            _ => Err(Refusal::bad("CURRENCY_TYPE_INVALID")),
        }
    }

    /// What the invoice repeats of it, where it was said.
    fn told(&self) -> Vec<(String, Json)> {
        let list = |list: &String| Json::List(list.split(',').map(Json::from).collect());
        let told = [
            ("accepted_assets", self.accepted_assets.as_ref().map(list)),
            ("description", self.description.clone().map(Json::from)),
            ("payload", self.payload.clone().map(Json::from)),
            ("allow_comments", Some(self.allow_comments.into())),
            ("allow_anonymous", Some(self.allow_anonymous.into())),
            ("paid_btn_name", self.paid_btn_name.clone().map(Json::from)),
            ("paid_btn_url", self.paid_btn_url.clone().map(Json::from)),
        ];
        told.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}
