//! The outside world, played: upstream image APIs that answer over real sockets as strictly as the real ones,
//! fail on request, and keep a bill of what they would have charged.
//!
//! The crate speaks wire protocols only and shares no code with the plugins it plays against, so it cannot share a mistake with them.
//! Each played service is a folder; faults, control, purse and bill are common to all. The outside world has more in it:
//!
//! - payment processors, and the till where what they ask for is paid ([`Till`]),
//! - a mail server that keeps what it is given ([`Inbox`]),
//! - Telegram's Bot API, and the people who chat with the bot ([`Telegram`]),
//! - a service that tells callers their address ([`Sandbox::echo_url`]),
//! - an authority whose certificates the services show, where https is wanted ([`PlayedCa`]),
//! - proxies of every kind, with their own ways to fail ([`PlayedProxy`]).
//!
//! Whoever judges asks the [`FaultSchedule`] what could have worked, and the [`Bill`] and the journal what was paid for.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use std::time::Instant;
//!
//! use nproxy_sandbox::{
//!     Act, Conduct, Fault, Outage, PlayedProxy, ProxyFault, ProxyOptions, Sandbox, SandboxOptions, Service,
//! };
//!
//! let sandbox = Sandbox::start(SandboxOptions { keys: vec!["key-a".into(), "key-b".into()], ..Default::default() }).await?;
//! let controls = sandbox.controls();
//! controls.set_key("key-a", Fault::Overloaded).expect("key-a is known");
//! controls.set_key("key-b", Conduct { latency_ms: 200, ..Conduct::default() }).expect("key-b is known");
//! // .. send requests to `sandbox.gemini_base_url()` ..
//! assert_eq!(controls.bill().keys[0].billed_micro_usd, 0);
//!
//! let from = Instant::now();
//! controls.start_outage(Service::Gemini, Outage::Hangs);
//! controls.end_outage(Service::Gemini);
//! assert!(!controls.schedule().always_able(Service::Gemini, from, Instant::now()));
//!
//! let till = controls.till();
//! // .. let a shop make invoices at `sandbox.btcpay_base_url()` ..
//! for invoice in till.invoices() {
//!     till.act(&invoice.id, &Act::PayInFull).expect("it waits for money");
//! }
//! till.quiet().await;
//!
//! let proxy = PlayedProxy::start(ProxyOptions::socks5().with_credentials("user", "secret")).await?;
//! // .. go through `proxy.url()` or `proxy.resolving_url()` ..
//! assert_eq!(proxy.report().tunnels, 0);
//! proxy.set_conduct(ProxyFault::HangsInHandshake);
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod bill;
mod control;
mod controls;
mod desk;
mod dice;
mod door;
mod echo;
mod fal;
mod faults;
mod gemini;
mod house;
mod html;
mod kie;
mod mail;
mod money;
mod openai;
mod openrouter;
mod options;
mod picture;
mod proxy;
mod purse;
mod schedule;
mod serve;
mod service;
mod studio;
mod telegram;
mod tls;

use std::{io, net::SocketAddr, sync::Arc};

pub use bill::{Bill, Call, Deed, Tally};
pub use controls::{ControlError, Controls, KeyState, ServiceState, State};
pub use faults::{BadConduct, Conduct, Fault};
pub use gemini::DEFAULT_MODEL as GEMINI_DEFAULT_MODEL;
pub use mail::{Inbox, MailConduct, MailOptions, MailState, MailTls, ReceivedMail};
pub use money::{
    Act, Amount, BtcPayOptions, CreationFault, CryptoPayOptions, HeleketOptions, Invoice, InvoiceMethod, NotAnAmount,
    NowPaymentsOptions, OxaPayOptions, PlayedCoin, PlayedMethod, Processor, Signature, StatusFault, StoreWebhook, Till,
    TillConduct, TillDeed, TillError, TillPace, TillRecord, TillState, Transaction, TransactionState,
};
pub use options::{REQUEST_BYTES_MAX, SandboxOptions};
pub use proxy::{PlayedProxy, ProxyConduct, ProxyFault, ProxyOptions, ProxyReport, ProxyScheme};
pub use schedule::{Ability, Change, Changed, FaultSchedule, Moment, Outage};
pub use service::Service;
pub use telegram::{
    FloodLimits, Press, Telegram, TelegramAnswer, TelegramButton, TelegramChat, TelegramChatKind, TelegramConduct,
    TelegramEntity, TelegramError, TelegramFault, TelegramMessage, TelegramOptions, TelegramPerson, TelegramPress,
    TelegramState, TelegramTally, TelegramVersion, Written,
};
pub use tls::{PLAYED_DOMAIN, PlayedCa};

use control::{ControlDesk, Doors};
use door::Door;
use echo::Echo;
use fal::Fal;
use gemini::Gemini;
use house::House;
use kie::Kie;
use money::{BtcPay, Clerks, CryptoPay, Heleket, NowPayments, OxaPay};
use openai::OpenAi;
use openrouter::OpenRouter;
use serve::open;
use telegram::BotApi;

/// A running played world. Dropping it closes its ports and connections.
#[derive(Debug)]
pub struct Sandbox {
    controls: Controls,
    scheme: &'static str,
    gemini: Door,
    openrouter: Door,
    fal: Door,
    openai: Door,
    kie: Door,
    nowpayments: Door,
    btcpay: Door,
    crypto_pay: Door,
    heleket: Door,
    oxapay: Door,
    echo: Door,
    smtp: Door,
    telegram: Door,
    control: Door,
    clerks: Clerks,
}

impl Sandbox {
    /// Opens the ports and answers until [`shutdown`](Self::shutdown) or drop. Must be called within a tokio runtime.
    pub async fn start(options: SandboxOptions) -> io::Result<Self> {
        options.defaults.check().map_err(|bad| io::Error::new(io::ErrorKind::InvalidInput, bad))?;
        money::check(&options)?;
        options.telegram.check()?;
        let controls = Controls::new(&options);
        let house = Arc::new(House::new(controls.clone(), &options));
        let scheme = house.scheme;
        let tls = || options.tls.as_ref().map(PlayedCa::acceptor);
        let gemini = open(options.gemini_listen, tls(), Arc::new(Gemini(Arc::clone(&house)))).await?;
        let openrouter = open(options.openrouter_listen, tls(), Arc::new(OpenRouter(Arc::clone(&house)))).await?;
        let fal = open(options.fal_listen, tls(), Arc::new(Fal::new(Arc::clone(&house)))).await?;
        let openai = open(options.openai_listen, tls(), Arc::new(OpenAi(Arc::clone(&house)))).await?;
        let kie = open(options.kie_listen, tls(), Arc::new(Kie::new(house))).await?;
        let till = controls.till();
        let nowpayments = NowPayments { till: till.clone(), scheme };
        let nowpayments = open(options.nowpayments.listen, tls(), Arc::new(nowpayments)).await?;
        let btcpay = open(options.btcpay.listen, tls(), Arc::new(BtcPay { till: till.clone(), scheme })).await?;
        let crypto_pay = CryptoPay { till: till.clone(), scheme };
        let crypto_pay = open(options.crypto_pay.listen, tls(), Arc::new(crypto_pay)).await?;
        let heleket = Heleket { till: till.clone(), scheme };
        let heleket = open(options.heleket.listen, tls(), Arc::new(heleket)).await?;
        let oxapay = open(options.oxapay.listen, tls(), Arc::new(OxaPay { till: till.clone(), scheme })).await?;
        let echo = open(options.echo_listen, tls(), Arc::new(Echo)).await?;
        let smtp = mail::open(&controls.mail()).await?;
        let telegram = open(options.telegram.listen, tls(), Arc::new(BotApi(controls.telegram()))).await?;
        let doors = Doors {
            gemini_base_url: base_url(scheme, &gemini),
            openrouter_base_url: openrouter_base_url(scheme, &openrouter),
            fal_base_url: base_url(scheme, &fal),
            openai_base_url: openai_base_url(scheme, &openai),
            kie_base_url: base_url(scheme, &kie),
            nowpayments_base_url: base_url(scheme, &nowpayments),
            btcpay_base_url: base_url(scheme, &btcpay),
            crypto_pay_base_url: base_url(scheme, &crypto_pay),
            heleket_base_url: base_url(scheme, &heleket),
            oxapay_base_url: oxapay_base_url(scheme, &oxapay),
            echo_url: base_url(scheme, &echo),
            smtp_address: smtp.addr,
            telegram_base_url: base_url(scheme, &telegram),
            ca_pem: options.tls.as_ref().map(|ca| ca.pem().to_owned()),
        };
        let desk = ControlDesk { controls: controls.clone(), doors };
        let control = open(options.control_listen, None, Arc::new(desk)).await?;
        let clerks = Clerks::start(&till);
        Ok(Self {
            controls,
            scheme,
            gemini,
            openrouter,
            fal,
            openai,
            kie,
            nowpayments,
            btcpay,
            crypto_pay,
            heleket,
            oxapay,
            echo,
            smtp,
            telegram,
            control,
            clerks,
        })
    }

    /// `http://host:port` (`https` with [`tls`](SandboxOptions::tls), here as below), without a trailing slash: what takes
    /// the place of `https://generativelanguage.googleapis.com`.
    pub fn gemini_base_url(&self) -> String {
        base_url(self.scheme, &self.gemini)
    }

    /// `http://host:port/api/v1`, without a trailing slash: what takes the place of `https://openrouter.ai/api/v1`.
    pub fn openrouter_base_url(&self) -> String {
        openrouter_base_url(self.scheme, &self.openrouter)
    }

    /// `http://host:port`, without a trailing slash: what takes the place of `https://queue.fal.run`, of
    /// `https://api.fal.ai`, and of the hosts that finished pictures lie at.
    pub fn fal_base_url(&self) -> String {
        base_url(self.scheme, &self.fal)
    }

    /// `http://host:port/v1`, without a trailing slash: what takes the place of `https://api.openai.com/v1`.
    pub fn openai_base_url(&self) -> String {
        openai_base_url(self.scheme, &self.openai)
    }

    /// `http://host:port`, without a trailing slash: what takes the place of `https://api.kie.ai`, and of the hosts that
    /// finished pictures lie at.
    pub fn kie_base_url(&self) -> String {
        base_url(self.scheme, &self.kie)
    }

    /// `http://host:port`, without a trailing slash: what takes the place of `https://api.nowpayments.io`.
    pub fn nowpayments_base_url(&self) -> String {
        base_url(self.scheme, &self.nowpayments)
    }

    /// `http://host:port`, without a trailing slash: the address of the played BTCPay server.
    pub fn btcpay_base_url(&self) -> String {
        base_url(self.scheme, &self.btcpay)
    }

    /// `http://host:port`, without a trailing slash: what takes the place of `https://pay.crypt.bot`.
    pub fn crypto_pay_base_url(&self) -> String {
        base_url(self.scheme, &self.crypto_pay)
    }

    /// `http://host:port`, without a trailing slash: what takes the place of `https://api.heleket.com`, and of
    /// `https://api.cryptomus.com`.
    pub fn heleket_base_url(&self) -> String {
        base_url(self.scheme, &self.heleket)
    }

    /// `http://host:port/v1`, without a trailing slash: what takes the place of `https://api.oxapay.com/v1`.
    pub fn oxapay_base_url(&self) -> String {
        oxapay_base_url(self.scheme, &self.oxapay)
    }

    /// `http://host:port`, without a trailing slash: what takes the place of `https://api.ipify.org`. Behind a proxy it
    /// tells the address that the proxy goes out from.
    pub fn echo_url(&self) -> String {
        base_url(self.scheme, &self.echo)
    }

    /// Where the played mail server listens.
    pub fn smtp_address(&self) -> SocketAddr {
        self.smtp.addr
    }

    /// The page of what it was given.
    pub fn mail_url(&self) -> String {
        format!("{}/mail", self.control_url())
    }

    /// `http://host:port`, without a trailing slash: what takes the place of `https://api.telegram.org`.
    pub fn telegram_base_url(&self) -> String {
        base_url(self.scheme, &self.telegram)
    }

    /// The page where a person chats with the bot.
    pub fn telegram_url(&self) -> String {
        format!("{}/telegram", self.control_url())
    }

    /// `http://host:port` of the control endpoint, without a trailing slash.
    pub fn control_url(&self) -> String {
        base_url("http", &self.control)
    }

    /// The same control, in process.
    pub fn controls(&self) -> Controls {
        self.controls.clone()
    }

    /// Closes the ports and cuts every connection. Pictures being drawn are finished, billed and dropped.
    pub async fn shutdown(self) {
        self.gemini.close().await;
        self.openrouter.close().await;
        self.fal.close().await;
        self.openai.close().await;
        self.kie.close().await;
        self.nowpayments.close().await;
        self.btcpay.close().await;
        self.crypto_pay.close().await;
        self.heleket.close().await;
        self.oxapay.close().await;
        self.clerks.stop().await;
        self.echo.close().await;
        self.smtp.close().await;
        self.telegram.close().await;
        self.control.close().await;
    }
}

fn base_url(scheme: &str, door: &Door) -> String {
    format!("{scheme}://{}", door.addr)
}

fn openrouter_base_url(scheme: &str, door: &Door) -> String {
    format!("{}/api/v1", base_url(scheme, door))
}

fn openai_base_url(scheme: &str, door: &Door) -> String {
    format!("{}/v1", base_url(scheme, door))
}

fn oxapay_base_url(scheme: &str, door: &Door) -> String {
    format!("{}/v1", base_url(scheme, door))
}
