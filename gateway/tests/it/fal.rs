//! Pictures through fal's queue: taken, worked on, fetched; and what a customer sees of its troubles.

use std::time::Duration;

use nproxy_domain::generation::ErrorCode;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::InputImage;
use nproxy_gateway::{Ask, End, GatewayLimits};
use nproxy_sandbox::{Conduct, Deed, Fault};

use crate::world::{FAL, OPENROUTER, World};

/// Longer than any test takes.
const NEVER_MS: u64 = 600_000;

async fn world(keys: &[&str]) -> World {
    World::of(FAL, keys, keys).await
}

fn is_picture(end: &End) -> bool {
    matches!(end, End::Image { .. })
}

fn failed(end: End) -> ErrorCode {
    match end {
        End::Failed(error) => error.code,
        other => panic!("not a failure: {other:?}"),
    }
}

/// The next run of what the upstream was left with.
fn again(world: &World, ask: &Ask) -> Ask {
    Ask { resume: Some(world.left(ask).expect("it is in the works")), ..ask.clone() }
}

#[tokio::test]
async fn a_prompt_becomes_a_picture_and_the_picture_another() {
    let world = world(&["key-a"]).await;
    let End::Image { image, .. } = world.finish(world.wish("a red bicycle in the rain")).await else {
        panic!("no picture")
    };
    assert_eq!(image.mime, "image/png");
    assert!(image.bytes.len() > 1000);
    let input = InputImage::new(image.mime, image.bytes);
    assert!(is_picture(&world.finish(world.edit("make it night", input, 0.9)).await));
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes), (Class::Ok, Spent::Yes)]);
    let jobs: Vec<_> = world.upstream().journal(0).into_iter().filter(|call| call.deed == Deed::Generate).collect();
    assert_eq!(jobs.iter().map(|job| (job.input_images, job.delivered)).collect::<Vec<_>>(), [(0, true), (1, true)]);
}

#[tokio::test]
async fn a_picture_in_the_works_frees_the_worker_and_is_fetched_with_the_key_that_began() {
    let world = world(&["key-a", "key-b"]).await;
    world.upstream().set_defaults(Conduct { latency_ms: 200, ..Conduct::default() }).unwrap();
    let ask = world.wish("a lighthouse");
    let End::Later { run_at } = world.run(ask.clone()).await else { panic!("it is not in the works") };
    assert!(run_at > world.env.now());
    // Other pictures go by meanwhile, and the next turn would be another key's.
    assert!(is_picture(&world.finish(world.wish("another")).await));
    assert!(is_picture(&world.finish(again(&world, &ask)).await));
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes), (Class::Ok, Spent::Yes)]);
    let bill = world.upstream().bill();
    assert_eq!((bill.totals.generate_requests, bill.totals.images_delivered), (2, 2), "each was bought once");
    assert_eq!(bill.keys.iter().map(|key| key.images_made).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(world.ring.in_flight(), 0);
}

#[tokio::test]
async fn trouble_while_it_is_in_the_works_is_waited_out_and_buys_nothing() {
    let passing = [Fault::Overloaded, Fault::RateLimitBare, Fault::Html502, Fault::ResetAfterReading, Fault::HalfBody];
    for fault in passing {
        let once = GatewayLimits { free_tries_max: 1, ..GatewayLimits::default() };
        let world = world(&["key-a", "key-b"]).await.within(once);
        let ask = world.wish("a lighthouse");
        assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
        world.upstream().set_key("key-a", Conduct::from(fault).for_next(3)).unwrap();
        assert!(is_picture(&world.finish(again(&world, &ask)).await), "{fault:?}");
        assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)], "{fault:?}");
        assert_eq!(world.upstream().bill().totals.generate_requests, 1, "{fault:?}");
        assert_eq!(world.ring.states(), ["active", "active"], "{fault:?}");
    }
}

#[tokio::test]
async fn every_trouble_of_a_key_is_answered_by_the_next_key() {
    let quiet = [
        (Fault::Overloaded, "cooldown", Spent::No),
        (Fault::Internal, "cooldown", Spent::No),
        (Fault::Html502, "cooldown", Spent::Unknown),
        (Fault::RateLimitMinute, "cooldown", Spent::No),
        (Fault::RateLimitDay, "cooldown", Spent::No),
        (Fault::RateLimitBare, "cooldown", Spent::No),
        (Fault::QuotaZero, "manual_review", Spent::No),
        (Fault::OutOfFunds, "out_of_funds", Spent::No),
        (Fault::KeyInvalid, "manual_review", Spent::No),
        (Fault::KeyLeaked, "manual_review", Spent::No),
        (Fault::KeySuspended, "manual_review", Spent::No),
        (Fault::ServiceDisabled, "manual_review", Spent::No),
        (Fault::Region, "active", Spent::No),
        (Fault::NoImage, "active", Spent::Unknown),
        (Fault::HalfBody, "cooldown", Spent::Unknown),
        (Fault::ResetBeforeReading, "cooldown", Spent::Unknown),
        (Fault::ResetAfterReading, "cooldown", Spent::Unknown),
    ];
    let checks = quiet.map(|(fault, state, spent)| async move {
        let world = world(&["key-a", "key-b"]).await;
        world.upstream().set_key("key-a", fault).unwrap();
        let end = world.finish(world.wish("a lighthouse")).await;
        assert!(is_picture(&end), "{fault:?}: {end:?}");
        assert_eq!(world.ring.states()[0], state, "{fault:?}");
        assert_eq!((world.classes().len(), world.classes()[0].1), (2, spent), "{fault:?}");
        assert_eq!(world.ring.in_flight(), 0, "{fault:?}");
    });
    futures::future::join_all(checks).await;
}

#[tokio::test]
async fn a_refusal_is_the_customers_and_tries_no_other_key() {
    let cases = [
        (Fault::PromptBlock, ErrorCode::DeclinedPrompt),
        (Fault::TextOnly, ErrorCode::DeclinedPrompt),
        (Fault::SafetyRefusal, ErrorCode::DeclinedOutput),
    ];
    for (fault, code) in cases {
        let world = world(&["key-a", "key-b"]).await;
        world.upstream().set_defaults(fault).unwrap();
        assert_eq!(failed(world.finish(world.wish("a lighthouse")).await), code, "{fault:?}");
        assert_eq!(world.ring.attempts().len(), 1, "{fault:?}");
        assert_eq!(world.ring.states(), ["active", "active"], "{fault:?}");
    }
}

#[tokio::test]
async fn what_does_not_finish_in_time_is_called_off_and_may_have_been_charged() {
    let world = world(&["key-a", "key-b"]).await;
    world.upstream().set_key("key-a", Conduct { latency_ms: NEVER_MS, ..Conduct::default() }).unwrap();
    let ask = world.wish("a lighthouse");
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    let still = world.run(again(&world, &ask)).await;
    assert!(matches!(still, End::Later { .. }), "{still:?}");
    world.clock.advance(chrono::Duration::from_std(GatewayLimits::default().attempt_timeout).unwrap());
    assert!(is_picture(&world.finish(again(&world, &ask)).await), "the next key makes it");
    assert_eq!(world.classes(), [(Class::Timeout, Spent::Unknown), (Class::Ok, Spent::Yes)]);
    let told = world.upstream().journal(0).into_iter().filter(|call| call.deed == Deed::Cancel);
    assert_eq!(
        told.map(|call| (call.key_index, call.outcome)).collect::<Vec<_>>(),
        [(Some(0), "CANCELLATION_REQUESTED".to_owned())]
    );
}

#[tokio::test]
async fn what_was_bought_is_fetched_even_when_the_deadline_has_passed() {
    let world = world(&["key-a"]).await;
    let ask = world.wish("a lighthouse");
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    let made = async {
        while world.upstream().bill().totals.images_made == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), made).await.expect("it is made");
    world.clock.advance(ask.deadline - world.env.now() + chrono::Duration::seconds(1));
    assert!(is_picture(&world.run(again(&world, &ask)).await));
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)]);
}

#[tokio::test]
async fn a_cancelled_picture_is_not_made_where_the_upstream_hears_it_in_time() {
    let world = world(&["key-a"]).await;
    world.upstream().set_defaults(Conduct { latency_ms: NEVER_MS, ..Conduct::default() }).unwrap();
    let ask = world.wish("a lighthouse");
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    let resume = world.left(&ask).expect("it is in the works");
    assert!(world.gateway.cancel(&world.env, &resume).await.expect("the upstream hears it"));
    failed(world.finish(again(&world, &ask)).await);
    assert_eq!(world.classes(), [(Class::NoImage, Spent::Unknown)], "nothing against the key");
    assert_eq!(world.ring.states(), ["active"]);
    assert_eq!(world.upstream().bill().totals.billed_micro_usd, 0);
    let late = world.gateway.cancel(&world.env, &resume).await.expect_err("it has ended");
    assert_eq!((late.class, late.spent), (Class::NoImage, Spent::No));
}

#[tokio::test]
async fn a_picture_that_was_finished_before_the_cancel_arrives_all_the_same() {
    let world = world(&["key-a"]).await;
    let ask = world.wish("a lighthouse");
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    let resume = world.left(&ask).expect("it is in the works");
    // Nothing waits for its turn here, so it is heard when the work has begun, or is done.
    let _heard = world.gateway.cancel(&world.env, &resume).await;
    assert!(is_picture(&world.finish(again(&world, &ask)).await));
    assert_eq!(world.upstream().bill().totals.images_delivered, 1);
}

#[tokio::test]
async fn an_upstream_that_never_answers_a_submit_may_have_charged() {
    let world = world(&["key-a"]).await.patient_for(Duration::from_millis(300));
    world.upstream().set_defaults(Fault::NeverAnswers).unwrap();
    assert_eq!(failed(world.ask("a lighthouse").await), ErrorCode::ProviderTimeout);
    assert_eq!(world.classes(), [(Class::Timeout, Spent::Unknown)]);
}

#[tokio::test]
async fn a_way_that_takes_no_inputs_is_passed_over_by_a_picture_that_has_some() {
    let lite = (FAL.0, "fal-ai/nano-banana-lite", FAL.2);
    let world = World::through(&[lite, OPENROUTER], &["key-a"], &["key-a"]).await;
    let End::Image { image, .. } = world.finish(world.wish("a lighthouse")).await else { panic!("no picture") };
    let edit = world.edit("make it night", InputImage::new(image.mime, image.bytes), 0.9);
    assert!(is_picture(&world.finish(edit).await));
    let models: Vec<String> = world.ring.attempts().into_iter().map(|attempt| attempt.model).collect();
    assert_eq!(models, ["fal-ai/nano-banana-lite", "google/gemini-nano-banana-2.1"]);
}
