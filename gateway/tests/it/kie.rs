//! Pictures through kie's tasks: taken, worked on, fetched; and what a customer sees of its troubles.

use bytes::Bytes;
use nproxy_domain::generation::ErrorCode;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::{ApiKey, InputImage, MicroUsd};
use nproxy_gateway::{Ask, End};
use nproxy_sandbox::{Conduct, Deed, Fault, Service};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::world::{KIE, OPENAI, World};

async fn world(keys: &[&str]) -> World {
    World::of(KIE, keys, keys).await
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

/// A place of ours that shows a picture to whoever asks.
async fn shown(picture: Bytes) -> InputImage {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let link = format!("http://{}/inputs/1/token", listener.local_addr().unwrap()).parse().unwrap();
    let bytes = picture.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _request = socket.read(&mut [0; 4096]).await;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: {}\r\n\r\n", bytes.len());
            let _ = socket.write_all(&[head.as_bytes(), &bytes].concat()).await;
        }
    });
    InputImage { link: Some(link), ..InputImage::new("image/png", picture) }
}

#[tokio::test]
async fn a_prompt_becomes_a_picture_and_the_picture_behind_a_link_another() {
    let world = world(&["key-a"]).await;
    let End::Image { image, .. } = world.finish(world.wish("a red bicycle in the rain")).await else {
        panic!("no picture")
    };
    assert_eq!(image.mime, "image/png");
    let edit = world.edit("make it night", shown(image.bytes).await, 0.9);
    assert!(is_picture(&world.finish(edit).await));
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes), (Class::Ok, Spent::Yes)]);
    let jobs: Vec<_> = world.upstream().journal(0).into_iter().filter(|call| call.deed == Deed::Generate).collect();
    assert_eq!(jobs.iter().map(|job| (job.input_images, job.delivered)).collect::<Vec<_>>(), [(0, true), (1, true)]);
}

#[tokio::test]
async fn an_edit_that_it_can_not_fetch_is_made_by_the_next_provider() {
    let keys = ["key-a", "key-b"];
    let world = World::through(&[KIE, OPENAI], &keys, &keys).await;
    let End::Image { image, .. } = world.finish(world.wish("a lighthouse")).await else { panic!("no picture") };
    let edit = world.edit("make it night", InputImage::new(image.mime, image.bytes), 0.9);
    assert!(is_picture(&world.finish(edit).await));
    assert_eq!(world.classes()[1..], [(Class::ModelGone, Spent::No), (Class::Ok, Spent::Yes)]);
}

#[tokio::test]
async fn a_picture_in_the_works_is_fetched_with_the_key_that_began() {
    let world = world(&["key-a", "key-b"]).await;
    world.upstream().set_defaults(Conduct { latency_ms: 200, ..Conduct::default() }).unwrap();
    let ask = world.wish("a lighthouse");
    let End::Later { run_at } = world.run(ask.clone()).await else { panic!("it is not in the works") };
    assert!(run_at > world.env.now());
    assert!(is_picture(&world.finish(world.wish("another")).await));
    assert!(is_picture(&world.finish(again(&world, &ask)).await));
    let bill = world.upstream().bill();
    assert_eq!((bill.totals.generate_requests, bill.totals.images_delivered), (2, 2), "each was bought once");
    assert_eq!(bill.keys.iter().map(|key| key.images_made).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(world.ring.in_flight(), 0);
}

#[tokio::test]
async fn trouble_while_it_is_in_the_works_is_waited_out_and_buys_nothing() {
    let passing = [Fault::Overloaded, Fault::Internal, Fault::Html502, Fault::ResetAfterReading, Fault::HalfBody];
    for fault in passing {
        let world = world(&["key-a", "key-b"]).await;
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
async fn a_task_that_failed_is_not_asked_after_again_and_the_next_key_makes_the_picture() {
    let busy = [
        (Fault::Internal, Class::Overload),
        (Fault::Overloaded, Class::Overload),
        (Fault::RateLimitBare, Class::RateLimited),
    ];
    for (fault, class) in busy {
        let world = world(&["key-a", "key-b"]).await;
        world.upstream().set_key("key-a", Conduct { fails_late: true, ..fault.into() }).unwrap();
        assert!(is_picture(&world.finish(world.wish("a lighthouse")).await), "{fault:?}");
        assert_eq!(world.classes(), [(class, Spent::Unknown), (Class::Ok, Spent::Yes)], "{fault:?}");
        let polls = |key| {
            let journal = world.upstream().journal(0);
            journal.iter().filter(|call| call.deed == Deed::Poll && call.key_index == Some(key)).count()
        };
        assert_eq!(polls(0), 1, "{fault:?}: it was told once");
        assert_eq!(world.ring.in_flight(), 0, "{fault:?}");
    }
}

#[tokio::test]
async fn every_trouble_of_a_key_is_answered_by_the_next_key() {
    let quiet = [
        (Fault::Overloaded, "cooldown", Spent::No),
        (Fault::Internal, "cooldown", Spent::No),
        (Fault::Html502, "cooldown", Spent::Unknown),
        (Fault::RateLimitMinute, "cooldown", Spent::No),
        (Fault::QuotaZero, "manual_review", Spent::No),
        (Fault::OutOfFunds, "out_of_funds", Spent::No),
        (Fault::KeyInvalid, "manual_review", Spent::No),
        (Fault::KeySuspended, "manual_review", Spent::No),
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
    for (fault, code) in
        [(Fault::PromptBlock, ErrorCode::DeclinedPrompt), (Fault::SafetyRefusal, ErrorCode::DeclinedOutput)]
    {
        let world = world(&["key-a", "key-b"]).await;
        world.upstream().set_defaults(fault).unwrap();
        assert_eq!(failed(world.finish(world.wish("a lighthouse")).await), code, "{fault:?}");
        assert_eq!(world.ring.attempts().len(), 1, "{fault:?}");
        assert_eq!(world.ring.states(), ["active", "active"], "{fault:?}");
    }
}

#[tokio::test]
async fn what_is_left_is_told_in_dollars_by_any_key() {
    let world = world(&["key-a"]).await;
    world.upstream().set_balance(Service::Kie, 1_502_500);
    let key = ApiKey::new("key-a");
    let left = world.gateway.balance(&world.env, &world.provider(), &key, None).await.unwrap();
    assert_eq!(left.map(|left| left.amount), Some(MicroUsd(1_502_500)));
    assert_eq!(world.gateway.check(&world.env, &world.provider(), &key, None).await, Ok(Some(())));
    let nobodys = ApiKey::new("key-x");
    let error = world.gateway.check(&world.env, &world.provider(), &nobodys, None).await.unwrap_err();
    assert_eq!((error.class, error.spent), (Class::KeyInvalid, Spent::No));
}
