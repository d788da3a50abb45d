//! What the played processors are started with.

use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
};

use super::amount::Amount;

/// A played NOWPayments, and the shop that has an account there.
#[derive(Clone)]
pub struct NowPaymentsOptions {
    /// Where it listens; port 0 takes any free port.
    pub listen: SocketAddr,
    pub api_key: String,
    /// Signs what it sends.
    pub ipn_secret: String,
    /// Who may ask for a token, which the list of payments wants.
    pub email: String,
    pub password: String,
    pub coins: Vec<PlayedCoin>,
}

/// A played Crypto Pay with one app.
#[derive(Clone)]
pub struct CryptoPayOptions {
    /// Where it listens; port 0 takes any free port.
    pub listen: SocketAddr,
    /// Its hash signs what the app's webhook sends.
    pub api_token: String,
    pub assets: Vec<PlayedCoin>,
}

/// A played Heleket, or a Cryptomus, with one merchant.
#[derive(Clone)]
pub struct HeleketOptions {
    /// Where it listens; port 0 takes any free port.
    pub listen: SocketAddr,
    pub merchant: String,
    /// Signs what is asked and what it sends.
    pub payment_key: String,
    pub coins: Vec<PlayedCoin>,
}

/// A played OxaPay with one merchant.
#[derive(Clone)]
pub struct OxaPayOptions {
    /// Where it listens; port 0 takes any free port.
    pub listen: SocketAddr,
    /// Also signs what it sends.
    pub merchant_key: String,
    pub coins: Vec<PlayedCoin>,
}

/// A coin at a played processor.
#[derive(Debug, Clone)]
pub struct PlayedCoin {
    /// As it is called in requests, `usdttrc20`.
    pub id: String,
    pub network: String,
    pub decimals: u32,
    pub usd_rate: Amount,
    /// Payments below it are refused; in the coin. Where customers choose a coin by themselves, they choose another.
    pub min_amount: Amount,
    /// Payments need a memo beside the address.
    pub memo: bool,
}

/// A played BTCPay server with one store.
#[derive(Clone)]
pub struct BtcPayOptions {
    /// Where it listens; port 0 takes any free port.
    pub listen: SocketAddr,
    pub api_key: String,
    pub store_id: String,
    /// Signs what the store's webhook sends.
    pub webhook_secret: String,
    pub payment_methods: Vec<PlayedMethod>,
    /// What the key may do in the store.
    pub permissions: Vec<String>,
}

/// A payment method of the played store. What comes over one that ends with `-LN` is settled at once.
#[derive(Debug, Clone)]
pub struct PlayedMethod {
    /// `BTC-CHAIN`
    pub id: String,
    /// `BTC`
    pub currency: String,
    pub decimals: u32,
    pub usd_rate: Amount,
}

impl Default for NowPaymentsOptions {
    fn default() -> Self {
        let coin = |id: &str, network: &str, decimals, usd_rate, min_amount, memo| PlayedCoin {
            id: id.to_owned(),
            network: network.to_owned(),
            decimals,
            usd_rate,
            min_amount,
            memo,
        };
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            api_key: "played-nowpayments-key".to_owned(),
            ipn_secret: "played-ipn-secret".to_owned(),
            email: "shop@example.com".to_owned(),
            password: "played-nowpayments-password".to_owned(),
            coins: vec![
                coin("btc", "btc", 8, Amount::new(60_000, 0), Amount::new(5, 5), false),
                coin("ltc", "ltc", 8, Amount::new(80, 0), Amount::new(2, 3), false),
                coin("usdttrc20", "trx", 6, Amount::new(1, 0), Amount::new(5, 0), false),
                // Dearer than a cheap month, as some pairs really are.
                coin("eth", "eth", 8, Amount::new(2_500, 0), Amount::new(14, 3), false),
                coin("xrp", "xrp", 6, Amount::new(5, 1), Amount::new(2, 0), true),
            ],
        }
    }
}

/// What the processors take where customers choose on their page.
fn usual_coins() -> Vec<PlayedCoin> {
    let coin = |id: &str, network: &str, decimals, usd_rate| PlayedCoin {
        id: id.to_owned(),
        network: network.to_owned(),
        decimals,
        usd_rate,
        min_amount: Amount::ZERO,
        memo: false,
    };
    vec![
        coin("USDT", "tron", 6, Amount::new(1, 0)),
        coin("BTC", "btc", 8, Amount::new(60_000, 0)),
        coin("ETH", "eth", 8, Amount::new(2_500, 0)),
    ]
}

impl Default for CryptoPayOptions {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { listen, api_token: "12345:played-crypto-pay-token".to_owned(), assets: usual_coins() }
    }
}

impl Default for HeleketOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            merchant: "8b03432e-385b-4670-8d06-064591096795".to_owned(),
            payment_key: "played-heleket-key".to_owned(),
            coins: usual_coins(),
        }
    }
}

impl Default for OxaPayOptions {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { listen, merchant_key: "played-oxapay-key".to_owned(), coins: usual_coins() }
    }
}

impl fmt::Debug for CryptoPayOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("CryptoPayOptions");
        shown.field("listen", &self.listen).field("assets", &self.assets).finish_non_exhaustive()
    }
}

impl fmt::Debug for HeleketOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("HeleketOptions");
        shown.field("listen", &self.listen).field("merchant", &self.merchant).field("coins", &self.coins);
        shown.finish_non_exhaustive()
    }
}

impl fmt::Debug for OxaPayOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("OxaPayOptions");
        shown.field("listen", &self.listen).field("coins", &self.coins).finish_non_exhaustive()
    }
}

impl Default for BtcPayOptions {
    fn default() -> Self {
        let method = |id: &str, currency: &str, decimals, usd_rate| PlayedMethod {
            id: id.to_owned(),
            currency: currency.to_owned(),
            decimals,
            usd_rate,
        };
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            api_key: "played-btcpay-key".to_owned(),
            store_id: "PlayedStore1".to_owned(),
            webhook_secret: "played-webhook-secret".to_owned(),
            payment_methods: vec![
                method("BTC-CHAIN", "BTC", 8, Amount::new(60_000, 0)),
                method("BTC-LN", "BTC", 8, Amount::new(60_000, 0)),
                method("LTC-CHAIN", "LTC", 8, Amount::new(80, 0)),
            ],
            permissions: ["cancreateinvoice", "canviewinvoices", "canmodifyinvoices", "cancreatepullpayments"]
                .map(|deed| format!("btcpay.store.{deed}"))
                .into(),
        }
    }
}

impl fmt::Debug for NowPaymentsOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NowPaymentsOptions")
            .field("listen", &self.listen)
            .field("coins", &self.coins)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for BtcPayOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BtcPayOptions")
            .field("listen", &self.listen)
            .field("store_id", &self.store_id)
            .field("payment_methods", &self.payment_methods)
            .field("permissions", &self.permissions)
            .finish_non_exhaustive()
    }
}
