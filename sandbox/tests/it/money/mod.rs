//! The played money.

mod btcpay;
mod btcpay_steps;
mod conduct;
mod control;
mod crypto_pay;
mod heleket;
mod nowpayments;
mod nowpayments_list;
mod nowpayments_steps;
mod oxapay;
mod pages;
mod shop;
mod webhooks;

use std::io;

use nproxy_sandbox::{Act, Amount, Processor, SandboxOptions, Till, TillDeed, TillPace};
use serde_json::{Value, json};

use crate::client::{Reply, World, send};
use shop::Shop;

pub const NP_KEY: &str = "x-api-key: played-nowpayments-key\r\n";
pub const BTC_KEY: &str = "authorization: token played-btcpay-key\r\n";
const JSON: &str = "content-type: application/json; charset=utf-8\r\n";
const STORE: &str = "PlayedStore1";

/// A played world, its till, and a shop that webhooks come to. Webhooks are sent again at once.
pub struct Money {
    pub world: World,
    pub till: Till,
    pub shop: Shop,
}

impl Money {
    pub async fn start() -> Self {
        Self::with(SandboxOptions::default()).await
    }

    pub async fn with(options: SandboxOptions) -> Self {
        let till_pace = TillPace { retry_scale: 0.0, ..options.till_pace };
        let world = World::with(SandboxOptions { till_pace, ..options }).await;
        let (till, shop) = (world.controls.till(), Shop::open().await);
        till.set_btcpay_webhook(Some(&shop.url("/webhooks/btcpay")), None).expect("an address");
        till.set_crypto_pay_webhook(Some(&shop.url("/webhooks/crypto_pay"))).expect("an address");
        Self { world, till, shop }
    }

    /// Bodies are JSON and say so.
    pub async fn np_with(&self, method: &str, target: &str, headers: &str, body: &Value) -> io::Result<Reply> {
        let headers = &format!("{headers}{JSON}");
        send(&self.world.sandbox.nowpayments_base_url(), method, target, headers, &bytes(body)).await
    }

    pub async fn np(&self, method: &str, target: &str, body: &Value) -> Reply {
        self.np_with(method, target, NP_KEY, body).await.expect("an answer")
    }

    pub async fn btc_with(&self, method: &str, target: &str, headers: &str, body: &Value) -> io::Result<Reply> {
        let headers = &format!("{headers}{JSON}");
        send(&self.world.sandbox.btcpay_base_url(), method, target, headers, &bytes(body)).await
    }

    /// Below the store.
    pub async fn btc(&self, method: &str, target: &str, body: &Value) -> Reply {
        let target = format!("/api/v1/stores/{STORE}/{target}");
        self.btc_with(method, &target, BTC_KEY, body).await.expect("an answer")
    }

    /// 9 USD in BTC, which is 0.00015.
    pub fn payment_body(&self) -> Value {
        json!({
            "price_amount": 9, "price_currency": "usd", "pay_currency": "btc", "order_id": "np-1",
            "order_description": "a month", "ipn_callback_url": self.shop.url("/webhooks/nowpayments"), "is_fixed_rate": true,
        })
    }

    /// Its id.
    pub async fn payment(&self) -> String {
        let reply = self.np("POST", "/v1/payment", &self.payment_body()).await;
        assert_eq!(reply.status, 201, "{}", reply.json());
        reply.json()["payment_id"].as_str().expect("text").to_owned()
    }

    /// Its id.
    pub async fn invoice(&self) -> String {
        let reply = self.btc("POST", "invoices", &invoice_body()).await;
        assert_eq!(reply.status, 200, "{}", reply.json());
        reply.json()["id"].as_str().expect("text").to_owned()
    }

    /// `finished`, or `Settled/None`.
    pub fn act(&self, id: &str, act: &Act) -> String {
        let invoice = self.till.act(id, act).unwrap_or_else(|error| panic!("{act:?}: {error}"));
        match invoice.additional_status {
            None => invoice.status,
            Some(additional) => format!("{}/{additional}", invoice.status),
        }
    }

    pub fn refused(&self, id: &str, act: &Act) {
        let answer = self.till.act(id, act);
        assert!(answer.is_err(), "{act:?}: {answer:?}");
    }

    /// The kinds of webhooks that were sent, as the till's journal has them: one for each attempt.
    pub async fn sent(&self) -> Vec<String> {
        self.till.quiet().await;
        let sent = |record: nproxy_sandbox::TillRecord| match record.deed {
            TillDeed::Webhook { kind, .. } => Some(kind),
            _ => None,
        };
        self.till.journal(0).into_iter().filter_map(sent).collect()
    }
}

/// 9 USD, by BTC alone, which is 0.00015.
pub fn invoice_body() -> Value {
    json!({
        "amount": "9.00", "currency": "USD", "metadata": { "orderId": "np-1", "itemDesc": "a month" },
        "checkout": { "paymentMethods": ["BTC-CHAIN"], "expirationMinutes": 60, "monitoringMinutes": 1440, "paymentTolerance": 0 },
    })
}

/// What a plugin has on file of a processor: the body, and of a webhook the same.
pub fn on_file(name: &str) -> Value {
    let path = format!("{}/../billing-processors/{name}.http", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (_, body) = file.split_once("\n\n").expect("an empty line");
    serde_json::from_str(body).expect("JSON")
}

pub fn amount(text: &str) -> Amount {
    text.parse().expect("an amount")
}

pub fn pay(text: &str) -> Act {
    Act::Pay { amount: amount(text), method: None }
}

fn bytes(body: &Value) -> Vec<u8> {
    if body.is_null() { Vec::new() } else { body.to_string().into_bytes() }
}

#[tokio::test]
async fn a_reset_empties_the_till_and_leaves_the_stores_webhook() {
    let money = Money::start().await;
    let id = money.payment().await;
    let conduct = nproxy_sandbox::TillConduct { webhook_copies: 0, ..Default::default() };
    money.till.set_conduct(Processor::BtcPay, conduct).expect("playable");
    money.till.advance(std::time::Duration::from_hours(1));
    money.world.controls.reset();
    assert!(money.till.invoice(&id).is_err());
    let state = money.till.state();
    assert_eq!((state.invoices, state.clock_ahead_ms, state.btcpay.webhook_copies), (0, 0, 1));
    assert!(state.btcpay_webhook.is_some() && money.till.journal(0).is_empty());
    assert_eq!(state.pace.retry_scale.to_bits(), 0.0_f32.to_bits(), "as at the start");
}
