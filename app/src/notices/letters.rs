//! Incidents by mail: one letter when it matters enough, and one when it is over.

use std::collections::BTreeSet;

use nproxy_domain::UserId;
use nproxy_domain::mail::Notice;
use nproxy_store::entities::incidents::Model as Incident;
use nproxy_store::entities::text::IncidentState;
use nproxy_store::entities::users::Model as User;
use nproxy_store::{StoreError, Tx, mails, users};

use super::compose;
use crate::{App, mail, notes};

/// Leaves the letters that these news call for, each once per admin, to be sent once the transaction has committed.
pub(super) async fn write(tx: &Tx, app: &App, news: &[Incident]) -> Result<(), StoreError> {
    let Some(from) = app.settings.notices.mail else { return Ok(()) };
    if news.is_empty() {
        return Ok(());
    }
    let admins = users::admins(tx).await?;
    let names: Vec<String> =
        news.iter().flat_map(|row| admins.iter().map(move |admin| name(row, admin, "opened"))).collect();
    let written: BTreeSet<String> = mails::named(tx, &names).await?.into_iter().map(|(name, ..)| name).collect();
    for row in news {
        let is_due = compose::severity(row) >= from;
        for admin in &admins {
            let was_told = written.contains(&name(row, admin, "opened"));
            let due = match row.state {
                IncidentState::Open => (is_due && !was_told).then_some("opened"),
                IncidentState::Recovered => (is_due || was_told).then_some("recovered"),
            };
            let Some(what) = due else { continue };
            let notice = compose::incident(&app.settings.site, admin.language, row);
            post(tx, app, admin, &name(row, admin, what), &notice).await?;
        }
    }
    Ok(())
}

pub(super) async fn post(tx: &Tx, app: &App, admin: &User, once_key: &str, notice: &Notice) -> Result<(), StoreError> {
    let subject = compose::subject(admin.language, notice);
    let letter = notes::notice_letter(&app.settings.site, &admin.email, admin.language, subject, notice);
    mail::post_once(tx, &app.env, UserId(admin.id), once_key, &letter).await?;
    Ok(())
}

fn name(row: &Incident, admin: &User, what: &str) -> String {
    format!("incident:{}:{}:{what}", row.id, admin.id)
}
