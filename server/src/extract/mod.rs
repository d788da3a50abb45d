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

use salvo::extract::Metadata;

pub use admin::{AdminAccess, AdminSession, AdminUser, FreshAdmin};
pub use browser::Browser;
pub use idempotency::RequestKey;
pub use json::{Body, ValidJson};
pub use path::PathId;
pub use query::{ValidQuery, out_of_range};
pub use user::{CurrentSession, CurrentUser, signed_in};
pub use writable::Writable;

/// Our document comes from utoipa, so nothing reads this.
static NO_METADATA: Metadata = Metadata::new("");
