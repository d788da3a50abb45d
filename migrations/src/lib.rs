//! The schema of nproxy, step by step. Append-only: a step that was released is never edited.
//!
//! A step is plain SQL, written once for PostgreSQL and SQLite with a few placeholders ([`ddl`]).
//! To add one: 1. a file `mNNNN_what.rs` like the others; 2. its line in `STEPS`;
//! 3. the entity in the store; 4. an index for every new list and claim, with its query plan in the store's tests.

mod ddl;
mod m0001_accounts;
mod m0002_operation;
mod m0003_chat;
mod m0004_generations;
mod m0005_keys;
mod m0006_mails;
mod m0007_pool;
mod m0008_money;
mod m0009_registrations;
mod m0010_library;
mod m0011_access;
mod m0012_admin_lists;
mod m0013_telegram;
mod m0014_notices;
mod m0015_keeping;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use sea_orm_migration::sea_orm::{DatabaseConnection, DbErr};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// The table that records which steps were taken, column `version`.
pub const STEPS_TABLE: &str = "seaql_migrations";

/// Takes every step that was not taken yet. One process at a time: the caller holds a lock.
pub async fn up(db: &DatabaseConnection) -> Result<(), DbErr> {
    let taken = Migrator::get_migration_models(db).await?;
    let is_taken = |step: &ddl::Step| taken.iter().any(|taken| taken.version == step.name);
    // What a newer program has added stays there when an operator goes back to this one; the migrator would refuse it.
    if STEPS.iter().all(is_taken) { Ok(()) } else { Migrator::up(db, None).await }
}

/// The names of all steps, oldest first.
pub fn steps() -> Vec<String> {
    STEPS.map(|step| step.name.to_owned()).into()
}

/// Changes with every change of the schema.
pub fn fingerprint() -> u64 {
    let mut hasher = DefaultHasher::new();
    STEPS.map(|step| (step.name, step.sql, step.append_only)).hash(&mut hasher);
    hasher.finish()
}

const STEPS: [ddl::Step; 15] = [
    m0001_accounts::STEP,
    m0002_operation::STEP,
    m0003_chat::STEP,
    m0004_generations::STEP,
    m0005_keys::STEP,
    m0006_mails::STEP,
    m0007_pool::STEP,
    m0008_money::STEP,
    m0009_registrations::STEP,
    m0010_library::STEP,
    m0011_access::STEP,
    m0012_admin_lists::STEP,
    m0013_telegram::STEP,
    m0014_notices::STEP,
    m0015_keeping::STEP,
];

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        STEPS.map(|step| Box::new(step) as Box<dyn MigrationTrait>).into()
    }
}
