//! `nproxy keys ..`

mod add;
mod change;
mod import;
mod list;
mod one;
mod reseal;
mod set;
mod test;

use nproxy_app::App;
use nproxy_app::keys::{self, FindError, KeyAct};

use crate::args::Keys;
use crate::desk::Call;
use crate::failure::Usage;

pub async fn run(command: Keys, call: Call<'_>) -> anyhow::Result<()> {
    if matches!(command, Keys::Reseal) {
        return reseal::run(call).await;
    }
    let desk = call.desk().await?;
    match command {
        Keys::Add(new) => add::run(&desk, new).await,
        Keys::List(which) => list::list(&desk, which).await,
        Keys::Show { key } => one::show(&desk, &key).await,
        Keys::Why { key } => one::why(&desk, &key).await,
        Keys::History(which) => one::history(&desk, &which).await,
        Keys::Test(which) => test::run(&desk, which).await,
        Keys::Activate(which) => change::run(&desk, &which, KeyAct::Activate).await,
        Keys::Disable(which) => change::run(&desk, &which, KeyAct::Disable).await,
        Keys::Set(wanted) => set::set(&desk, wanted).await,
        Keys::Rotate(wanted) => set::rotate(&desk, &wanted).await,
        // It has its own way, above.
        Keys::Reseal => Ok(()),
        Keys::Import(what) => import::run(&desk, &what).await,
        Keys::Export(what) => list::export(&desk, what).await,
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
