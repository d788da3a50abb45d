//! One file per operation: it reads what was sent, calls one deed, and turns its end into an answer.

mod admin;
mod assets;
mod auth;
mod conversations;
mod gallery;
mod generations;
mod health;
mod inputs;
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

use salvo::Router;
use salvo::http::Method;

use crate::docs::{Operations, ops, routes_of};
use crate::endpoint::mount;

pub use health::healthz;
pub use webhooks::PATH as WEBHOOKS;

/// What is no part of the API: upstreams call it, by addresses that they are given.
pub fn apart() -> Router {
    let routes = routes_of(inputs::PATH, &[Method::GET, Method::HEAD], mount!(inputs::fetch_input));
    routes.into_iter().fold(Router::new(), Router::push)
}

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
