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

use salvo::extract::Metadata;

use crate::problem::Problem;

pub use admin::{AdminAccess, AdminSession, AdminUser, FreshAdmin};
pub use browser::Browser;
pub use idempotency::RequestKey;
pub use json::{Body, ValidJson};
pub use path::PathId;
pub use query::{ValidQuery, out_of_range};
pub use user::{CurrentSession, CurrentUser, signed_in};
pub use writable::Writable;

/// What many handlers wait for. Boxed, because the compiler would take it apart anew in each of them to see that it is `Send`:
/// that was most of this crate's time.
type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, Problem>> + Send + 'a>>;

/// Our document comes from utoipa, so nothing reads this.
static NO_METADATA: Metadata = Metadata::new("");
