//! The conformance kit: tells whether a provider plugin keeps the promises of [`nproxy_domain::provider`].
//!
//! A plugin crate hands over a [`Suite`] in one test. The kit makes the cases itself, from what the plugin claims of
//! itself and from replies on file, which it also spoils in every way it knows. Each broken promise is one message that
//! says which, where, and what is missing.
//!
//! ```no_run
//! # use nproxy_domain::{outcome::Class, plugin::ProviderPlugin};
//! # use nproxy_provider_kit::Ask;
//! # const PLUGIN: ProviderPlugin = ProviderPlugin { kind: "toy", build: |_| unimplemented!() };
//! nproxy_provider_kit::Suite {
//!     plugin: PLUGIN,
//!     valid: vec![serde_json::json!({})],
//!     invalid: vec![(serde_json::json!({"base_url": "nowhere"}), "base_url")],
//!     fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").into(),
//!     classes: vec![Class::Ok, Class::KeyInvalid, Class::Overload],
//!     asks: vec![Ask::Check],
//!     request_bytes_max: 18_000_000,
//! }
//! .assert_kept();
//! ```
//!
//! The form of a reply on file is [`fixture`]'s. In it the key is [`SECRET`], so that an upstream which repeats the key
//! can be played.

mod ask;
mod cases;
pub mod fixture;
mod mutate;
mod promise;
mod walk;

#[cfg(test)]
mod broken;

use std::path::PathBuf;

use nproxy_domain::outcome::Class;
use nproxy_domain::plugin::{ProviderPlugin, Section};
use nproxy_domain::provider::ApiKey;
use serde_json::Value;

pub use ask::Ask;
pub use promise::{Promise, Violation};

use promise::Findings;

/// The API key that the kit works with.
pub const SECRET: &str = "TESTKEY-0000";
/// The key for balances, where the upstream has such a thing.
pub const BILLING_SECRET: &str = "TESTBILLING-0000";

/// What the kit needs to know of a plugin.
#[derive(Clone, Debug)]
pub struct Suite {
    pub plugin: ProviderPlugin,
    /// Sections that must build, without `kind`. Replies are read by the first one; together they should use every key.
    pub valid: Vec<Value>,
    /// Sections that must be refused, with the end of the key that the error has to name.
    pub invalid: Vec<(Value, &'static str)>,
    /// The folder of replies on file, `*.http`.
    pub fixtures: PathBuf,
    /// What the upstream is known to answer; each needs a reply on file.
    pub classes: Vec<Class>,
    /// What it can be asked besides a picture; each needs the plugin's method, and a reply on file that is a success.
    pub asks: Vec<Ask>,
    /// The largest request body that the first section allows.
    pub request_bytes_max: usize,
}

impl Suite {
    /// Every broken promise; empty: all are kept.
    pub fn run(&self) -> Vec<Violation> {
        let mut findings = Findings::default();
        cases::config::run(self, &mut findings);
        for (n, values) in self.valid.iter().enumerate() {
            let Some(provider) = cases::config::build(self, values, &format!("valid section {n}"), &mut findings)
            else {
                continue;
            };
            cases::capabilities::run(&*provider, &mut findings);
            cases::requests::run(&*provider, (n == 0).then_some(self.request_bytes_max), &mut findings);
            if n == 0 {
                let fixtures = fixture::read_all(&self.fixtures, &mut findings);
                cases::on_file::run(&*provider, self, &fixtures, &mut findings);
                cases::replies::run(&*provider, &fixtures, &mut findings);
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
        Section { path: format!("providers.{id}"), id, values: values.clone() }
    }
}

/// The key of all cases.
fn api_key() -> ApiKey {
    ApiKey { billing_secret: Some(BILLING_SECRET.into()), ..ApiKey::new(SECRET) }
}

/// Whether a text gives a secret away.
fn leaks(text: &str) -> bool {
    text.contains(SECRET) || text.contains(BILLING_SECRET)
}
