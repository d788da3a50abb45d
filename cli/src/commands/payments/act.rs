//! `nproxy payments confirm`, `settle`, `keep`

use nproxy_app::App;
use nproxy_app::audit::By;
use nproxy_app::payments::desk::{self, Act, ActError, ShowError};
use nproxy_domain::PaymentId;

use super::shown::File;
use super::with_advice;
use super::words::done;
use crate::args::Why;
use crate::failure::Usage;
use crate::out::Out;

pub async fn run(app: &App, id: PaymentId, act: Act, why: &Why, out: Out) -> anyhow::Result<()> {
    let acted = desk::act(app, &By::operator(), id, act, &why.reason).await;
    let file = File::from(acted.map_err(|error| match error {
        ActError::NotFound => with_advice(ShowError::NotFound),
        ActError::ReasonMissing | ActError::Invalid(_) => Usage(error.to_string()).into(),
        other => anyhow::Error::from(other),
    })?);
    out.say(&file, || done(&file.payment));
    Ok(())
}
