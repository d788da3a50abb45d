//! An admin takes along everything of a customer's.

use nproxy_domain::{DownloadId, UserId};
use serde_json::json;

use super::held::{PersonError, anybody};
use crate::App;
use crate::audit::{self, By, Change};
use crate::zips;

/// A link for `reader` alone, who is an admin. What it gives holds prompts and pictures, so its making is on record.
pub async fn export_person(
    app: &App,
    by: &By,
    reader: UserId,
    id: UserId,
    reason: &str,
) -> Result<DownloadId, PersonError> {
    let reason = &audit::reason(reason).ok_or(PersonError::ReasonMissing)?;
    let made = app.store.write(|tx| async move {
        anybody(&tx, id).await?;
        let download = zips::make_for_admin(&tx, app, reader, id).await?;
        let change = Change::of("users.export", format!("user:{id}")).after(json!({ "download": download }));
        by.did(&tx, &app.env, change.because(Some(reason.clone()))).await?;
        Ok(download)
    });
    made.await
}
