//! A picture's own deadline: what is begun before it, and what it cuts off.

use std::time::Duration;

use nproxy_domain::generation::ErrorCode;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_gateway::{Ask, End, GatewayLimits};
use nproxy_sandbox::{Conduct, Fault};

use crate::world::{FAL, World};

fn failed(end: End) -> ErrorCode {
    match end {
        End::Failed(error) => error.code,
        other => panic!("not a failure: {other:?}"),
    }
}

/// However little time is left.
fn at_any_time() -> GatewayLimits {
    GatewayLimits { attempt_min: Duration::ZERO, ..GatewayLimits::default() }
}

#[tokio::test]
async fn nothing_is_begun_with_too_little_time_left() {
    let world = World::new(&["key-a"], &["key-a"]).await;
    let in_seconds =
        |seconds| Ask { deadline: world.env.now() + chrono::Duration::seconds(seconds), ..world.wish("a lighthouse") };
    assert_eq!(failed(world.run(in_seconds(30)).await), ErrorCode::ProviderBusy);
    assert!(world.ring.attempts().is_empty(), "nothing was bought");
    assert!(matches!(world.run(in_seconds(31)).await, End::Image { .. }));
}

#[tokio::test]
async fn a_key_is_not_waited_for_that_comes_too_late() {
    let world = World::new(&["key-a"], &["key-a"]).await;
    world.upstream().set_defaults(Fault::RateLimitMinute).unwrap();
    failed(world.ask("the first one meets the limit").await);
    let End::Later { run_at } = world.ask("there is time enough").await else { panic!("it waits") };
    let deadline = run_at + chrono::Duration::seconds(30);
    assert_eq!(failed(world.run(Ask { deadline, ..world.wish("there is not") }).await), ErrorCode::ProviderBusy);
}

#[tokio::test]
async fn an_answer_that_the_deadline_cut_off_is_no_fault_of_the_keys() {
    let world = World::new(&["key-a"], &["key-a"]).await.within(at_any_time());
    world.upstream().set_defaults(Fault::NeverAnswers).unwrap();
    let deadline = world.env.now() + chrono::Duration::milliseconds(300);
    let end = world.run(Ask { deadline, ..world.wish("a lighthouse") }).await;
    assert_eq!(failed(end), ErrorCode::ProviderTimeout);
    assert_eq!(world.classes(), [(Class::Abandoned, Spent::Unknown)], "it may have been charged");
    assert_eq!(world.ring.states(), ["active"]);
}

#[tokio::test]
async fn work_that_the_deadline_cut_off_is_no_fault_of_the_keys() {
    let world = World::of(FAL, &["key-a"], &["key-a"]).await;
    world.upstream().set_defaults(Conduct { latency_ms: 600_000, ..Conduct::default() }).unwrap();
    let ask = Ask { deadline: world.env.now() + chrono::Duration::seconds(60), ..world.wish("a lighthouse") };
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    // Half of what an attempt may take.
    world.clock.advance(chrono::Duration::seconds(60));
    let resume = world.left(&ask);
    assert_eq!(failed(world.run(Ask { resume, ..ask }).await), ErrorCode::ProviderTimeout);
    assert_eq!(world.classes(), [(Class::Abandoned, Spent::Unknown)]);
    assert_eq!(world.ring.states(), ["active"]);
}

#[tokio::test]
async fn who_waited_in_vain_is_told_what_the_newest_try_came_to() {
    let world = World::new(&["key-a"], &["key-a"]).await.patient_for(Duration::from_millis(300));
    world.upstream().set_defaults(Fault::NeverAnswers).unwrap();
    let ask = world.wish("a lighthouse");
    assert_eq!(failed(world.run(ask.clone()).await), ErrorCode::ProviderTimeout);
    // By now nothing more is tried.
    world.clock.advance(chrono::Duration::minutes(5));
    assert_eq!(failed(world.run(ask).await), ErrorCode::ProviderTimeout);
    assert_eq!(world.ring.attempts().len(), 1);
}
