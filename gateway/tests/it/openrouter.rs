//! Pictures through OpenRouter: what a customer sees of its troubles.

use nproxy_domain::generation::ErrorCode;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::InputImage;
use nproxy_gateway::End;
use nproxy_sandbox::{Conduct, Fault};

use crate::world::{FAL, OPENROUTER, World};

async fn world(keys: &[&str]) -> World {
    World::of(OPENROUTER, keys, keys).await
}

fn failed(end: End) -> ErrorCode {
    match end {
        End::Failed(error) => error.code,
        other => panic!("not a failure: {other:?}"),
    }
}

#[tokio::test]
async fn a_prompt_becomes_a_picture_and_the_picture_another() {
    let world = world(&["key-a"]).await;
    let End::Image { image, .. } = world.ask("a red bicycle in the rain").await else { panic!("no picture") };
    assert!(image.bytes.len() > 1000);
    let input = InputImage::new(image.mime, image.bytes);
    let End::Image { .. } = world.run(world.edit("make it night", input, 0.9)).await else { panic!("no picture") };
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes), (Class::Ok, Spent::Yes)]);
    let journal = world.upstream().journal(0);
    assert_eq!(journal.iter().map(|call| call.input_images).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(world.upstream().bill().totals.images_delivered, 2);
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
        (Fault::QuotaZero, "active", Spent::No),
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
        let world = world(&["key-a", "key-b"]).await;
        world.upstream().set_key("key-a", fault).unwrap();
        let end = world.ask("a lighthouse").await;
        assert!(matches!(end, End::Image { .. }), "{fault:?}: {end:?}");
        assert_eq!(world.ring.states()[0], state, "{fault:?}");
        assert_eq!((world.classes().len(), world.classes()[0].1), (2, spent), "{fault:?}");
        assert_eq!(world.ring.in_flight(), 0, "{fault:?}");
    });
    futures::future::join_all(checks).await;
}

#[tokio::test]
async fn an_error_inside_a_200_is_an_error() {
    let world = world(&["key-a", "key-b"]).await;
    let inside = |fault: Fault| Conduct { errors_in_200: true, ..fault.into() };
    world.upstream().set_key("key-a", inside(Fault::OutOfFunds)).unwrap();
    assert!(matches!(world.ask("a lighthouse").await, End::Image { .. }));
    assert_eq!(world.classes()[0], (Class::OutOfFunds, Spent::Unknown));
    assert_eq!(world.ring.states()[0], "out_of_funds");
}

#[tokio::test]
async fn a_refusal_is_the_customers_and_tries_no_other_key() {
    let cases = [
        (Fault::PromptBlock, ErrorCode::DeclinedPrompt, Spent::No),
        (Fault::TextOnly, ErrorCode::DeclinedPrompt, Spent::Yes),
        (Fault::SafetyRefusal, ErrorCode::DeclinedOutput, Spent::Yes),
    ];
    for (fault, code, spent) in cases {
        let world = world(&["key-a", "key-b"]).await;
        world.upstream().set_defaults(fault).unwrap();
        assert_eq!(failed(world.ask("a lighthouse").await), code, "{fault:?}");
        assert_eq!(world.classes().iter().map(|(_, spent)| *spent).collect::<Vec<_>>(), [spent], "{fault:?}");
        assert_eq!(world.ring.states(), ["active", "active"]);
    }
    let world = world(&["key-a", "key-b"]).await;
    assert_eq!(failed(world.ask("something forbidden").await), ErrorCode::DeclinedPrompt);
}

#[tokio::test]
async fn a_key_that_nobody_knows_is_for_an_admin() {
    let world = World::of(OPENROUTER, &["key-a"], &["key-b"]).await;
    assert_eq!(failed(world.ask("a lighthouse").await), ErrorCode::ProviderError);
    assert_eq!(world.ring.states(), ["manual_review"]);
}

#[tokio::test]
async fn a_model_that_is_gone_here_is_made_by_its_next_provider() {
    let keys = ["key-a", "key-b"];
    let world = World::through(&[OPENROUTER, FAL], &keys, &keys).await;
    world.upstream().set_key("key-a", Fault::ModelGone).unwrap();
    assert!(matches!(world.finish(world.wish("a lighthouse")).await, End::Image { .. }));
    assert_eq!(world.classes(), [(Class::ModelGone, Spent::No), (Class::Ok, Spent::Yes)]);
    let models: Vec<String> = world.ring.attempts().into_iter().map(|attempt| attempt.model).collect();
    assert_eq!(models, ["google/gemini-nano-banana-2.1", "fal-ai/nano-banana-2"]);
}
