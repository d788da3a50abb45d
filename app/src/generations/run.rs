//! One generation in a worker's hands, from its claim to its end or its next wait.

use std::sync::Arc;

use chrono::Duration;
use nproxy_domain::AttemptId;
use nproxy_domain::assets::AssetStoreError;
use nproxy_domain::catalog::Model;
use nproxy_domain::generation::{ErrorCode, GenerationError};
use nproxy_domain::keys::{AttemptOutcome, RingError};
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::{Inputs, Strength};
use nproxy_domain::redact::plain;
use nproxy_gateway::{Ask, End, Prompt, Resume};
use nproxy_store::{StoreError, turns};
use tokio_util::sync::CancellationToken;

use super::claim::Claimed;
use super::inputs::StoredInputs;
use super::keep::{self, KeepError};
use super::settle::{self, Settled};
use super::take_over::{self, Found, TakeOverError};
use super::tried::so_far;
use crate::App;
use crate::crash::{self, CrashStep};
use crate::turns::mode;

/// The asset store is asked again after this.
const ASSETS_PAUSE: Duration = Duration::seconds(5);

/// Why a generation was left where it is. Its lease lapses and a worker takes it over.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Ring(#[from] RingError),
}

impl RunError {
    /// The database is away; what could not be written there can be when it is back.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Store(error) => error.is_unavailable(),
            Self::Ring(error) => matches!(error, RingError::Unavailable(_)),
        }
    }
}

/// Runs it as far as it goes now; once `leaving` is cancelled, no further than to the end of what is under way.
pub async fn run(app: &App, claimed: &Claimed, leaving: &CancellationToken) -> Result<(), RunError> {
    let settled = match attempt(app, claimed, leaving).await {
        Ok(settled) => settled,
        Err(Trouble::Run(error)) => return Err(error),
        // Nobody's fault but ours, and it may pass.
        Err(Trouble::Assets(error)) => {
            tracing::error!(generation = %claimed.id, %error, "the asset store fails");
            let run_at = app.env.now() + ASSETS_PAUSE;
            if run_at < claimed.deadline {
                settle::wait(app, claimed, run_at, &internal()).await?
            } else {
                settle::fail(app, claimed, &internal()).await?
            }
        }
    };
    if settled == Settled::NotOurs {
        tracing::warn!(generation = %claimed.id, "another worker has it");
    }
    Ok(())
}

/// After a panic: a stored picture is delivered, anything else has failed.
pub async fn recover(app: &App, claimed: &Claimed) -> Result<(), RunError> {
    match take_over::look(app, claimed).await {
        Ok(Found::Picture(picture)) => settle::deliver(app, claimed, &picture).await?,
        Ok(Found::Left(_) | Found::Nothing) | Err(TakeOverError::Assets(_)) => {
            settle::fail(app, claimed, &internal()).await?
        }
        Err(TakeOverError::Store(error)) => return Err(error.into()),
        Err(TakeOverError::Ring(error)) => return Err(error.into()),
    };
    Ok(())
}

/// What stops a run.
enum Trouble {
    Run(RunError),
    Assets(AssetStoreError),
}

impl<E: Into<RunError>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Run(error.into())
    }
}

async fn attempt(app: &App, claimed: &Claimed, leaving: &CancellationToken) -> Result<Settled, Trouble> {
    let left = match take_over::look(app, claimed).await {
        Ok(Found::Picture(picture)) => return Ok(settle::deliver(app, claimed, &picture).await?),
        Ok(Found::Left(left)) => Some(*left),
        Ok(Found::Nothing) => None,
        Err(TakeOverError::Store(error)) => return Err(error.into()),
        Err(TakeOverError::Ring(error)) => return Err(error.into()),
        Err(TakeOverError::Assets(error)) => return Err(Trouble::Assets(error)),
    };
    if claimed.cancel_asked {
        let Some(left) = &left else { return Ok(settle::fail(app, claimed, &internal()).await?) };
        if !left.called_off {
            call_off(app, claimed, &left.resume).await?;
        }
    }
    let resume = left.map(|left| left.resume);
    let mut ask = match ask(app, claimed, resume, leaving).await? {
        Ok(ask) => ask,
        Err(error) => return Ok(settle::fail(app, claimed, &error).await?),
    };
    loop {
        match app.gateway.run(&app.env, ask.clone()).await? {
            End::Image { attempt, image, upstream_ms } => {
                crash::point(CrashStep::AfterReply);
                match keep::keep(app, claimed, attempt, image.bytes, upstream_ms).await {
                    Ok(picture) => return Ok(settle::deliver(app, claimed, &picture).await?),
                    Err(KeepError::Unreadable(error)) => {
                        tracing::warn!(generation = %claimed.id, %attempt, %error, "what came is no picture");
                        // Paid for, and no fault of the key's: as often as an answer without a picture, and no more.
                        close(app, claimed, attempt, Class::NoImage, &error.to_string(), upstream_ms).await?;
                        ask.so_far = so_far(app, claimed.id).await?;
                    }
                    Err(KeepError::Store(error)) => {
                        tracing::error!(generation = %claimed.id, %attempt, %error, "a picture could not be stored");
                        // The upstream did its part.
                        close(app, claimed, attempt, Class::Ok, "the picture could not be stored", upstream_ms).await?;
                        return Ok(settle::fail(app, claimed, &internal()).await?);
                    }
                }
                // Whoever answered is out of the question now; another key may do better.
                ask.resume = None;
            }
            End::Failed(error) => return Ok(settle::fail(app, claimed, &error).await?),
            End::Later { run_at } => return Ok(settle::wait(app, claimed, run_at, &internal()).await?),
            End::Unread(error) => return Err(Trouble::Assets(error)),
            End::Stopped => return Ok(settle::stop(app, claimed, &internal()).await?),
        }
    }
}

/// Ends an attempt that was answered and brought nothing to settle.
async fn close(
    app: &App,
    claimed: &Claimed,
    attempt: AttemptId,
    class: Class,
    detail: &str,
    upstream_ms: u32,
) -> Result<(), RingError> {
    let outcome = AttemptOutcome {
        class,
        spent: Spent::Yes,
        detail: plain(detail, &[]),
        retry_after: None,
        upstream_ms: Some(upstream_ms),
    };
    app.gateway.close(&app.env, attempt, &outcome, claimed.deadline).await.map(drop)
}

/// Tells an upstream that works on it that nobody waits any more. It may finish all the same, and is delivered then.
async fn call_off(app: &App, claimed: &Claimed, resume: &Resume) -> Result<(), RingError> {
    match app.gateway.cancel(&app.env, resume).await {
        // Told, or one that can't be told.
        Ok(_) => app.ring.call_off(resume.attempt.id).await,
        Err(error) => {
            tracing::debug!(generation = %claimed.id, detail = error.detail, "the upstream could not be told");
            Ok(())
        }
    }
}

/// What the gateway is asked; the inner error is what the customer sees where it can't be asked at all.
async fn ask(
    app: &App,
    claimed: &Claimed,
    resume: Option<Resume>,
    leaving: &CancellationToken,
) -> Result<Result<Ask, GenerationError>, Trouble> {
    let db = app.store.read();
    let turn = turns::get(db, claimed.turn).await?;
    let turn = turn.ok_or_else(|| StoreError::Internal(format!("turn {} is gone", claimed.turn)))?;
    let Some(model) = app.catalog.get(&turn.model) else {
        return Ok(Err(GenerationError::new(ErrorCode::ModelUnavailable)));
    };
    let assets = turns::input_assets(db, claimed.turn).await?;
    let inputs = StoredInputs::of(app, claimed.id, &assets, wants_links(app, model)).await?;
    Ok(Ok(Ask {
        generation: claimed.id,
        lease: claimed.lease,
        routes: model.routes.clone(),
        mode: mode(&turn.mode),
        prompt: Prompt(turn.prompt),
        resolution: turn.resolution,
        image_strength: turn.image_strength.and_then(Strength::new),
        inputs: Arc::new(inputs),
        deadline: claimed.deadline,
        so_far: so_far(app, claimed.id).await?,
        resume,
        leaving: leaving.clone(),
    }))
}

/// Whether one of its ways is an upstream that fetches the inputs itself.
fn wants_links(app: &App, model: &Model) -> bool {
    let providers = model.routes.iter().filter_map(|route| app.gateway.provider(&route.provider));
    providers.into_iter().any(|provider| provider.about().inputs == Inputs::Links)
}

fn internal() -> GenerationError {
    GenerationError::new(ErrorCode::Internal)
}
