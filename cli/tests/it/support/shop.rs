//! A small shop: PostgreSQL, a web and a worker process, and the played processors in the test's own process.

use std::net::SocketAddr;
use std::time::Duration;

use nproxy_app::crash::{self, CrashStep};
use nproxy_sandbox::{Act, Invoice, Processor, Sandbox, SandboxOptions, Till, TillPace, TransactionState};
use nproxy_store::Store;
use nproxy_store::testing::TestDb;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::process::PATIENCE;
use super::{MASTER_KEY, Nproxy, Running, Site, free_address};

/// Everything of a shop but its processes.
#[derive(Debug)]
pub struct Shop {
    pub nproxy: Nproxy,
    pub sandbox: Sandbox,
    db: TestDb,
    customer: Value,
    address: SocketAddr,
}

impl Shop {
    /// With a customer who has paid nothing yet.
    pub async fn new() -> Self {
        let db = TestDb::postgres().await;
        let till_pace = TillPace { retry_scale: 0.0, confirm_after_ms: None };
        let options = SandboxOptions {
            keys: vec!["key".to_owned(), "another-key".to_owned()],
            till_pace,
            ..SandboxOptions::default()
        };
        let (at_nowpayments, at_btcpay) = (options.nowpayments.clone(), options.btcpay.clone());
        let pages = with_pages(&options);
        let sandbox = Sandbox::start(options).await.unwrap();
        let address = free_address();
        let nproxy = Nproxy::new()
            .with("NPROXY__DATABASE__URL", db.url())
            .with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
            .with("NPROXY__SERVER__LISTEN", address.to_string())
            .with("NPROXY__SERVER__PUBLIC_URL", format!("http://{address}"))
            // What no webhook tells of is soon asked for.
            .with("NPROXY__BILLING__POLL_S", "2")
            // Long enough for a played processor on a busy machine; whoever dies with a payment in hand holds it for that long.
            .with("NPROXY__BILLING__PROCESSOR_TIMEOUT_S", "6")
            .with("NPROXY__PROVIDERS__NANO_BANANA__BASE_URL", sandbox.gemini_base_url());
        let (nowpayments_url, btcpay_url) = (sandbox.nowpayments_base_url(), sandbox.btcpay_base_url());
        nproxy.write(
            "nproxy.toml",
            &format!(
                r#"[processors.nowpayments]
base_url = "{nowpayments_url}"
api_key = "{}"
ipn_secret = "{}"
email = "{}"
password = "{}"
coins = ["btc", "usdttrc20", "xrp"]

[processors.btcpay]
base_url = "{btcpay_url}"
api_key = "{}"
store_id = "{}"
webhook_secret = "{}"
coins = ["BTC-CHAIN", "BTC-LN"]

[processors.manual]
instructions = "Hand it over at the counter."
{}"#,
                at_nowpayments.api_key,
                at_nowpayments.ipn_secret,
                at_nowpayments.email,
                at_nowpayments.password,
                at_btcpay.api_key,
                at_btcpay.store_id,
                at_btcpay.webhook_secret,
                pages(&sandbox),
            ),
        );
        let till = sandbox.controls().till();
        till.set_btcpay_webhook(Some(&webhook_url(address, "btcpay")), None).unwrap();
        till.set_crypto_pay_webhook(Some(&webhook_url(address, "crypto_pay"))).unwrap();
        let create = ["users", "create", "ada@example.org", "--generate-password", "--json"];
        let created = nproxy.run(&create).await.done().json();
        let customer = json!({ "email": created["user"]["email"], "password": created["password"] });
        Self { nproxy, sandbox, db, customer, address }
    }

    /// Its doors open.
    pub async fn open(&self) -> (Running, Running, Site) {
        let (web, site) = self.web(None).await;
        (web, self.worker(None).await, site)
    }

    /// A web process, which dies at the step if one is named; and the customer, signed in.
    pub async fn web(&self, dies_at: Option<CrashStep>) -> (Running, Site) {
        let web = self.start("web", dies_at).await;
        let site = self.sign_in(&web).await;
        (web, site)
    }

    /// The customer, signed in there.
    pub async fn sign_in(&self, web: &Running) -> Site {
        Site::sign_in(web.url(), &self.customer).await
    }

    /// The customer's.
    pub fn password(&self) -> String {
        self.customer["password"].as_str().expect("a password").to_owned()
    }

    pub fn store(&self) -> Store {
        self.db.store.clone()
    }

    /// So many requests are with the upstream, and unanswered.
    pub async fn are_under_way(&self, requests: i64) {
        let all = async {
            loop {
                let open = nproxy_store::overview::open_attempts(self.db.store.read()).await.unwrap();
                if open.iter().map(|of| of.rows).sum::<i64>() == requests {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(PATIENCE, all).await.expect("they are sent");
    }

    pub async fn worker(&self, dies_at: Option<CrashStep>) -> Running {
        self.start("worker", dies_at).await
    }

    async fn start(&self, what: &str, dies_at: Option<CrashStep>) -> Running {
        let env: Vec<_> = dies_at.iter().map(|step| (crash::VARIABLE, step.name())).collect();
        self.nproxy.start(&[what], &env).await
    }

    pub fn till(&self) -> Till {
        self.sandbox.controls().till()
    }

    /// BTCPay tells of nothing else.
    pub fn tell_only(&self, event: &str) {
        let url = webhook_url(self.address, "btcpay");
        self.till().set_btcpay_webhook(Some(&url), Some(vec![event.to_owned()])).unwrap();
    }

    /// The one invoice that was made for a payment; of several, the one whose page the customer is sent to.
    pub fn invoice(&self, payment: &Value) -> Invoice {
        let mut found = self.till().find(payment["id"].as_str().unwrap());
        if found.len() > 1 {
            found.retain(|invoice| payment["pay_url"] == invoice.page_url);
        }
        let [invoice] = <[Invoice; 1]>::try_from(found).unwrap_or_else(|all| panic!("one invoice: {all:?}"));
        invoice
    }

    /// Pays what is due, and the chain confirms it where there is one.
    pub fn pay(&self, payment: &Value) {
        let invoice = self.invoice(payment);
        let paid = self.till().act(&invoice.id, &Act::PayInFull).unwrap();
        if paid.transactions.iter().any(|transaction| transaction.state == TransactionState::Seen) {
            self.till().act(&invoice.id, &Act::Confirm).unwrap();
        }
    }

    /// One month was opened by it, the books are right, and the customer has it.
    pub async fn is_active_once(&self, site: &Site, payment: &Value) {
        let paid = site.payment_in(payment, &["paid", "overpaid", "paid_late"]).await;
        assert!(paid["activated_at"].is_string(), "{paid}");
        assert_eq!(site.get("/api/v1/subscription").await["state"], "active");
        let sums = nproxy_store::cycles::sums(self.db.store.read()).await.unwrap();
        let opened = sums.iter().filter(|sum| sum.kind.as_deref() == Some("open")).count();
        assert_eq!(opened, 1, "one payment opens one month: {sums:?}");
        let ledger = self.nproxy.run(&["ledger", "check", "--json"]).await.done().json();
        assert_eq!(ledger["ok"], true, "{ledger}");
    }
}

fn webhook_url(address: SocketAddr, processor: &str) -> String {
    format!("http://{address}/webhooks/{processor}")
}

/// The sections of the processors where a coin is chosen on their own page.
fn with_pages(options: &SandboxOptions) -> impl FnOnce(&Sandbox) -> String + use<> {
    let (token, merchant) = (options.crypto_pay.api_token.clone(), options.heleket.merchant.clone());
    let (payment_key, merchant_key) = (options.heleket.payment_key.clone(), options.oxapay.merchant_key.clone());
    move |sandbox| {
        format!(
            r#"
[processors.crypto_pay]
base_url = "{}"
api_token = "{token}"

[processors.heleket]
base_url = "{}"
merchant = "{merchant}"
payment_key = "{payment_key}"

[processors.oxapay]
base_url = "{}"
merchant_key = "{merchant_key}"
"#,
            sandbox.crypto_pay_base_url(),
            sandbox.heleket_base_url(),
            sandbox.oxapay_base_url(),
        )
    }
}

/// How the tests' processors are called, and a coin of each; `None`: it is chosen on the processor's own page.
pub fn coin_of(processor: Processor) -> (&'static str, Option<&'static str>) {
    match processor {
        Processor::NowPayments => ("nowpayments", Some("btc")),
        Processor::BtcPay => ("btcpay", Some("BTC-CHAIN")),
        Processor::CryptoPay => ("crypto_pay", None),
        Processor::Heleket => ("heleket", None),
        Processor::OxaPay => ("oxapay", None),
    }
}
