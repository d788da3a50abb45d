//! The money side, played: a NOWPayments, a BTCPay server, a Crypto Pay, a Heleket and an OxaPay that take invoices as
//! strictly as the real ones, a till where a person or a test pays them, and the signed webhooks that tell of it.

mod act;
mod address;
mod amount;
mod btcpay;
mod conduct;
mod crypto_pay;
mod desk;
mod door;
mod entry;
mod fiat;
mod heleket;
mod invoice;
mod json;
mod nowpayments;
mod options;
mod oxapay;
mod pages;
mod post;
mod processor;
mod sale;
mod sign;
mod till;
mod time;
mod ways;

pub use act::{Act, TillError};
pub use amount::{Amount, NotAnAmount};
pub(crate) use btcpay::BtcPay;
pub use btcpay::StoreWebhook;
pub use conduct::{CreationFault, Signature, StatusFault, TillConduct, TillPace};
pub(crate) use crypto_pay::CryptoPay;
pub(crate) use desk::route as till_route;
pub(crate) use heleket::Heleket;
pub use invoice::{Invoice, InvoiceMethod, Transaction, TransactionState};
pub(crate) use nowpayments::NowPayments;
pub use options::{
    BtcPayOptions, CryptoPayOptions, HeleketOptions, NowPaymentsOptions, OxaPayOptions, PlayedCoin, PlayedMethod,
};
pub(crate) use oxapay::OxaPay;
pub use processor::Processor;
pub use till::{
    Till, TillState,
    journal::{TillDeed, TillRecord},
};

use std::io;

use tokio::task::{AbortHandle, JoinSet};

use crate::options::SandboxOptions;

/// What goes on at the till by itself: time, and the post. Dropping it ends both.
#[derive(Debug)]
pub(crate) struct Clerks(JoinSet<()>);

impl Clerks {
    /// Must be called within a tokio runtime.
    pub(crate) fn start(till: &Till) -> Self {
        let mut clerks = JoinSet::new();
        let _time: AbortHandle = clerks.spawn(till.clone().keep_time());
        for processor in Processor::ALL {
            clerks.spawn(post::carry(till.clone(), processor));
        }
        Self(clerks)
    }

    pub(crate) async fn stop(mut self) {
        self.0.shutdown().await;
    }
}

/// Refuses options that can't be played.
pub(crate) fn check(options: &SandboxOptions) -> io::Result<()> {
    let invalid = |reason: &'static str| io::Error::new(io::ErrorKind::InvalidInput, reason);
    options.till_pace.check().map_err(|bad| io::Error::new(io::ErrorKind::InvalidInput, bad))?;
    if options.btcpay.payment_methods.is_empty() {
        return Err(invalid("a BTCPay store without a payment method can't make an invoice"));
    }
    let (wallet, keyed, tracked) = (&options.crypto_pay.assets, &options.heleket.coins, &options.oxapay.coins);
    if [wallet, keyed, tracked].into_iter().any(Vec::is_empty) {
        return Err(invalid("an invoice that can be paid in no coin can't be paid"));
    }
    let coins = options.nowpayments.coins.iter().chain(wallet).chain(keyed).chain(tracked);
    let mut rates = coins.map(|coin| coin.usd_rate);
    let mut store_rates = options.btcpay.payment_methods.iter().map(|method| method.usd_rate);
    if rates.any(Amount::is_zero) || store_rates.any(Amount::is_zero) {
        return Err(invalid("a coin that is worth nothing can't pay anything"));
    }
    Ok(())
}
