//! Which lines are keys, and why others are not.

use nproxy_domain::keys::KeyLimits;
use secrecy::ExposeSecret as _;

use super::lines::{Draft, HeaderError, IN_FLIGHT_MAX, NAME_CHARS_MAX, RPM_MAX, SECRET_CHARS_MAX, read};
use super::refusal::Refusal;
use super::{Format, Import, LABEL_CHARS_MAX};

fn import(text: &str) -> Import<'_> {
    Import { text: text.as_bytes(), format: None, provider: Some("p"), max_in_flight: 4, dry_run: false }
}

fn drafts(text: &str) -> Vec<(usize, Result<String, Refusal>)> {
    let lines = read(&import(text)).expect("a good header");
    let secret = |draft: Draft| draft.api_key.secret.expose_secret().to_owned();
    lines.into_iter().map(|line| (line.number, line.draft.map(secret))).collect()
}

#[test]
fn a_file_of_secrets_is_one_key_per_line() {
    let read = drafts("\u{feff}# ours\r\nAIza-1\r\n\r\n  AIza-2  \nAIza-3,acme\nAIza\u{7}4\n");
    assert_eq!(
        read,
        [
            (2, Ok("AIza-1".to_owned())),
            (4, Ok("AIza-2".to_owned())),
            (5, Err(Refusal::MoreThanASecret)),
            (6, Err(Refusal::Characters("secret"))),
        ]
    );
}

#[test]
fn a_header_with_a_column_secret_makes_it_csv() {
    let text = "Label,Secret,account,max_in_flight,RPM,proxy,proxy_only\n\
                \"main, red\",s-1,acme,8,30,exit 1,true\n,s-2,,,,,\n";
    let lines = read(&import(text)).expect("a good header");
    let [first, second] = lines.try_into().expect("two lines");
    let (first, second) = (first.draft.expect("good"), second.draft.expect("good"));
    assert_eq!((first.label.as_deref(), first.account.as_deref()), (Some("main, red"), Some("acme")));
    assert_eq!(first.limits, KeyLimits { max_in_flight: 8, rpm: Some(30) });
    assert_eq!(
        (first.proxy.as_deref(), first.proxy_only, first.provider.as_deref()),
        (Some("exit 1"), true, Some("p"))
    );
    assert_eq!((second.label, second.proxy_only), (None, false));
    assert_eq!(second.limits, KeyLimits { max_in_flight: 4, rpm: None });
}

#[test]
fn every_broken_line_says_why_and_breaks_no_other() {
    let long = "x".repeat(NAME_CHARS_MAX + 1);
    for (line, why) in [
        ("a,,1".to_owned(), Refusal::Cells { given: 3, wanted: 7 }),
        ("\"a,s-1,,,,,".to_owned(), Refusal::OpenQuote),
        ("a,,,,,,".to_owned(), Refusal::NoSecret),
        ("a,s 1,,,,,".to_owned(), Refusal::Characters("secret")),
        ("a\u{202E}b,s-1,,,,,".to_owned(), Refusal::Characters("label")),
        (
            format!("a,{},,,,,", "s".repeat(SECRET_CHARS_MAX + 1)),
            Refusal::TooLong { column: "secret", chars_max: SECRET_CHARS_MAX },
        ),
        (format!("{long},s-1,,,,,"), Refusal::TooLong { column: "label", chars_max: LABEL_CHARS_MAX }),
        (format!("a,s-1,{long},,,,"), Refusal::TooLong { column: "account", chars_max: NAME_CHARS_MAX }),
        ("a,s-1,,0,,,".to_owned(), Refusal::Number { column: "max_in_flight", max: IN_FLIGHT_MAX }),
        ("a,s-1,,,fast,,".to_owned(), Refusal::Number { column: "rpm", max: RPM_MAX }),
        ("a,s-1,,,-1,,".to_owned(), Refusal::Number { column: "rpm", max: RPM_MAX }),
        ("a,s-1,,,,x,maybe".to_owned(), Refusal::NoYesOrNo),
        ("a,s-1,,,,,true".to_owned(), Refusal::ProxyOnlyWithoutProxy),
        ("key s-1,s-1,,,,,".to_owned(), Refusal::SecretShown("label")),
    ] {
        let text = format!("label,secret,account,max_in_flight,rpm,proxy,proxy_only\n{line}\ngood,s-9,,,,,\n");
        let read = drafts(&text);
        assert_eq!(read, [(2, Err(why)), (3, Ok("s-9".to_owned()))], "{line}");
    }
}

#[test]
fn no_name_holds_the_secret_that_asks_for_the_balance() {
    for (line, column) in [("admin-1,s-1,admin-1,", "label"), ("a,s-1,admin-1,of admin-1", "account")] {
        let read = drafts(&format!("label,secret,billing_secret,account\n{line}\n"));
        assert_eq!(read, [(2, Err(Refusal::SecretShown(column)))], "{line}");
    }
}

#[test]
fn a_header_that_is_none_is_told_without_a_word_of_it() {
    let forced =
        |text: &'static str| read(&Import { format: Some(Format::Csv), ..import(text) }).map(|_| ()).unwrap_err();
    assert_eq!(forced("AIza-1\nAIza-2\n"), HeaderError::UnknownColumn { nth: 1 });
    assert_eq!(forced("label,account\n"), HeaderError::NoSecret);
    assert_eq!(forced("secret,label,Secret\n"), HeaderError::Twice("secret"));
    assert!(!forced("AIza-1").to_string().contains("AIza"));
    let seen = read(&import("label,key\nmain,AIza-1\n")).unwrap_err();
    assert_eq!(seen, HeaderError::NoSecret, "a header is told from a secret by any name of a column");
    assert!(seen.to_string().ends_with(
        "some of: provider, label, secret, billing_secret, account, proxy, proxy_only, max_in_flight, rpm)"
    ));
}
