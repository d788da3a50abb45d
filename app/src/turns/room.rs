//! Whether there is room for more generations of a customer: switches, subscription, brakes, queue, quota.

use nproxy_domain::quota::HoldRefused;
use nproxy_domain::{CycleId, GenerationId, UserId};
use nproxy_store::cycles::{self, CycleRow, HoldError};
use nproxy_store::switches::Notice;
use nproxy_store::{StoreError, Tx, generations, switches, users};

use super::brakes;
use crate::App;

/// Why nothing more is taken. The names are the codes of the outer contract.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    #[error("there is no such account, or it is suspended")]
    AccountInactive,
    #[error("generation is paused")]
    Paused(Notice),
    #[error("nothing can be changed at the moment")]
    ReadOnly(Notice),
    #[error("this model is not offered at the moment")]
    ModelOff,
    #[error("no month is paid")]
    SubscriptionInactive,
    #[error("you have too many pictures in the queue")]
    QueueFullForYou,
    #[error("the queue is full")]
    QueueFull,
    #[error("there is no room for more pictures at the moment")]
    StorageFull,
    #[error("too many of your pictures were declined within an hour")]
    TooManyDeclined { wait_s: u32 },
    #[error("you cancelled too many pictures within an hour while they were being made")]
    TooManyCancelled { wait_s: u32 },
    #[error("the month's requests are used up, or fewer are left than this batch needs")]
    QuotaUsedUp,
    /// Would fit if the running pictures failed.
    #[error("running pictures hold the rest of the month's requests")]
    QuotaHeld,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<HoldError> for RoomError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::Refused(HoldRefused::UsedUp) => Self::QuotaUsedUp,
            HoldError::Refused(HoldRefused::HeldByRunning) => Self::QuotaHeld,
            HoldError::Store(error) => Self::Store(error),
        }
    }
}

/// First of all: one submit of a customer at a time, which makes a request sent twice at the same instant one.
pub async fn lock(tx: &Tx, user: UserId) -> Result<(), RoomError> {
    match users::lock(tx, user).await? {
        Some(row) if row.suspended_at.is_none() => Ok(()),
        _ => Err(RoomError::AccountInactive),
    }
}

/// Whether `more` generations of a model may be queued, and the cycle that pays for them: the one that the present lies in,
/// or the last one in its grace.
pub async fn look(tx: &Tx, app: &App, user: UserId, model: &str, more: u8) -> Result<CycleRow, RoomError> {
    let switches = switches::read(tx).await?;
    if switches.read_only {
        return Err(RoomError::ReadOnly(switches.read_only_notice));
    }
    if switches.generation_paused {
        return Err(RoomError::Paused(switches.paused_notice));
    }
    if !switches.offers(model) {
        return Err(RoomError::ModelOff);
    }
    let usable = cycles::usable(tx, user, app.env.now(), app.settings.cycles.grace).await?;
    let cycle = usable.ok_or(RoomError::SubscriptionInactive)?;
    brakes::check(tx, app, user).await?;
    let limits = &app.settings.queue;
    let (of_user_max, in_all_max) = (u64::from(limits.queued_per_user_max), u64::from(limits.queued_total_max));
    let (of_user, in_all) = generations::queued(tx, user, of_user_max, in_all_max).await?;
    if of_user + u64::from(more) > of_user_max {
        return Err(RoomError::QueueFullForYou);
    }
    if in_all + u64::from(more) > in_all_max {
        return Err(RoomError::QueueFull);
    }
    Ok(cycle)
}

/// Holds a request for each, all or none, once their rows are there.
pub async fn hold(tx: &Tx, app: &App, cycle: &CycleRow, generations: &[GenerationId]) -> Result<(), RoomError> {
    Ok(cycles::hold(tx, &app.env, CycleId(cycle.id), generations).await?)
}
