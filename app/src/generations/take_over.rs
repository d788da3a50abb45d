//! What an earlier worker left behind.

use nproxy_domain::AttemptId;
use nproxy_domain::keys::{AttemptOutcome, KeyRing as _, RingError};
use nproxy_gateway::Resume;
use nproxy_store::ring::Reopened;
use nproxy_store::{StoreError, attempts};

use super::claim::Claimed;
use super::keep::{self, KeepError, Picture};
use super::settle::abandoned;
use crate::App;
use crate::crash::{self, CrashStep};

/// What there is to go on with.
#[derive(Debug)]
pub enum Found {
    /// Paid for and stored; it only has to be settled.
    Picture(Box<Picture>),
    /// An asynchronous upstream works on it.
    Left(Box<Left>),
    Nothing,
}

/// What an upstream was left with.
#[derive(Debug)]
pub struct Left {
    pub resume: Resume,
    /// It was told that nobody waits any more.
    pub called_off: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum TakeOverError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Ring(#[from] RingError),
    #[error(transparent)]
    Assets(#[from] nproxy_domain::assets::AssetStoreError),
}

/// Looks for the picture of every open attempt and closes those that brought none. Nothing is bought twice: a stored
/// picture is delivered, and an upstream that was left to work is asked again with the same key.
pub async fn look(app: &App, claimed: &Claimed) -> Result<Found, TakeOverError> {
    let mut found = Found::Nothing;
    let mut closed = false;
    for attempt in attempts::open_of(app.store.read(), claimed.id).await? {
        let id = AttemptId(attempt.id);
        match keep::find(app, claimed, id).await {
            Ok(Some(picture)) => {
                found = Found::Picture(Box::new(picture));
                continue;
            }
            Err(KeepError::Store(error)) => return Err(error.into()),
            Ok(None) | Err(KeepError::Unreadable(_)) => {}
        }
        let mut end = abandoned();
        if attempt.cursor.is_some() && matches!(found, Found::Nothing) {
            match app.ring.reopen(&app.env, id).await {
                Ok(Some(Reopened { attempt, provider, model, cursor, called_off })) => {
                    let resume = Resume { attempt, provider, model, cursor };
                    found = Found::Left(Box::new(Left { resume, called_off }));
                    continue;
                }
                Ok(None) => {}
                // Only that key could fetch it.
                Err(error @ RingError::Sealed(_)) => end = AttemptOutcome { detail: error.to_string(), ..end },
                Err(error) => return Err(error.into()),
            }
        }
        app.ring.close(&app.env, id, &end).await?;
        closed = true;
    }
    if closed {
        crash::point(CrashStep::AfterAbandon);
    }
    Ok(found)
}
