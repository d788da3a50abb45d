//! The end of a generation, and of its hold: one transaction, and only by whoever holds the lease.

use chrono::Duration;
use nproxy_domain::generation::{ErrorCode, GenerationError, Stage};
use nproxy_domain::keys::AttemptOutcome;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::{AssetId, AttemptId, CycleId, Timestamp, UserId};
use nproxy_store::assets::NewAsset;
use nproxy_store::entities::text::AssetKind;
use nproxy_store::generations::{self, GenerationRow};
use nproxy_store::{StoreError, Topic, Tx, assets, attempts, cycles, trash};

use super::claim::Claimed;
use super::keep::Picture;
use super::measure;
use crate::App;
use crate::crash::{self, CrashStep};

/// Who waits for a key looks again after as long as it has waited already, within these bounds: often at first, and
/// seldom where keys are few. It is woken where a key is freed for it.
const KEY_PAUSE_MIN: Duration = Duration::milliseconds(500);
const KEY_PAUSE_MAX: Duration = Duration::seconds(5);

/// Who waits for a first key looks again after this at the latest, even where all keys rest for longer: an admin may add
/// one, and the customer's others queue behind it.
const FIRST_KEY_PAUSE_MAX: Duration = Duration::seconds(30);

/// Whether it was ours to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    Done,
    /// Another worker took it over; whatever we know of it is that one's affair.
    NotOurs,
}

/// The row as a transaction left it; `None`: it was not ours.
type Written = Result<Option<GenerationRow>, StoreError>;

/// What came of a transaction that is committed by now; an end is counted.
async fn settled(app: &App, written: Option<GenerationRow>) -> Settled {
    let Some(row) = written else { return Settled::NotOurs };
    measure::ended(app, &row).await;
    Settled::Done
}

/// The picture is the customer's: spent, also when the month has ended meanwhile or a cancel was asked.
pub async fn deliver(app: &App, claimed: &Claimed, picture: &Picture) -> Result<Settled, StoreError> {
    let written = app.store.write(move |tx| async move { deliver_in(&tx, app, claimed, picture).await }).await?;
    crash::point(CrashStep::AfterSettle);
    Ok(settled(app, written).await)
}

async fn deliver_in(tx: &Tx, app: &App, claimed: &Claimed, picture: &Picture) -> Written {
    let asset = AssetId::new(&app.env);
    let Some((row, stage)) = held(tx, claimed).await? else { return Ok(None) };
    let Ok((stage, settle)) = stage.succeed(claimed.lease, asset) else { return Ok(None) };
    let new = NewAsset {
        id: asset,
        owner: claimed.user,
        kind: AssetKind::Output,
        key: picture.key.clone(),
        mime: picture.mime.to_owned(),
        width: picture.width,
        height: picture.height,
        bytes: picture.bytes,
        hash: picture.hash,
        created_at: app.env.now(),
    };
    assets::insert(tx, new).await?;
    let row = generations::advance(tx, &row, &stage, app.env.now()).await?;
    trash::follow(tx, claimed.turn, asset, app.env.now()).await?;
    cycles::settle(tx, &app.env, CycleId(row.cycle_id), claimed.id, settle).await?;
    let outcome = AttemptOutcome {
        class: Class::Ok,
        spent: Spent::Yes,
        detail: String::new(),
        retry_after: None,
        upstream_ms: picture.upstream_ms,
    };
    app.ring.close_in(tx, &app.env, picture.attempt, &outcome).await?;
    end(tx, &row);
    Ok(Some(row))
}

/// No picture: released. It counts as cancelled where that was asked.
pub async fn fail(app: &App, claimed: &Claimed, error: &GenerationError) -> Result<Settled, StoreError> {
    let written = app.store.write(move |tx| async move { fail_in(&tx, app, claimed, error).await }).await?;
    crash::point(CrashStep::AfterSettle);
    Ok(settled(app, written).await)
}

async fn fail_in(tx: &Tx, app: &App, claimed: &Claimed, error: &GenerationError) -> Written {
    let Some((row, stage)) = held(tx, claimed).await? else { return Ok(None) };
    let Ok((stage, settle)) = stage.fail(claimed.lease, error.clone()) else { return Ok(None) };
    let row = generations::advance(tx, &row, &stage, app.env.now()).await?;
    cycles::settle(tx, &app.env, CycleId(row.cycle_id), claimed.id, settle).await?;
    for attempt in attempts::open_of(tx, claimed.id).await? {
        app.ring.close_in(tx, &app.env, AttemptId(attempt.id), &abandoned()).await?;
    }
    end(tx, &row);
    Ok(Some(row))
}

/// A cancel stopped it before a picture came; without a cancel it was taken over, and nothing is ours to write.
pub async fn stop(app: &App, claimed: &Claimed, error: &GenerationError) -> Result<Settled, StoreError> {
    let written = app
        .store
        .write(move |tx| async move {
            match held(&tx, claimed).await? {
                Some((_, Stage::Running { cancel_asked: true, .. })) => fail_in(&tx, app, claimed, error).await,
                _ => Ok(None),
            }
        })
        .await?;
    Ok(settled(app, written).await)
}

/// Lets go of it until `run_at`, at the latest until its deadline; where a cancel was asked and nothing is under way
/// it ends instead. One that nothing was tried for yet has no deadline to keep: it still queues, and no longer than
/// anything may queue.
pub async fn wait(
    app: &App,
    claimed: &Claimed,
    run_at: Timestamp,
    error: &GenerationError,
) -> Result<Settled, StoreError> {
    let written = app
        .store
        .write(move |tx| async move {
            let Some((row, stage)) = held(&tx, claimed).await? else { return Ok(None) };
            let now = app.env.now();
            let attempts = attempts::of_generation(&tx, claimed.id).await?;
            let begun = !attempts.is_empty();
            let in_the_works = attempts.iter().any(|attempt| attempt.ended_at.is_none());
            if row.cancel_asked && !in_the_works {
                return fail_in(&tx, app, claimed, error).await;
            }
            let ends_at = if begun { claimed.deadline } else { queue_ends_at(app, row.queued_at) };
            if !begun && ends_at <= now {
                return fail_in(&tx, app, claimed, &GenerationError::new(ErrorCode::QueueTimeout)).await;
            }
            let waited = now - row.started_at.filter(|_| begun).unwrap_or(row.queued_at);
            let pause = if in_the_works { Duration::zero() } else { waited.clamp(KEY_PAUSE_MIN, KEY_PAUSE_MAX) };
            let run_at = if begun { run_at } else { run_at.min(now + FIRST_KEY_PAUSE_MAX) };
            let run_at = run_at.max(now + pause).min(ends_at);
            let Ok(stage) = stage.wait(claimed.lease, run_at) else { return Ok(None) };
            let row = generations::put_back(&tx, &row, &stage, begun, now).await?;
            if !in_the_works {
                tx.notify(Topic::User(claimed.user));
            }
            Ok::<_, StoreError>(Some(row))
        })
        .await?;
    crash::point(CrashStep::AfterWait);
    Ok(settled(app, written).await)
}

fn queue_ends_at(app: &App, queued_at: Timestamp) -> Timestamp {
    queued_at + app.settings.queue.queue_wait_max
}

/// The end of an attempt whose worker went away: it may have been charged.
pub fn abandoned() -> AttemptOutcome {
    AttemptOutcome {
        class: Class::Abandoned,
        spent: Spent::Unknown,
        detail: "the worker that ran it went away".to_owned(),
        retry_after: None,
        upstream_ms: None,
    }
}

/// The row and its stage, locked, if it is there.
async fn held(tx: &Tx, claimed: &Claimed) -> Result<Option<(GenerationRow, Stage)>, StoreError> {
    match generations::lock(tx, claimed.id).await? {
        Some(row) if row.lease_id == Some(claimed.lease.0) => Ok(Some((row.clone(), generations::stage(&row)?))),
        _ => Ok(None),
    }
}

fn end(tx: &Tx, row: &GenerationRow) {
    tx.notify(Topic::User(UserId(row.user_id)));
    crash::point(CrashStep::BeforeSettleCommit);
}
