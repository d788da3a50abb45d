//! Bugs, as somebody in a hurry makes them, and the promise by which each is found.

use std::path::Path;

use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::processor::{
    Checkout, CryptoAmount, ExternalId, Found, PaymentSnapshot, PaymentStatus, ProcessorInfo, WebhookCall, WebhookError,
};
use nproxy_domain::provider::{Next, Reply};
use nproxy_processor_kit::{Ask, Promise, Sender, Sign, Suite};
use serde_json::{Value, json};
use sha2::Sha512;
use tempfile::TempDir;

use crate::planted::{Bug, Heard, Read, plugin};

const KEY: &str = "TESTKEY-0000";
const KEY_HEADER: &str = "merchant_api_key";
const SIGNATURE: &str = "hmac";

fn sign(key: &str, body: &[u8]) -> HeaderMap {
    let mac = Hmac::<Sha512>::new_from_slice(key.as_bytes()).expect("any key").chain_update(body);
    let signature = HeaderValue::from_str(&hex::encode(mac.finalize().into_bytes())).expect("digits");
    HeaderMap::from_iter([(HeaderName::from_static(SIGNATURE), signature)])
}

/// Of what is on file for the processor, as much as the bugs are seen by: all of it takes its time.
const ON_FILE: [&str; 9] = [
    "found-by-order",
    "found-since",
    "hook-paid",
    "hook-paying",
    "made",
    "made-perhaps",
    "status-paid",
    "status-refunded",
    "status-slow-down",
];

/// They lie there for as long as the folder is held.
fn on_file() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ON_FILE.map(|name| format!("{name}.http")) {
        let from = concat!(env!("CARGO_MANIFEST_DIR"), "/../oxapay/fixtures/").to_owned() + &name;
        std::fs::copy(from, folder.path().join(&name)).expect("it is on file");
    }
    folder
}

fn suite<B: Bug>(fixtures: &Path) -> Suite {
    Suite {
        plugin: plugin::<B>(),
        valid: vec![json!({"merchant_key": KEY, "base_url": "https://relay.example/oxapay/v1"})],
        invalid: vec![(json!({}), "merchant_key")],
        secrets: vec![KEY],
        fixtures: fixtures.to_owned(),
        statuses: vec![PaymentStatus::Paid, PaymentStatus::Refunded],
        classes: vec![Class::RateLimited],
        asks: vec![Ask::Status, Ask::FindByOrder, Ask::FindSince],
        sender: Some(Sender { secret: KEY, sign: Sign::InHeaders(sign) }),
    }
}

fn told<B: Bug>() -> (Vec<Promise>, String) {
    let violations = suite::<B>(on_file().path()).run();
    let words = violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    (violations.into_iter().map(|violation| violation.promise).collect(), words)
}

fn is_found<B: Bug>(by: Promise) {
    let (broken, words) = told::<B>();
    assert!(broken.contains(&by), "{by:?} is not seen to be broken:\n{words}");
}

struct NoBug;

impl Bug for NoBug {}

#[test]
fn without_a_bug_nothing_is_found() {
    let (broken, words) = told::<NoBug>();
    assert!(broken.is_empty(), "{words}");
}

/// 429 is a 4xx, and so the customer's.
struct WrongClassForAStatus;

impl Bug for WrongClassForAStatus {
    fn tells(_: &Reply, read: Read<PaymentSnapshot>) -> Read<PaymentSnapshot> {
        read.map_err(|mut error| {
            if error.class == Class::RateLimited {
                error.class = Class::BadRequest;
            }
            error
        })
    }
}

/// No answer, so no invoice.
struct LostInvoiceCalledUnmade;

impl Bug for LostInvoiceCalledUnmade {
    fn makes(_: &Reply, read: Read<Checkout>) -> Read<Checkout> {
        read.map_err(|mut error| {
            error.spent = Spent::No;
            error
        })
    }
}

/// The header is written by hand, and not marked.
struct SecretInDebug;

impl Bug for SecretInDebug {
    fn sends(request: &mut Request<Bytes>) {
        request.headers_mut().insert(KEY_HEADER, HeaderValue::from_static(KEY));
    }
}

/// The body is parsed first, by the framework.
struct SignatureOfJsonWrittenAnew;

impl Bug for SignatureOfJsonWrittenAnew {
    fn hears(call: &WebhookCall<'_>, real: &dyn Fn(&WebhookCall<'_>) -> Heard) -> Heard {
        let Ok(json) = serde_json::from_slice::<Value>(call.body) else { return real(call) };
        real(&WebhookCall { headers: call.headers, body: json.to_string().as_bytes() })
    }
}

/// A test of the sender's had none.
struct BelievedWithoutASignature;

impl Bug for BelievedWithoutASignature {
    fn hears(call: &WebhookCall<'_>, real: &dyn Fn(&WebhookCall<'_>) -> Heard) -> Heard {
        match real(call) {
            Err(WebhookError::SignatureMissing) => {
                real(&WebhookCall { headers: &sign(KEY, call.body), body: call.body })
            }
            heard => heard,
        }
    }
}

/// An invoice is an invoice.
struct OneEventForAllStates;

impl Bug for OneEventForAllStates {
    fn hears(call: &WebhookCall<'_>, real: &dyn Fn(&WebhookCall<'_>) -> Heard) -> Heard {
        let mut events = real(call)?;
        for event in &mut events {
            event.event_key = event.id.to_string();
        }
        Ok(events)
    }
}

fn done<T>(read: Read<T>, change: impl FnOnce(T) -> T) -> Read<T> {
    Ok(match read? {
        Next::Done(done) => Next::Done(change(done)),
        next @ Next::Send(_) => next,
    })
}

/// Amounts are numbers.
struct AmountsThroughFloats;

impl Bug for AmountsThroughFloats {
    fn tells(_: &Reply, read: Read<PaymentSnapshot>) -> Read<PaymentSnapshot> {
        let float = |amount: CryptoAmount| amount.to_string().parse::<f64>().ok()?.to_string().parse().ok();
        done(read, |told| PaymentSnapshot { received: told.received.and_then(float), ..told })
    }
}

/// Both are final.
struct RefundTakenForAPayment;

impl Bug for RefundTakenForAPayment {
    fn tells(_: &Reply, read: Read<PaymentSnapshot>) -> Read<PaymentSnapshot> {
        done(read, |mut told| {
            if told.status == PaymentStatus::Refunded {
                told.status = PaymentStatus::Paid;
            }
            told
        })
    }
}

/// A default is never wrong.
struct UnknownStateGuessed;

impl Bug for UnknownStateGuessed {
    fn tells(reply: &Reply, read: Read<PaymentSnapshot>) -> Read<PaymentSnapshot> {
        match read {
            Err(_) if reply.status.is_success() => {
                Ok(Next::Done(PaymentSnapshot::new(ExternalId("193139644".to_owned()), PaymentStatus::Pending)))
            }
            read => read,
        }
    }
}

/// The address came into the configuration later.
struct HostNotDeclared;

impl Bug for HostNotDeclared {
    fn about(about: &mut ProcessorInfo) {
        about.hosts.clear();
    }
}

/// The price goes through the language's own number.
struct PriceThroughAFloat;

impl Bug for PriceThroughAFloat {
    fn sends(request: &mut Request<Bytes>) {
        if let Ok(json) = serde_json::from_slice::<Value>(request.body()) {
            *request.body_mut() = json.to_string().into();
        }
    }
}

/// The name of the next page is asked for with the key.
struct CursorWithASecret;

impl Bug for CursorWithASecret {
    fn finds(_: &Reply, read: Read<Found<PaymentSnapshot>>) -> Read<Found<PaymentSnapshot>> {
        done(read, |found| Found { cursor: Some(format!("{KEY}:2")), ..found })
    }
}

/// An API answers JSON, always.
struct PanicsOnHtml;

impl Bug for PanicsOnHtml {
    fn tells(reply: &Reply, read: Read<PaymentSnapshot>) -> Read<PaymentSnapshot> {
        if reply.body.starts_with(b"<") {
            let _: Value = serde_json::from_slice(&reply.body).expect("JSON");
        }
        read
    }
}

/// Customers are asked for a coin that nobody offers.
struct CoinsThatAreNotOffered;

impl Bug for CoinsThatAreNotOffered {
    fn about(about: &mut ProcessorInfo) {
        about.coin_needed = true;
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
    a_lost_invoice_called_unmade: LostInvoiceCalledUnmade by SpentIsHonest;
    a_secret_in_debug: SecretInDebug by SecretsStayHidden;
    a_signature_of_json_written_anew: SignatureOfJsonWrittenAnew by WebhooksMeanWhatTheFixtureSays;
    a_webhook_believed_without_a_signature: BelievedWithoutASignature by SignaturesAreDemanded;
    one_event_for_all_states: OneEventForAllStates by EventsHaveOneKey;
    amounts_through_floats: AmountsThroughFloats by EveryDigitCounts;
    a_refund_taken_for_a_payment: RefundTakenForAPayment by RepliesMeanWhatTheFixtureSays;
    an_unknown_state_guessed: UnknownStateGuessed by UnknownValuesAreNoGuess;
    a_host_that_is_not_declared: HostNotDeclared by RequestsGoHome;
    a_price_through_a_float: PriceThroughAFloat by OrdersTravelWhole;
    a_cursor_with_a_secret: CursorWithASecret by SecretsStayHidden;
    a_panic_on_html: PanicsOnHtml by NothingPanics;
    coins_that_are_not_offered: CoinsThatAreNotOffered by AboutIsSane;
}
