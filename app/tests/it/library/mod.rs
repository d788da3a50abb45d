//! The library of a customer's pictures: found, starred, thrown away, brought back, taken along.

mod activity;
mod gallery;
mod search;
mod trash;
pub mod zips;

use nproxy_app::turns::{Submit, Submitted, submit};
use nproxy_domain::{AssetId, GenerationId, UserId};

use crate::world::{World, asking};

/// Asks for `n` pictures of `prompt`, where `change` says.
pub async fn ask(world: &World, user: UserId, prompt: &str, n: u32, change: impl FnOnce(&mut Submit)) -> Submitted {
    let mut asked = asking(user, &world.app.env.uuid().to_string(), n);
    prompt.clone_into(&mut asked.draft.prompt);
    change(&mut asked);
    submit(&world.app, &asked).await.expect("room for it")
}

/// The same, made at once.
pub async fn make(world: &World, user: UserId, prompt: &str, n: u32) -> Submitted {
    let submitted = ask(world, user, prompt, n, |_| {}).await;
    world.work().await;
    submitted
}

/// The pictures of these, in their order.
pub async fn pictures(world: &World, user: UserId, submitted: &Submitted) -> Vec<AssetId> {
    let ids: Vec<GenerationId> = submitted.turn.generations.iter().map(|g| g.id).collect();
    let mut pictures = Vec::new();
    for id in ids {
        pictures.push(world.view(user, id).await.asset.expect("a picture").id);
    }
    pictures
}
