//! An admin closes a customer's account, as the customer would.

use nproxy_domain::{Timestamp, UserId};

use super::held::{PersonError, customer};
use crate::App;
use crate::accounts::close_in;
use crate::audit::{self, By};
use crate::generations;

/// The moment after which it is erased; until then the link in the customer's mail keeps it.
pub async fn close_person(app: &App, by: &By, id: UserId, reason: &str) -> Result<Timestamp, PersonError> {
    let reason = &audit::reason(reason).ok_or(PersonError::ReasonMissing)?;
    let closed = app.store.write(|tx| async move {
        let row = customer(&tx, id).await?;
        if row.delete_after.is_some() {
            return Err(PersonError::ClosingAlready);
        }
        Ok(close_in(&tx, app, by, &row, Some(reason.clone())).await?)
    });
    let (erased_at, cancelled) = closed.await?;
    generations::count_ended(app, &cancelled).await;
    Ok(erased_at)
}
