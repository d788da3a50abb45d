//! One file per operation: it reads what was sent, calls one deed, and turns its end into an answer.

mod admin;
mod assets;
mod auth;
mod conversations;
mod gallery;
mod generations;
mod health;
mod me;
mod models;
mod notice;
mod payments;
mod plans;
mod processors;
mod quota;
mod subscription;
mod turns;
mod webhooks;

use crate::docs::{Operations, ops};

pub use health::healthz;
pub use webhooks::PATH as WEBHOOKS;

/// Every operation of the API.
pub fn operations() -> Operations {
    auth::operations()
        .merge(me::operations())
        .merge(subscription::operations())
        .merge(ops![quota::get_quota, models::list_models, plans::list_plans, processors::list_processors])
        .merge(ops![notice::get_notice])
        .merge(payments::operations())
        .merge(conversations::operations())
        .merge(turns::operations())
        .merge(generations::operations())
        .merge(assets::operations())
        .merge(gallery::operations())
        .merge(admin::operations())
        .merge(ops![webhooks::take_webhook])
        .merge(ops![health::healthz, health::readyz])
}
