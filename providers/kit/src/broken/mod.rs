//! Plugins that break one promise each, and the proof that the kit catches them by it.
//!
//! To add a promise: a variant of [`Promise`], its case in `cases`, and a plugin here that breaks it.

mod any_page_proves_a_key;
mod array_blind;
mod begins_nothing;
mod cursor_with_key;
mod downloads_anywhere;
mod drops_inputs;
mod every_200_is_a_picture;
mod foreign_host;
mod free_of_charge;
mod free_purchase;
mod key_in_debug;
mod key_in_detail;
mod key_in_url;
mod key_twice;
mod links_unclaimed;
mod long_detail;
mod nameless_config_errors;
mod never_spent;
mod new_values_break_it;
mod no_size_limit;
mod paid_check;
mod panics_on_null;
mod panics_on_truncated;
mod prompt_in_header;
mod random_request;
mod reverses_inputs;
mod status_only;
mod takes_drafts;
mod toy;
mod unknown_keys;

use std::path::PathBuf;

use nproxy_domain::outcome::Class;
use nproxy_domain::plugin::ProviderPlugin;
use serde_json::json;

use crate::{Ask, Promise, Suite, Violation};
use toy::{Ways, plugin};

struct Honest;

impl Ways for Honest {}

fn suite(plugin: ProviderPlugin) -> Suite {
    Suite {
        plugin,
        valid: vec![json!({"base_url": "https://toy.example", "timeout_s": "30"}), json!({})],
        invalid: vec![(json!({"base_url": "nowhere"}), "base_url"), (json!({"timeout_s": "soon"}), "timeout_s")],
        fixtures: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures")),
        classes: vec![
            Class::Ok,
            Class::KeyInvalid,
            Class::RateLimited,
            Class::PolicyPrompt,
            Class::NoImage,
            Class::Overload,
        ],
        asks: vec![Ask::Resume, Ask::Check],
        request_bytes_max: toy::REQUEST_BYTES_MAX,
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
    a_key_in_the_address: SecretsStayHidden by key_in_url::KeyInUrl;
    a_key_in_debug: SecretsStayHidden by key_in_debug::KeyInDebug;
    a_key_in_a_detail: SecretsStayHidden by key_in_detail::KeyInDetail;
    a_key_in_a_cursor: SecretsStayHidden by cursor_with_key::CursorWithKey;
    a_key_in_two_headers: TheKeyStandsInOneHeader by key_twice::KeyTwice;
    a_prompt_in_a_header: PromptsStayInTheBody by prompt_in_header::PromptInHeader;
    a_request_to_a_stranger: RequestsGoHome by foreign_host::ForeignHost;
    a_download_from_a_stranger: DownloadsComeFromListedHosts by downloads_anywhere::DownloadsAnywhere;
    a_request_over_the_limit: RequestsFit by no_size_limit::NoSizeLimit;
    an_input_left_out: InputsTravelAsClaimed by drops_inputs::DropsInputs;
    inputs_out_of_order: InputsTravelAsClaimed by reverses_inputs::ReversesInputs;
    links_that_nobody_claimed: InputsTravelAsClaimed by links_unclaimed::LinksUnclaimed;
    a_request_that_differs: RequestsAreRepeatable by random_request::RandomRequest;
    a_purchase_called_free: EffectsAreHonest by free_purchase::FreePurchase;
    a_check_that_costs: EffectsAreHonest by paid_check::PaidCheck;
    a_panic_on_half_a_body: NothingPanics by panics_on_truncated::PanicsOnTruncated;
    a_panic_on_null: NothingPanics by panics_on_null::PanicsOnNull;
    a_success_without_a_picture: PicturesAreReal | ErrorsAreNoSuccess | RepliesMeanWhatTheFixtureSays by every_200_is_a_picture::Every200IsAPicture;
    a_draft_delivered: RepliesMeanWhatTheFixtureSays by takes_drafts::TakesDrafts;
    a_status_before_the_code: RepliesMeanWhatTheFixtureSays by status_only::StatusOnly;
    a_paid_refusal_called_free: RepliesMeanWhatTheFixtureSays by never_spent::NeverSpent;
    an_error_in_an_array_missed: ErrorsInAnArrayAreRead by array_blind::ArrayBlind;
    a_new_value_taken_for_a_fault: UnknownValuesAreNoMalfunction by new_values_break_it::NewValuesBreakIt;
    a_page_taken_for_a_proof: ErrorsAreNoSuccess by any_page_proves_a_key::AnyPageProvesAKey;
    a_long_detail: DetailsArePlain by long_detail::LongDetail;
    a_typo_in_the_section: TyposAreRefused by unknown_keys::UnknownKeys;
    a_config_error_without_a_key: ConfigErrorsNameTheKey by nameless_config_errors::NamelessConfigErrors;
    a_price_of_nothing: CapabilitiesAreSane by free_of_charge::FreeOfCharge;
}

#[test]
fn a_class_without_a_reply_on_file() {
    let violations = Suite { classes: vec![Class::QuotaDay], ..suite(plugin::<Honest>()) }.run();
    assert_eq!(violations.len(), 1, "{}", said(&violations));
    assert_eq!((violations[0].promise, violations[0].at.as_str()), (Promise::EveryClassHasAFixture, "quota_day"));
}

#[test]
fn a_call_that_is_listed_and_neither_written_nor_on_file() {
    let violations = Suite { asks: vec![Ask::Resume, Ask::Check, Ask::Balance], ..suite(plugin::<Honest>()) }.run();
    let told: Vec<_> = violations.iter().map(|v| (v.promise, v.at.as_str())).collect();
    assert_eq!(told, [(Promise::CallsAreThere, "balance"), (Promise::EveryCallHasAFixture, "balance")]);
}

#[test]
fn a_call_that_is_written_and_not_listed() {
    let violations = Suite { asks: Vec::new(), ..suite(plugin::<Honest>()) }.run();
    let told: Vec<_> = violations.iter().map(|v| (v.promise, v.at.as_str())).collect();
    assert_eq!(told, [(Promise::CallsAreThere, "resume"), (Promise::CallsAreThere, "check")]);
}

#[test]
fn a_plugin_that_begins_nothing_is_told_so_once() {
    let violations = suite(plugin::<begins_nothing::BeginsNothing>()).run();
    let told: Vec<_> = violations.iter().map(|v| (v.promise, v.at.as_str())).collect();
    assert_eq!(told, [(Promise::CapabilitiesAreSane, "begin toy-1")], "{}", said(&violations));
    assert!(violations[0].what.contains("begin sends no request, it answers model_gone"), "{}", violations[0]);
}

#[test]
#[should_panic(expected = "toy breaks promises at 1 places")]
fn the_test_of_a_plugin_fails_with_the_list() {
    suite(plugin::<paid_check::PaidCheck>()).assert_kept();
}
