//! Ten bugs, as somebody in a hurry makes them, and the promise by which each is found.

use http::header::{AUTHORIZATION, HeaderValue};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Cursor, Effect, Exchange, Inputs, Next, ProviderInfo, Reply, Step};
use nproxy_provider_kit::{Ask, Promise, Suite};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use url::Url;

use crate::planted::{Bug, Read, plugin};

fn suite<B: Bug>() -> Suite {
    Suite {
        plugin: plugin::<B>(),
        valid: vec![json!({"base_url": "https://relay.example", "request_bytes_max": 100_000})],
        invalid: vec![(json!({"base_url": "nowhere"}), "base_url")],
        fixtures: concat!(env!("CARGO_MANIFEST_DIR"), "/../kie/fixtures").into(),
        classes: vec![Class::Ok, Class::RateLimited, Class::OutOfFunds],
        asks: vec![Ask::Resume, Ask::Check, Ask::Balance],
        request_bytes_max: 100_000,
    }
}

fn is_found<B: Bug>(by: Promise) {
    let violations = suite::<B>().run();
    let told = violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(violations.iter().any(|v| v.promise == by), "{by:?} is not seen to be broken:\n{told}");
}

struct NoBug;

impl Bug for NoBug {}

#[test]
fn without_a_bug_nothing_is_found() {
    let violations = suite::<NoBug>().run();
    let told = violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(violations.is_empty(), "{told}");
}

fn failed_otherwise(read: Read, change: impl Fn(PluginError) -> PluginError) -> Read {
    read.map_err(change)
}

/// 429 is a 4xx, and so the customer's.
struct WrongClassForAStatus;

impl Bug for WrongClassForAStatus {
    fn reads(_: &Reply, _: &ApiKey, read: Read) -> Read {
        failed_otherwise(read, |error| match error.class {
            Class::RateLimited => PluginError { class: Class::BadRequest, ..error },
            _ => error,
        })
    }
}

/// A task that failed costs nothing, surely.
struct SpentForgotten;

impl Bug for SpentForgotten {
    fn reads(_: &Reply, _: &ApiKey, read: Read) -> Read {
        failed_otherwise(read, |error| PluginError { spent: Spent::No, ..error })
    }
}

/// The header is written by hand, and not marked.
struct SecretInDebug;

impl Bug for SecretInDebug {
    fn sends(exchange: &mut Exchange<Step>, key: &ApiKey) {
        if let Ok(plain) = HeaderValue::from_str(&format!("Bearer {}", key.secret.expose_secret())) {
            exchange.request.headers_mut().insert(AUTHORIZATION, plain);
        }
    }
}

/// The address was changed in one place of two.
struct HostNotDeclared;

impl Bug for HostNotDeclared {
    fn about(about: &mut ProviderInfo) {
        about.hosts = vec![Url::parse("https://api.kie.ai").expect("a constant")];
    }
}

/// Results lie on a new host, which nobody listed.
struct DownloadHostNotDeclared;

impl Bug for DownloadHostNotDeclared {
    fn about(about: &mut ProviderInfo) {
        about.download_hosts = vec!["files.kie.example".to_owned()];
    }
}

/// The key is put where the next call finds it.
struct CursorWithASecret;

impl Bug for CursorWithASecret {
    fn reads(_: &Reply, key: &ApiKey, read: Read) -> Read {
        match read? {
            Next::Done(Step::Continue { cursor, after }) => {
                let cursor = Cursor(format!("{}:{}", cursor.0, key.secret.expose_secret()));
                Ok(Next::Done(Step::Continue { cursor, after }))
            }
            other => Ok(other),
        }
    }
}

/// An API answers JSON, always.
struct PanicsOnHtml;

impl Bug for PanicsOnHtml {
    fn reads(reply: &Reply, _: &ApiKey, read: Read) -> Read {
        if reply.body.starts_with(b"<") {
            let _: Value = serde_json::from_slice(&reply.body).expect("JSON");
        }
        read
    }
}

/// Links go out that the house was not asked for.
struct UnclaimedLinks;

impl Bug for UnclaimedLinks {
    fn about(about: &mut ProviderInfo) {
        about.inputs = Inputs::Bytes;
    }
}

/// A task is no picture yet, so it is sent again when no answer comes.
struct PurchaseCalledFree;

impl Bug for PurchaseCalledFree {
    fn sends(exchange: &mut Exchange<Step>, _: &ApiKey) {
        exchange.effect = Effect::Free;
    }
}

/// The upstream's words are shown as they are.
struct WordsAsTheyAre;

impl Bug for WordsAsTheyAre {
    fn reads(reply: &Reply, _: &ApiKey, read: Read) -> Read {
        failed_otherwise(read, |error| {
            let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
            PluginError { detail: body["msg"].as_str().map_or(error.detail, str::to_owned), ..error }
        })
    }
}

macro_rules! found {
    ($($name:ident: $bug:ident by $promise:ident;)*) => {$(
        #[test]
        fn $name() {
            is_found::<$bug>(Promise::$promise);
        }
    )*};
}

found! {
    a_wrong_class_for_a_status: WrongClassForAStatus by RepliesMeanWhatTheFixtureSays;
    a_failure_that_may_have_cost_called_free: SpentForgotten by RepliesMeanWhatTheFixtureSays;
    a_secret_in_debug: SecretInDebug by SecretsStayHidden;
    a_host_that_is_not_declared: HostNotDeclared by RequestsGoHome;
    a_download_host_that_is_not_declared: DownloadHostNotDeclared by DownloadsComeFromListedHosts;
    a_cursor_with_a_secret: CursorWithASecret by SecretsStayHidden;
    a_panic_on_html: PanicsOnHtml by NothingPanics;
    links_that_nobody_claimed: UnclaimedLinks by InputsTravelAsClaimed;
    a_purchase_called_free: PurchaseCalledFree by EffectsAreHonest;
    words_with_the_key_in_them: WordsAsTheyAre by SecretsStayHidden;
}
