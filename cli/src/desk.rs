//! What a command is handed that does something with the product.

use std::path::Path;

use nproxy_app::App;
use nproxy_app::accounts::{ActingError, acting_admin};
use nproxy_app::audit::By;

use crate::failure::Usage;
use crate::out::Out;

/// How nproxy was called, whatever the command.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    pub file: Option<&'a Path>,
    /// Of `--as`: an admin's address.
    pub actor: Option<&'a str>,
    pub out: Out,
}

impl Call<'_> {
    /// Opens the database.
    pub async fn desk(self) -> anyhow::Result<Desk> {
        let app = crate::commands::app(self.file).await?;
        let by = match self.actor {
            None => By::operator(),
            Some(email) => acting_admin(&app, email).await.map_err(nobody)?,
        };
        Ok(Desk { app, by, out: self.out })
    }
}

#[derive(Debug)]
pub struct Desk {
    pub app: App,
    /// Whose hand the audit log names.
    pub by: By,
    pub out: Out,
}

fn nobody(error: ActingError) -> anyhow::Error {
    let advice = match error {
        ActingError::Store(error) => return error.into(),
        ActingError::Email(_) => "an admin's e-mail address is needed",
        ActingError::UnknownUser => "`nproxy users create` makes one",
        ActingError::NoAdmin => "`nproxy users grant-admin` makes it one",
    };
    let or = "Without --as and NPROXY_ACTOR, the operator is on record.";
    Usage(format!("--as (or NPROXY_ACTOR): {error}; {advice}. {or}")).into()
}
