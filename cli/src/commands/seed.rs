//! `nproxy seed`: made-up rows by the million, in a PostgreSQL of their own.

use std::path::Path;

use nproxy_app::overview;
use nproxy_store::made_up::{self, Amounts};
use serde_json::json;

use crate::args::Seed;
use crate::out::Out;
use crate::progress::Progress;

pub async fn run(asked: &Seed, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    let Seed { users, generations, attempts, keys } = *asked;
    let amounts = Amounts { users, generations, attempts, keys };
    let progress = Progress::new(out, "filling");
    made_up::fill(&app.store, amounts, app.env.now(), |table| progress.at(table)).await?;
    progress.at("the overview");
    let days = overview::refresh(&app).await?;
    drop(progress);
    let answer =
        json!({ "users": users, "generations": generations, "attempts": attempts, "keys": keys, "days": days });
    out.say(&answer, || {
        format!("{users} customers, {generations} pictures, {attempts} attempts and {keys} keys are made up.")
    });
    Ok(())
}
