//! `nproxy keys ..`

mod add;
mod change;
mod import;
mod list;
mod one;
mod set;
mod test;

use std::path::Path;

use nproxy_app::App;
use nproxy_app::keys::{self, FindError, KeyAct};

use crate::args::Keys;
use crate::failure::Usage;
use crate::out::Out;

pub async fn run(command: Keys, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    match command {
        Keys::Add(new) => add::run(&app, new, out).await,
        Keys::List(which) => list::list(&app, which, out).await,
        Keys::Show { key } => one::show(&app, &key, out).await,
        Keys::Why { key } => one::why(&app, &key, out).await,
        Keys::History(which) => one::history(&app, &which, out).await,
        Keys::Test(which) => test::run(&app, which, out).await,
        Keys::Activate(which) => change::run(&app, &which, KeyAct::Activate, out).await,
        Keys::Disable(which) => change::run(&app, &which, KeyAct::Disable, out).await,
        Keys::Set(wanted) => set::set(&app, wanted, out).await,
        Keys::Rotate(wanted) => set::rotate(&app, &wanted, out).await,
        Keys::Import(what) => import::run(&app, &what, out).await,
        Keys::Export(what) => list::export(&app, what, out).await,
    }
}

fn known_provider(app: &App, provider: Option<&str>) -> anyhow::Result<()> {
    let known = provider.map_or(Ok(()), |provider| keys::check_provider(app, provider));
    known.map_err(|error| Usage(error.to_string()).into())
}

fn with_advice(error: FindError) -> anyhow::Error {
    match error {
        FindError::Store(error) => error.into(),
        other => anyhow::anyhow!("{other} (see `nproxy keys list`)"),
    }
}
