//! What handlers take as arguments. Each refuses on its own with a [`Problem`](crate::problem::Problem).

mod admin;
mod browser;
mod idempotency;
mod json;
mod path;
mod query;
mod shape;
mod user;
mod web;
mod writable;

use std::pin::Pin;

use salvo::{Depot, Request};

use crate::problem::Problem;

pub use admin::{AdminAccess, AdminSession, AdminUser, FreshAdmin};
pub use browser::Browser;
pub use idempotency::RequestKey;
pub use json::{Body, ValidJson};
pub use path::PathId;
pub use query::{ValidQuery, in_our_time, out_of_range};
pub use user::{CurrentSession, CurrentUser};
pub use writable::Writable;

/// What a handler takes as an argument: it is read from the request before the handler is called, and where it can't
/// be, the request is refused.
pub trait Argument: Sized {
    fn of(req: &mut Request, depot: &Depot) -> impl Future<Output = Result<Self, Problem>> + Send;
}

/// What many handlers wait for. Boxed, because the compiler would take it apart anew in each of them to see that it is `Send`:
/// that was most of this crate's time.
type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, Problem>> + Send + 'a>>;
