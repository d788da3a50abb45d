//! Pictures through OpenAI: what a customer sees of its troubles.

use nproxy_domain::generation::ErrorCode;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::{ApiKey, InputImage};
use nproxy_gateway::End;
use nproxy_sandbox::Fault;

use crate::world::{OPENAI, World};

async fn world(keys: &[&str]) -> World {
    World::of(OPENAI, keys, keys).await
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
    assert_eq!(image.mime, "image/png");
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
        (Fault::KeyLimit, "out_of_funds", Spent::No),
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
async fn a_refusal_is_the_customers_and_tries_no_other_key() {
    for fault in [Fault::PromptBlock, Fault::SafetyRefusal] {
        let world = world(&["key-a", "key-b"]).await;
        world.upstream().set_defaults(fault).unwrap();
        assert_eq!(failed(world.ask("a lighthouse").await), ErrorCode::DeclinedPrompt, "{fault:?}");
        assert_eq!(world.classes(), [(Class::PolicyPrompt, Spent::No)], "{fault:?}");
        assert_eq!(world.ring.states(), ["active", "active"]);
    }
    let world = world(&["key-a", "key-b"]).await;
    assert_eq!(failed(world.ask("something forbidden").await), ErrorCode::DeclinedPrompt);
}

#[tokio::test]
async fn a_key_is_proved_and_its_money_is_not_told() {
    let world = World::of(OPENAI, &["key-a"], &["key-a"]).await;
    let (good, bad) = (world.provider(), ApiKey::new("key-x"));
    assert_eq!(world.gateway.check(&world.env, &good, &ApiKey::new("key-a"), None).await, Ok(Some(())));
    assert_eq!(world.gateway.check(&world.env, &good, &bad, None).await.unwrap_err().class, Class::KeyInvalid);
    assert_eq!(world.gateway.balance(&world.env, &good, &bad, None).await, Ok(None));
}
