//! `nproxy payments ..`

mod act;
mod list;
mod reconcile;
mod shown;
mod words;

use anyhow::anyhow;
use nproxy_app::App;
use nproxy_app::payments::desk::{self, Act, PaymentFile, ReadNowError, ShowError};
use nproxy_domain::PaymentId;
use serde_json::json;

use self::shown::File;
use self::words::details;
use crate::args::{ActOnPayment, Payments};
use crate::desk::{Call, Desk};
use crate::out::{self, Out};

pub async fn run(command: Payments, call: Call<'_>) -> anyhow::Result<()> {
    let at = call.desk().await?;
    match command {
        Payments::List(which) => list::run(&at, which).await,
        Payments::Show { payment } => show(&at, payment).await,
        Payments::Read { payment } => read(&at, payment).await,
        Payments::Confirm(ActOnPayment { payment, why }) => act::run(&at, payment, Act::Confirm, &why).await,
        Payments::Settle { payment, how } => {
            let (act, why) = how.split();
            act::run(&at, payment, act, &why).await
        }
        Payments::Keep(ActOnPayment { payment, why }) => act::run(&at, payment, Act::Keep, &why).await,
        Payments::Proof { payment } => proof(&at, payment).await,
        Payments::Reconcile { since } => reconcile::run(&at, since).await,
    }
}

async fn show(at: &Desk, id: PaymentId) -> anyhow::Result<()> {
    let Desk { app, out, .. } = at;
    let file = desk::show(app, id).await.map_err(with_advice)?;
    say(app, file, *out);
    Ok(())
}

async fn read(at: &Desk, id: PaymentId) -> anyhow::Result<()> {
    let Desk { app, by, out } = at;
    let file = desk::read_now(app, by, id).await.map_err(|error| match error {
        ReadNowError::NotFound => with_advice(ShowError::NotFound),
        other => other.into(),
    })?;
    say(app, file, *out);
    Ok(())
}

async fn proof(at: &Desk, id: PaymentId) -> anyhow::Result<()> {
    let Desk { app, out, .. } = at;
    let sheet = desk::proof(app, id).await.map_err(with_advice)?;
    if out.json {
        out.say(&json!({ "proof": sheet }), String::new);
    } else {
        out::text(&sheet);
    }
    Ok(())
}

fn say(app: &App, file: PaymentFile, out: Out) {
    let file = File::from(file);
    out.say(&file, || details(&file, app.env.now()));
}

fn with_advice(error: ShowError) -> anyhow::Error {
    match error {
        ShowError::Store(error) => error.into(),
        ShowError::NotFound => anyhow!("{error} (see `nproxy payments list`)"),
    }
}
