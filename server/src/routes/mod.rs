//! One file per operation: it reads what was sent, calls one deed, and turns its end into an answer.

mod assets;
mod auth;
mod conversations;
mod generations;
mod health;
mod me;
mod models;
mod quota;
mod subscription;
mod turns;

use crate::docs::{Operations, ops};

pub use health::healthz;

/// Every operation of the API.
pub fn operations() -> Operations {
    auth::operations()
        .merge(me::operations())
        .merge(ops![subscription::get_subscription, quota::get_quota, models::list_models])
        .merge(conversations::operations())
        .merge(turns::operations())
        .merge(generations::operations())
        .merge(assets::operations())
        .merge(ops![health::healthz, health::readyz])
}
