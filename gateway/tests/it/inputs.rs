//! Input pictures are read when an attempt begins, and not before.

use std::sync::atomic::Ordering;

use nproxy_domain::generation::ErrorCode;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::InputImage;
use nproxy_gateway::{Ask, End};
use nproxy_sandbox::Fault;

use crate::world::{AtHand, FAL, World};

async fn picture(world: &World) -> InputImage {
    let End::Image { image, .. } = world.finish(world.wish("a lighthouse")).await else { panic!("no picture") };
    InputImage::new(image.mime, image.bytes)
}

#[tokio::test]
async fn asking_an_upstream_how_far_it_is_reads_none() {
    let world = World::of(FAL, &["key-a"], &["key-a"]).await;
    let inputs = AtHand::of(picture(&world).await);
    let edit = Ask { inputs: inputs.clone(), ..world.edit("make it night", InputImage::new("image/png", ""), 0.9) };
    assert!(matches!(world.finish(edit).await, End::Image { .. }));
    assert_eq!(inputs.reads.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn looking_for_a_key_reads_none_and_all_attempts_of_a_run_read_them_once() {
    let keys = ["key-a", "key-b"];
    let world = World::new(&keys, &keys).await;
    let inputs = AtHand::of(picture(&world).await);
    let edit = || Ask { inputs: inputs.clone(), ..world.edit("make it night", InputImage::new("image/png", ""), 0.9) };
    world.upstream().set_defaults(Fault::RateLimitMinute).unwrap();
    let End::Failed(error) = world.run(edit()).await else { panic!("both keys were tried") };
    assert_eq!((error.code, inputs.reads.load(Ordering::Relaxed)), (ErrorCode::ProviderBusy, 1));
    assert!(matches!(world.run(edit()).await, End::Later { .. }), "both rest");
    assert_eq!(inputs.reads.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn inputs_that_can_not_be_read_now_use_no_key_up() {
    let world = World::new(&["key-a"], &["key-a"]).await;
    let inputs = AtHand::of(picture(&world).await);
    inputs.away.store(1, Ordering::Relaxed);
    let edit = Ask { inputs: inputs.clone(), ..world.edit("make it night", InputImage::new("image/png", ""), 0.9) };
    let end = world.run(edit.clone()).await;
    assert!(matches!(end, End::Unread(_)), "{end:?}");
    assert_eq!((world.ring.states(), world.ring.in_flight()), (vec!["active"], 0));
    assert!(matches!(world.run(edit).await, End::Image { .. }), "the same key makes it");
    assert_eq!(world.classes()[1..], [(Class::Abandoned, Spent::No), (Class::Ok, Spent::Yes)]);
}
