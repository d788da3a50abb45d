//! Payments in play: the processors of the configuration are the played ones, and nobody's money moves.

use std::net::SocketAddr;

use anyhow::Context as _;
use nproxy_sandbox::{
    BtcPayOptions, CryptoPayOptions, HeleketOptions, NowPaymentsOptions, OxaPayOptions, Sandbox, TillPace,
};

/// As quick as a chain that is to be watched at work may be.
const CONFIRM_AFTER_MS: u64 = 6000;

const INSTRUCTIONS: &str =
    "Nobody takes money here. Confirm the payment as an admin: nproxy payments confirm <id> --reason TEXT";

/// How the played processors and their chains go.
pub fn pace() -> TillPace {
    TillPace { retry_scale: 1.0, confirm_after_ms: Some(CONFIRM_AFTER_MS) }
}

/// BTCPay and Crypto Pay tell of payments at an address that they know; the others are told it with every order.
pub fn listen_to(sandbox: &Sandbox, address: SocketAddr) -> anyhow::Result<()> {
    let webhook = |processor: &str| format!("http://{address}/webhooks/{processor}");
    let till = sandbox.controls().till();
    till.set_btcpay_webhook(Some(&webhook("btcpay")), None).context("the played store takes no webhook")?;
    till.set_crypto_pay_webhook(Some(&webhook("crypto_pay"))).context("the played app takes no webhook")
}

/// What the configuration says of the processors, whatever else it says.
pub fn processors(sandbox: &Sandbox) -> Vec<(String, String)> {
    let (nowpayments, btcpay) = (NowPaymentsOptions::default(), BtcPayOptions::default());
    let of = |processor: &str, settings: Vec<(&str, String)>| {
        let key = move |name: &str| format!("processors.{processor}.{name}");
        settings.into_iter().map(|(name, value)| (key(name), value)).collect::<Vec<_>>()
    };
    let coins: Vec<String> = nowpayments.coins.into_iter().map(|coin| coin.id).collect();
    let methods: Vec<String> = btcpay.payment_methods.into_iter().map(|method| method.id).collect();
    let mut fixed = of(
        "nowpayments",
        vec![
            ("base_url", sandbox.nowpayments_base_url()),
            ("api_key", nowpayments.api_key),
            ("ipn_secret", nowpayments.ipn_secret),
            ("email", nowpayments.email),
            ("password", nowpayments.password),
            ("coins", coins.join(",")),
        ],
    );
    fixed.extend(of(
        "btcpay",
        vec![
            ("base_url", sandbox.btcpay_base_url()),
            ("api_key", btcpay.api_key),
            ("store_id", btcpay.store_id),
            ("webhook_secret", btcpay.webhook_secret),
            ("coins", methods.join(",")),
        ],
    ));
    let (crypto_pay, heleket, oxapay) =
        (CryptoPayOptions::default(), HeleketOptions::default(), OxaPayOptions::default());
    fixed.extend(of(
        "crypto_pay",
        vec![("base_url", sandbox.crypto_pay_base_url()), ("api_token", crypto_pay.api_token)],
    ));
    fixed.extend(of(
        "heleket",
        vec![
            ("base_url", sandbox.heleket_base_url()),
            ("merchant", heleket.merchant),
            ("payment_key", heleket.payment_key),
        ],
    ));
    fixed.extend(of("oxapay", vec![("base_url", sandbox.oxapay_base_url()), ("merchant_key", oxapay.merchant_key)]));
    fixed.extend(of("manual", vec![("label", "In person".to_owned()), ("instructions", INSTRUCTIONS.to_owned())]));
    fixed
}
