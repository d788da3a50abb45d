//! The database is away at the moment at which an upstream answers.

use nproxy_domain::generation::ErrorCode;
use nproxy_domain::outcome::Class;
use nproxy_gateway::{Ask, End};
use nproxy_sandbox::Fault;

use crate::world::{FAL, World};

#[tokio::test]
async fn where_an_upstream_was_left_is_written_when_the_database_is_back() {
    let world = World::of(FAL, &["key-a", "key-b"], &["key-a", "key-b"]).await;
    let ask = world.wish("a lighthouse");
    world.ring.lose(2);
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    let resume = Some(world.left(&ask).expect("whoever goes on knows where"));
    assert!(matches!(world.finish(Ask { resume, ..ask }).await, End::Image { .. }));
    assert_eq!(world.upstream().bill().totals.generate_requests, 1, "it was bought once");
}

#[tokio::test]
async fn a_refusal_is_written_when_the_database_is_back() {
    let world = World::new(&["key-a", "key-b"], &["key-a", "key-b"]).await;
    world.upstream().set_defaults(Fault::PromptBlock).unwrap();
    world.ring.lose(2);
    let ask = world.wish("a lighthouse");
    let End::Failed(error) = world.run(ask.clone()).await else { panic!("it was refused") };
    assert_eq!(error.code, ErrorCode::DeclinedPrompt);
    assert_eq!(world.classes()[0].0, Class::PolicyPrompt);
    // The worker died before it settled that.
    let End::Failed(error) = world.run(ask).await else { panic!("it is refused") };
    assert_eq!((error.code, world.ring.attempts().len()), (ErrorCode::DeclinedPrompt, 1), "and not asked for again");
}

#[tokio::test]
async fn a_database_that_stays_away_is_not_waited_for_beyond_the_deadline() {
    let world = World::of(FAL, &["key-a"], &["key-a"]).await;
    world.ring.lose(usize::MAX);
    let ask = world.wish("a lighthouse");
    let too_late = async {
        while world.ring.attempts().is_empty() {
            tokio::task::yield_now().await;
        }
        world.clock.advance(chrono::Duration::minutes(5));
    };
    let (end, ()) = tokio::join!(world.gateway.run(&world.env, ask), too_late);
    end.expect_err("the worker is told that it could not be written");
}
