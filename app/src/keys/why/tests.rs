//! Every state, in the words that an operator reads.

use chrono::{Duration, TimeZone as _, Utc};
use nproxy_domain::keys::KeyPolicy;
use nproxy_domain::provider::MicroUsd;
use nproxy_domain::{IncidentId, Timestamp};

use super::{Cause, Facts, INCIDENT_OVER, Reader, Why, why};
use crate::keys::show::{IncidentView, NotFor, ProxyState};
use crate::keys::view::{BalanceView, KeyView, ProxyName};
use crate::spending::SpendStop;

const ID: &str = "00000000-0000-0000-0000-000000000007";

fn now() -> Timestamp {
    Utc.with_ymd_and_hms(2027, 1, 15, 12, 0, 51).unwrap()
}

fn after(seconds: i64) -> Timestamp {
    now() + Duration::seconds(seconds)
}

/// Idle and well.
fn key() -> KeyView {
    KeyView {
        id: ID.parse().unwrap(),
        provider: "nano_banana".to_owned(),
        label: "main".to_owned(),
        account: None,
        state: "active",
        until: None,
        strikes: 0,
        in_flight: 0,
        max_in_flight: 4,
        rpm: None,
        next_at: Some(after(-60)),
        picked_at: None,
        worked_at: None,
        resort_at: None,
        resorting: false,
        incident_id: None,
        proxy: None,
        proxy_only: false,
        balance: BalanceView { state: "unknown", usd: None, at: None },
        fingerprint: "00ff00ff00ff".to_owned(),
        created_at: after(-86_400),
    }
}

fn cause(cause: &str, evidence: &str, seconds_ago: i64) -> Cause {
    let evidence = Some(evidence.to_owned()).filter(|text| !text.is_empty());
    Cause { at: after(-seconds_ago), cause: cause.to_owned(), evidence, actor: "system".to_owned() }
}

fn facts<'a>(key: &'a KeyView, cause: Option<&'a Cause>, policy: &'a KeyPolicy) -> Facts<'a> {
    let (incident, broke_on, not_for, proxy, spend_stop) = (None, None, &[][..], None, None);
    Facts {
        now: now(),
        policy,
        key,
        cause,
        incident,
        broke_on,
        not_for,
        proxy,
        spend_stop,
        configured: true,
        reader: Reader::Shell,
    }
}

fn asked(key: &KeyView, cause: Option<&Cause>) -> Why {
    why(&facts(key, cause, &KeyPolicy::default()))
}

/// The whole answer as one text.
fn said(key: &KeyView, cause: Option<&Cause>) -> String {
    asked(key, cause).sentences.join(" ")
}

fn resting(strikes: i64, seconds: i64) -> KeyView {
    let until = Some(after(seconds));
    KeyView { state: "cooldown", until, next_at: until, strikes, ..key() }
}

#[test]
fn an_idle_key_could_be_used_now() {
    assert_eq!(said(&key(), None), "Could be used now; never picked yet.");
    let picked = KeyView { picked_at: Some(after(-200)), in_flight: 1, ..key() };
    assert_eq!(said(&picked, None), "Could be used now (1 of 4 requests in flight); last picked 3 min ago.");
    assert_eq!(asked(&key(), None).back_at, Some(now()));
}

#[test]
fn a_busy_key_comes_back_when_one_of_its_requests_ends() {
    let busy = KeyView { in_flight: 4, next_at: None, ..key() };
    assert_eq!(
        said(&busy, None),
        "Busy: 4 of 4 requests in flight; it may be picked again as soon as one of them ends."
    );
    assert_eq!(asked(&busy, None).back_at, None);
}

#[test]
fn a_key_with_a_pace_waits_for_its_next_turn() {
    let spaced = KeyView { rpm: Some(30), next_at: Some(after(2)), picked_at: Some(now()), ..key() };
    let text = "At most 30 requests a minute, so it may be picked again at 12:00:53 UTC (in 2 s).";
    assert_eq!(said(&spaced, None), text);
    assert_eq!(asked(&spaced, None).back_at, Some(after(2)));
}

#[test]
fn a_strike_is_told_with_its_evidence_and_what_comes_after_it() {
    let struck = KeyView { resort_at: Some(after(5)), ..resting(3, 252) };
    let cause = cause("overload", "503 from the upstream.", 48);
    assert_eq!(
        said(&struck, Some(&cause)),
        "Rests until 12:05:03 UTC (in 4 min 12 s): 3rd failure in a row, overload: 503 from the upstream. \
         After that one request at a time until the first success. \
         8 more failures in a row and an admin has to look at it. \
         Where no other key is left it may be tried from 12:00:56 UTC (in 5 s) on, one request at a time."
    );
    assert_eq!(asked(&struck, Some(&cause)).back_at, Some(after(252)));
    let last = KeyView { resort_at: Some(now()), ..resting(10, 252) };
    let text = said(&last, Some(&cause));
    assert!(text.contains("1 more failure in a row and") && text.contains("it may be tried now,"), "{text}");
}

#[test]
fn a_last_resort_in_flight_is_told() {
    let tried = KeyView { resort_at: Some(after(-1)), resorting: true, in_flight: 1, ..resting(1, 200) };
    let text = said(&tried, Some(&cause("timeout", "", 90)));
    assert!(text.starts_with("Rests until 12:04:11 UTC (in 3 min 20 s): 1st failure in a row, timeout."), "{text}");
    assert!(text.ends_with("so it is being tried in the middle of its rest right now."), "{text}");
    assert_eq!(asked(&tried, None).back_at, None);
}

#[test]
fn a_rest_that_the_upstream_asked_for_is_no_failure() {
    let limited = said(&resting(0, 60), Some(&cause("rate_limited", "429: slow down", 0)));
    assert_eq!(
        limited,
        "Rests until 12:01:51 UTC (in 1 min): the upstream takes no more requests for now, rate_limited: 429: slow down. \
         That is no failure; after it one request at a time until the first success."
    );
    let day = said(&KeyView { in_flight: 2, ..resting(0, 60_000) }, Some(&cause("quota_day", "per day", 0)));
    assert!(
        day.starts_with("Rests until 2027-01-16 04:40:51 UTC (in 16 h 40 min): its quota of the day is used up"),
        "{day}"
    );
    assert!(day.ends_with("2 requests from before are in flight."), "{day}");
}

#[test]
fn a_rest_for_an_incident_counts_nothing_against_the_key() {
    let id: IncidentId = ID.parse().unwrap();
    let proxy = ProxyName { id: ID.parse().unwrap(), label: "exit-1".to_owned() };
    let resting =
        KeyView { incident_id: Some(id), proxy: Some(proxy), account: Some("acme".to_owned()), ..resting(0, 5) };
    let incident = |scope: &str| IncidentView {
        id,
        scope: scope.to_owned(),
        way: "failing".to_owned(),
        open: true,
        title: String::new(),
        detail: String::new(),
        times: 3,
        opened_at: after(-51),
        updated_at: now(),
    };
    let policy = KeyPolicy::default();
    let of = |key: &KeyView, incident: &IncidentView| {
        why(&Facts { incident: Some(incident), ..facts(key, None, &policy) }).sentences.join(" ")
    };
    assert_eq!(
        of(&resting, &incident("provider")),
        "Rests for an incident of all nano_banana keys (failing, since 12:00:00 UTC): \
         tried again at 12:00:56 UTC (in 5 s); nothing of it counts against the key."
    );
    assert!(of(&resting, &incident("proxy")).contains("all nano_banana keys behind the proxy exit-1 (failing"));
    assert!(of(&resting, &incident("account")).contains("all nano_banana keys of the account acme (failing"));
    let due = KeyView { state: "probation", until: None, next_at: Some(after(-1)), ..resting };
    let text = of(&due, &incident("provider"));
    assert!(
        text.contains("It rested for an incident of all nano_banana keys") && text.contains("Could be used now"),
        "{text}"
    );
}

#[test]
fn probation_says_what_it_waits_for() {
    let due = KeyView { state: "probation", strikes: 2, picked_at: Some(after(-400)), ..key() };
    let cause_ = cause("transport", "connection refused", 300);
    assert_eq!(
        said(&due, Some(&cause_)),
        "On probation: one request at a time until the first success. \
         Before, it rested for its 2nd failure in a row, transport: connection refused. \
         Could be used now; last picked 6 min ago. \
         9 more failures in a row and an admin has to look at it."
    );
    let tried = KeyView { in_flight: 1, next_at: None, ..due.clone() };
    assert!(said(&tried, Some(&cause_)).contains("That request is in flight."));
    let waits = KeyView { in_flight: 3, next_at: None, ..due.clone() };
    assert!(said(&waits, None).contains("3 requests are in flight from before; it waits for their end."));
    let lifted = KeyView { strikes: 0, ..due };
    let text = said(&lifted, Some(&cause(INCIDENT_OVER, "", 30)));
    assert!(text.contains("Before, it rested for a trouble of several keys, which is over (30 s ago)."), "{text}");
}

#[test]
fn money_that_is_gone_is_the_accounts_where_there_is_one() {
    let own = KeyView { state: "out_of_funds", next_at: None, ..key() };
    let seen = cause("out_of_funds", "402: add credits", 7200);
    assert_eq!(
        said(&own, Some(&seen)),
        "It has no money left (seen 2 h ago: 402: add credits): add funds, then `nproxy keys activate main`. \
         Time alone does not bring it back."
    );
    let of_account = KeyView { account: Some("acme".to_owned()), label: "its name".to_owned(), ..own };
    let policy = KeyPolicy::default();
    let elsewhere = why(&Facts { broke_on: Some("other"), ..facts(&of_account, Some(&seen), &policy) });
    assert_eq!(
        elsewhere.sentences.join(" "),
        "The account acme has no money left (seen 2 h ago on the key other: 402: add credits): add funds, then \
         `nproxy keys activate 00000000-0000-0000-0000-000000000007`. Time alone does not bring it back."
    );
    assert!(said(&of_account, Some(&seen)).contains("(seen 2 h ago on this key: 402"));
    assert!(
        said(&of_account, Some(&cause("balance", "0.20 USD left", 60))).contains("(seen 1 min ago: 0.20 USD left)")
    );
    assert_eq!(elsewhere.back_at, None);
}

#[test]
fn a_key_in_review_says_what_an_admin_is_to_look_at() {
    let review = KeyView { state: "manual_review", strikes: 11, next_at: None, ..key() };
    let invalid = said(&review, Some(&cause("key_invalid", "API key not valid", 7200)));
    assert!(
        invalid.starts_with("The upstream refuses the key (2 h ago, key_invalid: API key not valid). An admin"),
        "{invalid}"
    );
    let struck = said(&review, Some(&cause("overload", "503", 60)));
    assert!(
        struck.starts_with("11 failures in a row, the last 1 min ago, overload: 503. More than 10 need an admin."),
        "{struck}"
    );
    let sealed = said(&review, Some(&cause("secret_unreadable", "sealed with another master key", 60)));
    assert!(sealed.starts_with("Its secret can't be read (1 min ago, secret_unreadable: sealed"), "{sealed}");
    assert!(sealed.contains("right master key"), "{sealed}");
}

#[test]
fn a_disabled_key_says_who_did_it_and_why() {
    let off = KeyView { state: "disabled", next_at: None, in_flight: 1, ..key() };
    let by = |actor: &str| Cause { actor: actor.to_owned(), ..cause("admin", "leaked", 3 * 86_400) };
    assert_eq!(
        said(&off, Some(&by("operator"))),
        "Disabled by the operator 3 d ago: leaked. 1 request in flight comes to its end. \
         `nproxy keys activate main` puts it back."
    );
    assert!(said(&off, Some(&by("user:42"))).starts_with("Disabled by the admin 42 3 d ago"));
}

#[test]
fn whatever_else_keeps_a_key_back_is_told_with_any_state() {
    let policy = KeyPolicy::default();
    let proxy = ProxyState {
        id: ID.parse().unwrap(),
        label: "exit-1".to_owned(),
        place: "http://10.0.0.1:3128".to_owned(),
        dead: true,
        until: Some(after(40)),
        failures: 2,
        detail: Some("connection refused".to_owned()),
    };
    let not_for = [NotFor { model: "m-1".to_owned(), at: after(-3600) }];
    let bound = KeyView { proxy_only: true, ..key() };
    let all = why(&Facts { proxy: Some(&proxy), not_for: &not_for, configured: false, ..facts(&bound, None, &policy) });
    assert_eq!(
        all.sentences[1..].join(" "),
        "The configuration has no [providers.nano_banana], so it is never picked. \
         Not used for the model m-1: the upstream gives it no quota for that (seen 1 h ago). \
         Its proxy exit-1 is dead until 12:01:31 UTC (in 40 s): connection refused; the key never goes around it, so it waits."
    );
    assert_eq!(all.back_at, None);
    let waits = why(&Facts { proxy: Some(&proxy), ..facts(&bound, None, &policy) });
    assert_eq!(waits.back_at, Some(after(40)));
    let free = key();
    let around = why(&Facts { proxy: Some(&proxy), ..facts(&free, None, &policy) });
    assert!(around.sentences[1].ends_with("the key goes around it meanwhile."), "{around:?}");
    assert_eq!(around.back_at, Some(now()));
    let due = ProxyState { until: Some(now()), ..proxy };
    let probed = why(&Facts { proxy: Some(&due), ..facts(&free, None, &policy) });
    assert!(probed.sentences[1].ends_with("the next request finds out whether it still is."), "{probed:?}");
}

#[test]
fn a_provider_that_may_spend_no_more_today_keeps_its_keys_back_until_midnight() {
    let policy = KeyPolicy::default();
    let spent = |micro_usd| SpendStop::of(&"nano_banana".into(), MicroUsd(micro_usd), MicroUsd(100_000), now());
    assert_eq!(spent(99_999), None);
    let stop = spent(130_000).unwrap();
    let midnight = Utc.with_ymd_and_hms(2027, 1, 16, 0, 0, 0).unwrap();
    let of = |key: &KeyView| why(&Facts { spend_stop: Some(&stop), ..facts(key, None, &policy) });
    let idle = of(&key());
    assert_eq!(
        idle.sentences.join(" "),
        "Could be used but for its provider's spending; never picked yet. \
         nano_banana has spent $0.13 of $0.10 a day: nothing more is asked of it before midnight UTC."
    );
    assert_eq!(idle.back_at, Some(midnight));
    assert_eq!(of(&resting(1, 60)).back_at, Some(midnight));
    assert_eq!(of(&resting(1, 86_400)).back_at, Some(after(86_400)), "it rests longer than that");
    assert_eq!(of(&KeyView { state: "disabled", ..key() }).back_at, None);
}

#[test]
fn whoever_has_buttons_is_told_what_to_do_and_no_commands() {
    let policy = KeyPolicy::default();
    let (invalid, unreadable) = (cause("key_invalid", "401", 60), cause("secret_unreadable", "", 60));
    let on = |state: &'static str| KeyView { state, next_at: None, account: Some("acme".to_owned()), ..key() };
    for (state, cause, todo) in [
        ("out_of_funds", None, "Add funds to the account acme, then activate the key."),
        ("manual_review", None, "Test it. If the upstream knows it, activate it; otherwise rotate it."),
        ("manual_review", Some(&invalid), "Put the key right with its provider and activate it, or rotate it."),
        ("manual_review", Some(&unreadable), "Give nproxy the right master key and activate the key, or rotate it."),
        ("disabled", None, "Activate it to put it back to work."),
    ] {
        let key = on(state);
        let told = why(&Facts { reader: Reader::Web, ..facts(&key, cause, &policy) });
        assert_eq!(told.todo.as_deref(), Some(todo));
        assert!(!told.sentences.is_empty() && told.sentences.iter().all(|said| !said.contains('`')), "{told:?}");
    }
    assert_eq!(asked(&key(), None).todo, None, "nothing has to be done about a key that works");
    let key = key();
    let gone = why(&Facts { configured: false, ..facts(&key, None, &policy) });
    assert!(gone.todo.is_some_and(|todo| todo.contains("[providers.nano_banana]")));
}
