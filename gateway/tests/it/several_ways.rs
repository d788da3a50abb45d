//! A model that several providers have.

use nproxy_gateway::End;
use nproxy_sandbox::{Conduct, Fault};

use crate::world::{GEMINI, OPENROUTER, World};

/// The first way has these keys and the second one those.
async fn world(first: &[&str], second: &[&str]) -> World {
    let keys = [first, second].concat();
    let world = World::through(&[GEMINI, OPENROUTER], &keys, &keys).await;
    for key in first {
        world.ring.refuse(key, OPENROUTER.1);
    }
    for key in second {
        world.ring.refuse(key, GEMINI.1);
    }
    world
}

/// The models that were asked, in order.
fn asked(world: &World) -> Vec<String> {
    world.ring.attempts().into_iter().map(|attempt| attempt.model).collect()
}

fn is_picture(end: &End) -> bool {
    matches!(end, End::Image { .. })
}

#[tokio::test]
async fn a_resting_key_is_the_last_resort_after_all_ways() {
    let world = world(&["key-a"], &["key-b"]).await;
    world.upstream().set_key("key-a", Conduct::from(Fault::Overloaded).for_next(1)).unwrap();
    assert!(is_picture(&world.ask("the first way fails").await));
    // Long enough for a last resort, and not for the rest.
    world.clock.advance(chrono::Duration::seconds(60));
    assert!(is_picture(&world.ask("the second way is well").await));
    world.upstream().set_key("key-b", Fault::KeyInvalid).unwrap();
    assert!(is_picture(&world.ask("no other key is left").await));
    assert_eq!(asked(&world), [GEMINI.1, OPENROUTER.1, OPENROUTER.1, OPENROUTER.1, GEMINI.1]);
    assert_eq!(world.ring.states(), ["active", "manual_review"]);
}

#[tokio::test]
async fn a_model_that_is_gone_is_not_asked_for_again_while_a_picture_waits_for_another_way() {
    let world = world(&["key-a", "key-b"], &["key-c"]).await;
    for key in ["key-a", "key-b"] {
        world.upstream().set_key(key, Fault::ModelGone).unwrap();
    }
    world.upstream().set_key("key-c", Conduct::from(Fault::Overloaded).for_next(1)).unwrap();
    world.ask("it wears out the key of the second way").await;
    let before = world.ring.attempts().len();
    let ask = world.wish("a lighthouse");
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    assert_eq!(asked(&world)[before..], [GEMINI.1], "once is enough");
    assert!(is_picture(&world.wait_out(ask).await));
    assert_eq!(asked(&world)[before..], [GEMINI.1, OPENROUTER.1]);
}
