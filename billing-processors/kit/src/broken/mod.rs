//! Plugins that break one promise each, and the proof that the kit catches them by it.
//!
//! To add a promise: a variant of [`Promise`], its case in `cases`, and a plugin here that breaks it.

mod config;
mod replies;
mod requests;
mod sealed;
mod toy;
mod webhooks;

use std::path::PathBuf;

use nproxy_domain::outcome::Class;
use nproxy_domain::plugin::ProcessorPlugin;
use nproxy_domain::processor::PaymentStatus;
use serde_json::json;

use crate::{Ask, Promise, Sender, Sign, Suite, Violation};
use toy::{HOOK_SECRET, KEY, Ways, plugin, sign, sign_within};

struct Honest;

impl Ways for Honest {}

fn suite(plugin: ProcessorPlugin) -> Suite {
    let short = json!({"api_key": KEY, "hook_secret": HOOK_SECRET});
    let every_key =
        json!({"base_url": "https://toy.example", "api_key": KEY, "hook_secret": HOOK_SECRET, "timeout_s": "15"});
    let with = |key: &str, value: serde_json::Value| {
        let mut section = short.clone();
        section[key] = value;
        section
    };
    Suite {
        plugin,
        valid: vec![every_key, short.clone()],
        invalid: vec![
            (json!({"hook_secret": HOOK_SECRET}), "api_key"),
            (with("base_url", json!("nowhere")), "base_url"),
            (with("timeout_s", json!("soon")), "timeout_s"),
        ],
        secrets: vec![KEY, HOOK_SECRET],
        fixtures: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures")),
        statuses: PaymentStatus::ALL.into_iter().filter(|status| *status != PaymentStatus::ClosedShort).collect(),
        classes: vec![Class::BadRequest, Class::KeyInvalid, Class::Overload],
        asks: Ask::ALL.to_vec(),
        sender: Some(Sender { secret: HOOK_SECRET, sign: Sign::InHeaders(sign) }),
    }
}

fn said(violations: &[Violation]) -> String {
    violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_honest_plugin_breaks_no_promise() {
    let violations = suite(plugin::<Honest>()).run();
    assert!(violations.is_empty(), "{}", said(&violations));
}

macro_rules! caught {
    ($($name:ident: $($promise:ident)|+ by $ways:path;)*) => {$(
        #[test]
        fn $name() {
            let violations = suite(plugin::<$ways>()).run();
            for promise in [$(Promise::$promise),+] {
                assert!(violations.iter().any(|v| v.promise == promise), "{promise:?} is not seen to be broken");
            }
            let by_these = violations.iter().all(|v| matches!(v.promise, $(Promise::$promise)|+));
            assert!(by_these, "caught by other promises than it breaks:\n{}", said(&violations));
        }
    )*};
}

caught! {
    a_typo_in_the_section: TyposAreRefused by config::UnknownKeys;
    a_config_error_without_a_key: ConfigErrorsNameTheKey by config::NamelessErrors;
    a_secret_that_about_does_not_tell: AboutIsSane by config::UntoldSecret;
    a_key_in_debug: SecretsStayHidden by config::KeyInDebug;
    a_call_without_an_end: LimitsAreSane by config::NoTimeout;
    a_request_to_a_stranger: RequestsGoHome by requests::ForeignHost;
    a_key_in_the_address: SecretsStayHidden by requests::KeyInUrl;
    a_key_in_the_open: SecretsStayHidden by requests::KeyInTheOpen;
    a_key_in_an_order: SecretsStandInHeaders by requests::KeyInOrder;
    a_request_that_differs: RequestsAreRepeatable by requests::NumbersRequests;
    a_checkout_called_free: EffectsAreHonest | SpentIsHonest by requests::FreeCheckout;
    a_status_that_costs: EffectsAreHonest by requests::DearStatus;
    an_id_that_walks: IdsStayInTheirPlace by requests::WalkingIds;
    a_price_through_a_float: OrdersTravelWhole by requests::FloatPrice;
    a_price_in_cents: OrdersTravelWhole by requests::CentsForDollars;
    an_order_without_a_name: OrdersTravelWhole by requests::NamelessOrder;
    an_order_in_any_coin: OnlyOfferedCoinsAreTaken by requests::AnyCoin;
    a_panic_on_a_page: NothingPanics | RepliesMeanWhatTheFixtureSays by replies::PanicsOnHtml;
    a_body_without_its_status: ErrorsAreNoSuccess | ErrorsHaveTheirClass | RepliesMeanWhatTheFixtureSays by replies::StatusBlind;
    a_refused_key_taken_for_an_outage: ErrorsHaveTheirClass | RepliesMeanWhatTheFixtureSays by replies::OneClass;
    a_lost_invoice_called_unmade: SpentIsHonest | RepliesMeanWhatTheFixtureSays by replies::NeverSpent;
    a_made_invoice_called_unmade: SpentIsHonest by replies::RefusedAfterwards;
    an_answer_repeated: SecretsStayHidden | TextsArePlain by replies::RepeatsAnswers;
    an_amount_through_a_float: EveryDigitCounts by replies::FloatAmounts;
    an_amount_without_its_sign: NoMoneyIsInvented by replies::SignBlind;
    a_refund_taken_for_a_payment: RepliesMeanWhatTheFixtureSays by replies::RefundIsPaid;
    a_late_payment_before_it_is_certain: RepliesMeanWhatTheFixtureSays by replies::LateIsPaid;
    an_unknown_state_guessed: UnknownValuesAreNoGuess by replies::UnknownIsPending;
    silence_taken_for_a_payment: NoMoneyIsInvented by replies::SilenceIsPaid;
    a_stranger_found: OrdersAreFoundAgain | RepliesMeanWhatTheFixtureSays by replies::FindsEverybody;
    an_invoice_never_found_again: OrdersAreFoundAgain | RepliesMeanWhatTheFixtureSays by replies::FindsNobody;
    a_list_given_up_for_an_item: ListsGoOn by replies::StopsAtTheUnknown;
    an_item_that_is_not_counted: ListsGoOn by replies::LosesCount;
    an_address_that_is_none: TextsArePlain by replies::AnyAddress;
    a_link_to_a_script: LinksAreHarmless by replies::AnyLink;
    a_webhook_that_nobody_signed: SignaturesAreDemanded | SignaturesAreVerified by webhooks::Unsigned;
    a_signature_that_may_be_missing: SignaturesAreDemanded by webhooks::SignatureOptional;
    a_missing_signature_called_wrong: SignaturesAreDemanded by webhooks::MissingIsWrong;
    a_signature_of_another_text: WebhooksMeanWhatTheFixtureSays | BodiesAreBounded by webhooks::WritesAnew;
    a_signature_in_capitals: SignaturesAreVerified by webhooks::CaseBlind;
    a_signature_with_spaces: SignaturesAreVerified by webhooks::Trims;
    a_signature_that_ends_early: SignaturesAreVerified by webhooks::ComparesTheBeginning;
    a_signature_of_another_body: SignaturesAreVerified by webhooks::RemembersSignatures;
    a_signature_of_a_stranger: SignaturesAreVerified by webhooks::ForgetsTheSecret;
    a_body_read_before_it_is_verified: SignaturesAreVerified by webhooks::ReadsFirst;
    a_panic_on_a_short_signature: NothingPanics by webhooks::PanicsOnShortSignatures;
    a_body_without_bounds: BodiesAreBounded by webhooks::Boundless;
    a_body_quoted: BodiesAreBounded | SecretsStayHidden by webhooks::Quotes;
    an_event_that_is_new_each_time: EventsHaveOneKey by webhooks::CountsEvents;
    an_event_that_hides_another: EventsHaveOneKey by webhooks::OneKeyPerPayment;
}

#[test]
fn a_signature_in_the_body_is_looked_for_there() {
    let sender = Some(Sender { secret: HOOK_SECRET, sign: Sign::InBody(sign_within) });
    let told = |plugin| -> Vec<_> {
        let violations = Suite { sender, ..suite(plugin) }.run();
        let mut promises: Vec<_> = violations.iter().map(|v| v.promise).collect();
        promises.sort_by_key(|promise| format!("{promise:?}"));
        promises.dedup();
        promises
    };
    assert!(told(plugin::<sealed::Honest>()).is_empty());
    let (demanded, verified) = (Promise::SignaturesAreDemanded, Promise::SignaturesAreVerified);
    assert_eq!(told(plugin::<webhooks::Unsigned>()), [demanded, verified]);
    assert_eq!(told(plugin::<sealed::Optional>()), [demanded, verified]);
    assert_eq!(told(plugin::<sealed::CaseBlind>()), [verified]);
    let misread = [Promise::BodiesAreBounded, verified, Promise::WebhooksMeanWhatTheFixtureSays];
    assert_eq!(told(plugin::<sealed::WritesAnew>()), misread);
}

#[test]
fn a_status_a_class_and_a_call_without_a_reply_on_file() {
    let honest = suite(plugin::<Honest>());
    let told = |suite: Suite| -> Vec<_> { suite.run().into_iter().map(|v| (v.promise, v.at)).collect() };
    let missing = |at: &str| vec![(Promise::EverythingHasAFixture, at.to_owned())];
    let statuses = vec![PaymentStatus::ClosedShort];
    assert_eq!(told(Suite { statuses, ..honest.clone() }), missing("closed_short"));
    assert_eq!(told(Suite { classes: vec![Class::RateLimited], ..honest.clone() }), missing("rate_limited"));
    let nowhere = told(Suite { fixtures: "/nowhere".into(), statuses: Vec::new(), classes: Vec::new(), ..honest });
    for at in ["offers", "status", "find_by_order", "find_since", "checkout", "webhooks"] {
        assert!(nowhere.contains(&(Promise::EverythingHasAFixture, at.to_owned())), "{at}");
    }
}

#[test]
fn a_call_that_is_written_and_not_listed() {
    let violations = Suite { asks: vec![Ask::Offers, Ask::Status], ..suite(plugin::<Honest>()) }.run();
    let mut told: Vec<_> = violations.iter().map(|v| (v.promise, v.at.as_str())).collect();
    told.dedup();
    assert_eq!(told, [(Promise::CallsAreThere, "find_by_order"), (Promise::CallsAreThere, "find_since")]);
}

#[test]
fn webhooks_that_are_believed_where_none_are_sent() {
    let violations = Suite { sender: None, ..suite(plugin::<webhooks::Unsigned>()) }.run();
    let told: Vec<_> = violations.iter().map(|v| (v.promise, v.at.as_str())).collect();
    assert_eq!(told, [(Promise::SignaturesAreDemanded, "webhook")], "{}", said(&violations));
}

#[test]
#[should_panic(expected = "toy breaks promises at 1 places")]
fn the_test_of_a_plugin_fails_with_the_list() {
    suite(plugin::<replies::RefundIsPaid>()).assert_kept();
}
