//! `nproxy payments ..`

mod act;
mod list;
mod reconcile;
mod shown;
mod words;

use std::path::Path;

use anyhow::anyhow;
use nproxy_app::App;
use nproxy_app::audit::By;
use nproxy_app::payments::desk::{self, Act, PaymentFile, ReadNowError, ShowError};
use nproxy_domain::PaymentId;
use serde_json::json;

use self::shown::File;
use self::words::details;
use crate::args::{ActOnPayment, Payments};
use crate::out::{self, Out};

pub async fn run(command: Payments, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    match command {
        Payments::List(which) => list::run(&app, which, out).await,
        Payments::Show { payment } => show(&app, payment, out).await,
        Payments::Read { payment } => read(&app, payment, out).await,
        Payments::Confirm(ActOnPayment { payment, why }) => act::run(&app, payment, Act::Confirm, &why, out).await,
        Payments::Settle { payment, how } => {
            let (act, why) = how.split();
            act::run(&app, payment, act, &why, out).await
        }
        Payments::Keep(ActOnPayment { payment, why }) => act::run(&app, payment, Act::Keep, &why, out).await,
        Payments::Proof { payment } => proof(&app, payment, out).await,
        Payments::Reconcile { since } => reconcile::run(&app, since, out).await,
    }
}

async fn show(app: &App, id: PaymentId, out: Out) -> anyhow::Result<()> {
    let file = desk::show(app, id).await.map_err(with_advice)?;
    say(app, file, out);
    Ok(())
}

async fn read(app: &App, id: PaymentId, out: Out) -> anyhow::Result<()> {
    let file = desk::read_now(app, &By::operator(), id).await.map_err(|error| match error {
        ReadNowError::NotFound => with_advice(ShowError::NotFound),
        other => other.into(),
    })?;
    say(app, file, out);
    Ok(())
}

async fn proof(app: &App, id: PaymentId, out: Out) -> anyhow::Result<()> {
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
