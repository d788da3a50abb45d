//! What a sandbox is started with.

use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
};

use crate::{
    faults::Conduct,
    mail::MailOptions,
    money::{BtcPayOptions, CryptoPayOptions, HeleketOptions, NowPaymentsOptions, OxaPayOptions, TillPace},
    telegram::TelegramOptions,
    tls::PlayedCa,
};

/// The largest request the real API takes inline since January 2026.
pub const REQUEST_BYTES_MAX: usize = 100 * 1024 * 1024;

/// The journal's length unless told otherwise.
const JOURNAL_CALLS_MAX: usize = 10_000;

/// Everything a played world needs to know before it opens its ports.
#[derive(Clone)]
pub struct SandboxOptions {
    /// Where the played Gemini API listens; port 0 takes any free port.
    pub gemini_listen: SocketAddr,
    /// Where the played OpenRouter listens; port 0 takes any free port.
    pub openrouter_listen: SocketAddr,
    /// Where the played fal listens; port 0 takes any free port.
    pub fal_listen: SocketAddr,
    /// Where the played OpenAI listens; port 0 takes any free port.
    pub openai_listen: SocketAddr,
    /// Where the played kie listens; port 0 takes any free port.
    pub kie_listen: SocketAddr,
    /// The played NOWPayments.
    pub nowpayments: NowPaymentsOptions,
    /// The played BTCPay server.
    pub btcpay: BtcPayOptions,
    /// The played Crypto Pay.
    pub crypto_pay: CryptoPayOptions,
    /// The played Heleket.
    pub heleket: HeleketOptions,
    /// The played OxaPay.
    pub oxapay: OxaPayOptions,
    /// How fast time goes for the played money.
    pub till_pace: TillPace,
    /// The played mail server.
    pub mail: MailOptions,
    /// The played Bot API of Telegram.
    pub telegram: TelegramOptions,
    /// Where the service listens that tells callers their address; port 0 takes any free port.
    pub echo_listen: SocketAddr,
    /// Where the control endpoint listens; port 0 takes any free port. Whoever reaches it rules the sandbox, so keep it on loopback.
    pub control_listen: SocketAddr,
    /// The API keys the played upstreams know. Any other key is answered as an unknown one.
    pub keys: Vec<String>,
    /// The keys that may ask for balances alone: OpenRouter's management keys, fal's admin keys.
    pub billing_keys: Vec<String>,
    /// What was paid in at OpenRouter, again at fal, and again at kie, for all keys together; billed calls draw it down.
    pub credit_micro_usd: u64,
    /// Serve all but the control endpoint over https, with a certificate of this authority: HTTP/1.1, for `localhost`,
    /// `127.0.0.1`, `::1` and names below [`PLAYED_DOMAIN`](crate::PLAYED_DOMAIN).
    pub tls: Option<PlayedCa>,
    /// Every picture is the same one of 64 pixels a side in the format that was asked for, so that a call costs next to nothing.
    pub small_pictures: bool,
    /// A picture of each format and size is drawn once and given again, so that many can come at once; a JPEG that has fewer bytes is
    /// made up to about so many.
    pub heavy_pictures_bytes: Option<usize>,
    /// The journal keeps this many calls, the latest, and the till's this many records; the counts keep all.
    pub journal_calls_max: usize,
    /// Start of the dice: the same seed and the same order of calls give the same faults and pictures.
    pub seed: u64,
    /// How keys behave until told otherwise: latency first of all.
    pub defaults: Conduct,
    /// A prompt that contains one of these (letter case ignored) is refused, so that a refusal can be seen by hand.
    pub policy_words: Vec<String>,
    /// A larger request body is answered with 413.
    pub request_bytes_max: usize,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        let any_loopback_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            gemini_listen: any_loopback_port,
            openrouter_listen: any_loopback_port,
            fal_listen: any_loopback_port,
            openai_listen: any_loopback_port,
            kie_listen: any_loopback_port,
            nowpayments: NowPaymentsOptions::default(),
            btcpay: BtcPayOptions::default(),
            crypto_pay: CryptoPayOptions::default(),
            heleket: HeleketOptions::default(),
            oxapay: OxaPayOptions::default(),
            till_pace: TillPace::default(),
            mail: MailOptions::default(),
            telegram: TelegramOptions::default(),
            echo_listen: any_loopback_port,
            control_listen: any_loopback_port,
            keys: Vec::new(),
            billing_keys: Vec::new(),
            credit_micro_usd: 100_000_000,
            tls: None,
            small_pictures: false,
            heavy_pictures_bytes: None,
            journal_calls_max: JOURNAL_CALLS_MAX,
            seed: 1,
            defaults: Conduct::default(),
            policy_words: vec!["forbidden".to_owned()],
            request_bytes_max: REQUEST_BYTES_MAX,
        }
    }
}

impl fmt::Debug for SandboxOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxOptions")
            .field("gemini_listen", &self.gemini_listen)
            .field("openrouter_listen", &self.openrouter_listen)
            .field("fal_listen", &self.fal_listen)
            .field("openai_listen", &self.openai_listen)
            .field("kie_listen", &self.kie_listen)
            .field("nowpayments", &self.nowpayments)
            .field("btcpay", &self.btcpay)
            .field("crypto_pay", &self.crypto_pay)
            .field("heleket", &self.heleket)
            .field("oxapay", &self.oxapay)
            .field("till_pace", &self.till_pace)
            .field("mail", &self.mail)
            .field("telegram", &self.telegram)
            .field("echo_listen", &self.echo_listen)
            .field("control_listen", &self.control_listen)
            .field("keys", &self.keys.len())
            .field("billing_keys", &self.billing_keys.len())
            .field("credit_micro_usd", &self.credit_micro_usd)
            .field("tls", &self.tls.is_some())
            .field("small_pictures", &self.small_pictures)
            .field("heavy_pictures_bytes", &self.heavy_pictures_bytes)
            .field("journal_calls_max", &self.journal_calls_max)
            .field("seed", &self.seed)
            .field("defaults", &self.defaults)
            .field("policy_words", &self.policy_words)
            .field("request_bytes_max", &self.request_bytes_max)
            .finish()
    }
}
