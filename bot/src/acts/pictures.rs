//! A failed picture is tried again for its customer.

use nproxy_app::content::{RetryForError, retry_for_customer};
use nproxy_app::generations::{GenerationFile, GetError, file};
use nproxy_app::lists::GenerationState;
use nproxy_domain::GenerationId;
use serde_json::json;

use super::answer::moved;
use super::{Deed, Looked, No};
use crate::screens::Sight;
use crate::words::html::{bold, code};

pub(super) async fn look(sight: &Sight<'_>, id: GenerationId) -> Result<Looked, No> {
    let found = read(sight, id).await?;
    let who = bold(&sight.email(&found.generation.email));
    let state = json!({ "finished_at": found.generation.finished_at, "retried_by": found.retried_by });
    Ok(Looked { text: (sight.words.acts.retry)(&who), state })
}

pub(super) async fn perform(deed: &Deed<'_>, id: GenerationId) -> Result<String, No> {
    let (sight, refusals) = (deed.sight, &deed.sight.words.refusals);
    let before = read(sight, id).await?;
    let new = retry_for_customer(sight.app, deed.by, id, deed.reason).await.map_err(|error| match error {
        RetryForError::NotFound => No::said(refusals.picture_gone),
        RetryForError::ReasonMissing => No::said(refusals.reason),
        RetryForError::NotRetryable => No::said(refusals.not_retryable),
        RetryForError::AlreadyRetried => No::said(refusals.retried_already),
        RetryForError::NoCurrentMonth => No::said(refusals.no_month),
        RetryForError::AccountInactive => No::said(refusals.account_inactive),
        RetryForError::TooMany => No::said(refusals.too_many),
        RetryForError::Store(error) => No::Store(error),
    })?;
    let state = sight.words.pictures.state;
    let (was, is) = (state(before.generation.state), state(GenerationState::Queued));
    let said = moved(&sight.email(&before.generation.email), sight.words.pictures.title, was, is);
    Ok(format!("{said}\n{}: {}", sight.words.acts.retried, code(&new.to_string())))
}

async fn read(sight: &Sight<'_>, id: GenerationId) -> Result<GenerationFile, No> {
    file(sight.app, id).await.map_err(|error| match error {
        GetError::NotFound => No::said(sight.words.refusals.picture_gone),
        GetError::Store(error) => No::Store(error),
    })
}
