//! The memory of nproxy: the only crate that sees sea-orm, sqlx, riverqueue or aws-sdk-s3.
//!
//! - [`Store`]: connects, migrates, reads, and runs write transactions on PostgreSQL or SQLite.
//! - [`Tx`]: a write transaction. Rows, notices ([`Topic`]) and background jobs ([`jobs`]) commit together.
//! - [`bucket`]: objects in a bucket.
//! - [`entities`]: the rows. One module per table group has the functions over them.
//! - [`ring`]: keys are picked and put back here.
//! - [`seal`]: secrets at rest.
//! - [`testing`]: a fresh database of either kind for one test.
//!
//! **Invariant:** no transaction is open while a byte crosses the network: a closure given to [`Store::write`]
//! talks to the database only, and may run more than once.

pub mod activity;
pub mod assets;
pub mod attempts;
pub mod audit;
pub mod backup;
pub mod balances;
pub mod bell;
pub mod bucket;
mod canary;
pub mod conversations;
pub mod cycles;
pub mod day_figures;
pub mod downloads;
pub mod email_changes;
pub mod email_tokens;
pub mod entities;
pub mod erasure;
pub mod error;
pub mod gallery;
pub mod generations;
pub mod incidents;
pub mod invites;
pub mod jobs;
pub mod keys;
pub mod lists;
pub mod made_up;
pub mod mails;
mod migrate;
pub mod notices;
pub mod opened;
pub mod overview;
pub mod payments;
pub mod proxies;
pub mod registrations;
pub mod removals;
pub mod reseal;
pub mod retention;
pub mod ring;
pub mod seal;
pub mod sessions;
pub mod spending;
mod sql;
mod store;
pub mod switches;
pub mod telegram;
pub mod testing;
pub mod throttle;
pub mod totp;
pub mod trash;
pub mod turns;
mod tx;
pub mod users;
pub mod vital_signs;
pub mod workers;

pub use bell::{Bell, Topic};
pub use canary::MasterKeyError;
pub use error::StoreError;
pub use nproxy_migrations::steps as schema_steps;
pub use sea_orm::DbBackend;
pub use seal::{MasterKey, Place};
pub use store::{NotReady, Store, StoreOptions};
pub use tx::Tx;
