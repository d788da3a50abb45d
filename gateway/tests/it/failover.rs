//! What a customer sees of trouble upstream: nothing, while a key is left.

use std::collections::BTreeSet;
use std::time::Duration;

use nproxy_domain::generation::ErrorCode;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_gateway::{Ask, End, GatewayLimits};
use nproxy_sandbox::{Conduct, Fault};
use tokio_util::sync::CancellationToken;

use crate::world::World;

fn is_picture(end: &End) -> bool {
    matches!(end, End::Image { .. })
}

fn failed(end: End) -> ErrorCode {
    match end {
        End::Failed(error) => error.code,
        other => panic!("not a failure: {other:?}"),
    }
}

#[tokio::test]
async fn a_prompt_becomes_a_picture() {
    let world = World::new(&["key-a"], &["key-a"]).await;
    let End::Image { image, .. } = world.ask("a red bicycle in the rain").await else { panic!("no picture") };
    assert!(image.bytes.len() > 1000);
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)]);
}

#[tokio::test]
async fn every_trouble_of_a_key_is_answered_by_the_next_key() {
    let quiet = [
        (Fault::Overloaded, "cooldown", Spent::No),
        (Fault::Internal, "cooldown", Spent::No),
        (Fault::Html502, "cooldown", Spent::Unknown),
        (Fault::RateLimitMinute, "cooldown", Spent::No),
        (Fault::RateLimitDay, "cooldown", Spent::No),
        (Fault::QuotaZero, "active", Spent::No),
        (Fault::RateLimitBare, "cooldown", Spent::No),
        (Fault::OutOfFunds, "out_of_funds", Spent::No),
        (Fault::OutOfFunds429, "out_of_funds", Spent::No),
        (Fault::KeyInvalid, "manual_review", Spent::No),
        (Fault::KeyLeaked, "manual_review", Spent::No),
        (Fault::KeySuspended, "manual_review", Spent::No),
        (Fault::ServiceDisabled, "manual_review", Spent::No),
        (Fault::Region, "active", Spent::No),
        (Fault::NoImage, "active", Spent::Yes),
        (Fault::HalfBody, "cooldown", Spent::Unknown),
        (Fault::ResetBeforeReading, "cooldown", Spent::Unknown),
        (Fault::ResetAfterReading, "cooldown", Spent::Unknown),
    ];
    let checks = quiet.map(|(fault, state, spent)| async move {
        let world = World::new(&["key-a", "key-b"], &["key-a", "key-b"]).await;
        world.upstream().set_key("key-a", fault).unwrap();
        assert!(is_picture(&world.ask("a lighthouse").await), "{fault:?}");
        assert_eq!(world.ring.states()[0], state, "{fault:?}");
        assert_eq!(world.classes()[0].1, spent, "{fault:?}");
        assert_eq!(world.classes().len(), 2, "{fault:?}");
        assert_eq!(world.ring.in_flight(), 0, "{fault:?}");
    });
    futures::future::join_all(checks).await;
}

#[tokio::test]
async fn a_refusal_is_the_customers_and_tries_no_other_key() {
    for fault in [Fault::SafetyRefusal, Fault::PromptBlock] {
        let world = World::new(&["key-a", "key-b"], &["key-a", "key-b"]).await;
        world.upstream().set_defaults(fault).unwrap();
        let code = failed(world.ask("a lighthouse").await);
        assert!(matches!(code, ErrorCode::DeclinedPrompt | ErrorCode::DeclinedOutput), "{code:?}");
        assert_eq!(world.ring.attempts().len(), 1);
        assert_eq!(world.ring.states(), ["active", "active"]);
    }
}

#[tokio::test]
async fn an_error_is_shown_only_when_every_key_was_tried() {
    let keys = ["key-a", "key-b", "key-c"];
    let world = World::new(&keys, &keys).await;
    world.upstream().set_defaults(Fault::Overloaded).unwrap();
    let ask = world.wish("a lighthouse");
    let (begun, deadline) = (world.env.now(), ask.deadline);
    assert_eq!(failed(world.wait_out(ask).await), ErrorCode::ProviderBusy);
    let asked: BTreeSet<_> = world.ring.attempts().iter().map(|attempt| attempt.attempt.key).collect();
    assert_eq!(asked.len(), 3);
    // All fail alike, so it is not the keys: they are asked again for as long as the customer waits.
    assert!(world.env.now() > begun && world.env.now() <= deadline);
    assert!(world.ring.attempts().len() > 3);
}

#[tokio::test]
async fn while_keys_cool_down_a_picture_waits_for_the_first_to_come_back() {
    let world = World::new(&["key-a"], &["key-a"]).await;
    world.upstream().set_key("key-a", Conduct::from(Fault::RateLimitMinute).for_next(1)).unwrap();
    failed(world.ask("the first one meets the limit").await);
    let End::Later { run_at } = world.ask("the second one").await else { panic!("did not wait") };
    assert!(run_at > world.env.now());
    world.clock.advance(run_at - world.env.now());
    assert!(is_picture(&world.ask("when it is due").await));
    assert_eq!(world.ring.states(), ["active"]);
}

#[tokio::test]
async fn an_upstream_out_of_reach_costs_nothing() {
    let world = World::unreachable(&["key-a", "key-b"]).await;
    assert_eq!(failed(world.ask("a lighthouse").await), ErrorCode::ProviderError);
    assert_eq!(world.classes(), [(Class::Transport, Spent::No), (Class::Transport, Spent::No)]);
}

#[tokio::test]
async fn an_upstream_that_never_answers_may_have_charged() {
    let world = World::new(&["key-a", "key-b"], &["key-a", "key-b"]).await.patient_for(Duration::from_millis(300));
    world.upstream().set_defaults(Fault::NeverAnswers).unwrap();
    assert_eq!(failed(world.ask("a lighthouse").await), ErrorCode::ProviderTimeout);
    assert_eq!(world.classes(), [(Class::Timeout, Spent::Unknown), (Class::Timeout, Spent::Unknown)]);
    assert_eq!(world.ring.states(), ["cooldown", "cooldown"]);
}

#[tokio::test]
async fn a_suspended_keys_text_never_shows_the_key() {
    let world = World::new(&["key-secret-a"], &["key-secret-a"]).await;
    world.upstream().set_defaults(Fault::KeySuspended).unwrap();
    failed(world.ask("a lighthouse").await);
    let attempt = &world.ring.attempts()[0];
    let outcome = attempt.outcome.as_ref().unwrap();
    assert!(outcome.detail.contains("suspended"), "{}", outcome.detail);
    assert!(!format!("{attempt:?}").contains("key-secret-a"));
}

#[tokio::test]
async fn half_of_the_keys_dead_and_nobody_notices() {
    let keys: Vec<String> = (0..10).map(|n| format!("key-{n}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let world = World::new(&keys, &keys).await;
    for dead in &keys[..5] {
        world.upstream().set_key(dead, Fault::Overloaded).unwrap();
    }
    for n in 0..12 {
        assert!(is_picture(&world.ask(&format!("picture {n}")).await));
    }
    let wasted = || world.classes().iter().filter(|(class, _)| *class != Class::Ok).count();
    assert_eq!(wasted(), 10, "once while it may be the upstream itself, once when others are known to work");
    for n in 12..24 {
        assert!(is_picture(&world.ask(&format!("picture {n}")).await));
    }
    assert_eq!(wasted(), 10, "then they rest");
    assert_eq!(world.upstream().bill().totals.images_delivered, 24);
}

#[tokio::test]
async fn a_picture_too_large_to_keep_is_bought_twice_at_most_and_is_not_the_keys_fault() {
    let keys = ["key-a", "key-b", "key-c"];
    let small = GatewayLimits { reply_bytes_max: 1000, ..GatewayLimits::default() };
    let world = World::new(&keys, &keys).await.within(small);
    assert_eq!(failed(world.ask("a lighthouse").await), ErrorCode::NoImage);
    assert_eq!(world.classes(), [(Class::NoImage, Spent::Yes), (Class::NoImage, Spent::Yes)]);
    assert_eq!(world.ring.states(), ["active"; 3]);
}

#[tokio::test]
async fn who_is_about_to_go_waits_for_the_request_under_way_and_begins_no_other() {
    let world = World::new(&["key-a", "key-b"], &["key-a", "key-b"]).await;
    let ask = world.wish("a lighthouse");
    world.upstream().set_key("key-a", Conduct { latency_ms: 200, ..Fault::Overloaded.into() }).unwrap();
    let leaves = async {
        while world.ring.attempts().is_empty() {
            tokio::task::yield_now().await;
        }
        ask.leaving.cancel();
    };
    let (end, ()) = tokio::join!(world.run(ask.clone()), leaves);
    assert!(matches!(end, End::Later { run_at } if run_at <= world.env.now()), "{end:?}");
    assert_eq!(world.classes(), [(Class::Overload, Spent::No)], "it was answered");
    let end = world.run(ask.clone()).await;
    assert!(matches!(end, End::Later { .. }), "{end:?}");
    assert_eq!(world.classes().len(), 1, "nothing was begun");
    // Whoever takes it over goes on with the next key.
    assert!(is_picture(&world.run(Ask { leaving: CancellationToken::new(), ..ask }).await));
}
