//! The conformance kit: tells whether a processor plugin keeps the promises of [`nproxy_domain::processor`].
//!
//! A plugin crate hands over a [`Suite`] in one test. The kit makes the cases itself: from what the plugin claims of
//! itself, from replies and webhooks on file, which it also spoils in every way it knows, and from a [`Sender`] that signs
//! as the processor does. Each broken promise is one message that says which, where, and what is missing.
//!
//! ```no_run
//! # use nproxy_domain::{outcome::Class, plugin::ProcessorPlugin, processor::PaymentStatus};
//! # use nproxy_processor_kit::Ask;
//! # const PLUGIN: ProcessorPlugin = ProcessorPlugin { kind: "toy", build: |_| unimplemented!() };
//! # fn sign(_: &str, _: &[u8]) -> http::HeaderMap { http::HeaderMap::new() }
//! nproxy_processor_kit::Suite {
//!     plugin: PLUGIN,
//!     valid: vec![serde_json::json!({"api_key": "TESTKEY-0000", "webhook_secret": "TESTHOOK-0000"})],
//!     invalid: vec![(serde_json::json!({}), "api_key")],
//!     secrets: vec!["TESTKEY-0000", "TESTHOOK-0000"],
//!     fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").into(),
//!     statuses: vec![PaymentStatus::Pending, PaymentStatus::Paid],
//!     classes: vec![Class::KeyInvalid, Class::Overload],
//!     asks: vec![Ask::Offers, Ask::Status, Ask::FindByOrder],
//!     sender: Some(nproxy_processor_kit::Sender { secret: "TESTHOOK-0000", sign: nproxy_processor_kit::Sign::InHeaders(sign) }),
//! }
//! .assert_kept();
//! ```
//!
//! The form of what is on file is [`fixture`]'s. What a plugin sends to the letter is tested with [`desk`].

mod ask;
mod cases;
pub mod desk;
mod end;
pub mod fixture;
mod mutate;
mod promise;
mod walk;

#[cfg(test)]
mod broken;

use std::path::PathBuf;

use http::HeaderMap;
use nproxy_domain::outcome::Class;
use nproxy_domain::plugin::{ProcessorPlugin, Section};
use nproxy_domain::processor::PaymentStatus;
use nproxy_domain::{PaymentId, Timestamp};
use serde_json::Value;

pub use ask::Ask;
pub use promise::{Promise, Violation};

use promise::Findings;

/// The payment that every order of the kit is for, as it stands in replies on file.
pub const ORDER: &str = "01932c07-7cd0-7cc0-8000-00000000c0de";
/// The moment of every order, and since when is searched.
pub const NOW: &str = "2026-11-22T12:00:00Z";
/// Where webhooks for the kit's orders go.
pub const WEBHOOK_URL: &str = "https://nproxy.example/webhooks/kit";
/// Where the kit's customers come back to.
pub const RETURN_URL: &str = "https://nproxy.example/pay/back";

/// What the kit needs to know of a plugin.
#[derive(Clone, Debug)]
pub struct Suite {
    pub plugin: ProcessorPlugin,
    /// Sections that must build, without `kind`. Replies and webhooks are read by the first one; together they should use
    /// every key.
    pub valid: Vec<Value>,
    /// Sections that must be refused, with the end of the key that the error has to name.
    pub invalid: Vec<(Value, &'static str)>,
    /// Every secret that stands in the valid sections: long enough not to be found by chance.
    pub secrets: Vec<&'static str>,
    /// The folder of replies and webhooks on file, `*.http`.
    pub fixtures: PathBuf,
    /// What the processor can say of a payment; each needs a reply to `status` on file.
    pub statuses: Vec<PaymentStatus>,
    /// How its calls are known to fail; each needs a reply on file.
    pub classes: Vec<Class>,
    /// What it can be asked besides a checkout; each needs a reply on file that is a success.
    pub asks: Vec<Ask>,
    /// Who signs its webhooks. `None`: it sends none.
    pub sender: Option<Sender>,
}

/// A processor's side of its webhooks.
#[derive(Clone, Copy, Debug)]
pub struct Sender {
    /// The one in the first valid section.
    pub secret: &'static str,
    pub sign: Sign,
}

/// Where a processor puts its signature, and how it makes it. A body that it could not have written (not JSON, where it
/// signs JSON) is signed as well as may be.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// The headers with which the processor would send this body, were this its secret.
    InHeaders(fn(secret: &str, body: &[u8]) -> HeaderMap),
    /// This body as the processor would send it, with the signature as one more text in it.
    InBody(fn(secret: &str, body: &[u8]) -> Vec<u8>),
}

/// A webhook as it arrives.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Sign {
    fn delivery(self, secret: &str, body: &[u8]) -> Delivery {
        match self {
            Self::InHeaders(sign) => Delivery { headers: sign(secret, body), body: body.to_vec() },
            Self::InBody(sign) => Delivery { headers: HeaderMap::new(), body: sign(secret, body) },
        }
    }
}

impl Suite {
    /// Every broken promise; empty: all are kept.
    pub fn run(&self) -> Vec<Violation> {
        let mut findings = Findings::default();
        cases::config::run(self, &mut findings);
        let (replies, webhooks) = fixture::read_all(&self.fixtures, &mut findings);
        for (n, values) in self.valid.iter().enumerate() {
            let at = format!("valid section {n}");
            let Some(processor) = cases::config::build(self, values, &at, &mut findings) else { continue };
            let tried = cases::Tried {
                suite: self,
                section: values,
                processor: &*processor,
                replies: &replies,
                webhooks: &webhooks,
            };
            cases::about::run(&tried, &mut findings);
            cases::requests::run(&tried, &mut findings);
            if n == 0 {
                cases::on_file::run(&tried, &mut findings);
                cases::replies::run(&tried, &mut findings);
                cases::digits::run(&tried, &mut findings);
                cases::found::run(&tried, &mut findings);
                cases::webhooks::run(&tried, &mut findings);
            }
        }
        findings.into_violations()
    }

    /// For the one test of a plugin crate.
    ///
    /// # Panics
    /// When a promise is broken, with the list of what is to be mended.
    pub fn assert_kept(&self) {
        let violations = self.run();
        assert!(violations.is_empty(), "{}", promise::told(self.plugin.kind, &violations));
    }

    /// The last part of the folder's name, for messages.
    fn folder(&self) -> String {
        self.fixtures.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn section(&self, values: &Value) -> Section {
        let id = format!("{}_of_the_kit", self.plugin.kind);
        Section { path: format!("processors.{id}"), id, values: values.clone() }
    }

    /// Whether a text gives a secret away.
    fn leaks(&self, text: &str) -> bool {
        self.secrets.iter().any(|secret| text.contains(secret))
    }
}

fn order_id() -> PaymentId {
    ORDER.parse().expect("a constant")
}

fn now() -> Timestamp {
    NOW.parse().expect("a constant")
}
