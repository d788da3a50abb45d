//! One worker's loop.

use std::collections::HashMap;

use nproxy_domain::Timestamp;
use nproxy_store::{StoreError, Topic};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::{AbortHandle, Id, JoinError, JoinSet};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::connection::Connection;
use crate::generations::{self, Claimed, RunError};
use crate::{App, ready};

/// Runs generations until `shutdown`, then lets those that run come to their end.
pub async fn run(app: App, shutdown: CancellationToken) {
    run_until(app, shutdown, std::future::pending()).await;
}

/// The same, and gives up on what still runs when `overdue` is over: others may take it over at once.
pub async fn run_until(app: App, shutdown: CancellationToken, overdue: impl Future<Output = ()>) {
    let settings = app.settings.worker;
    let mut notices = app.store.bell().subscribe();
    let mut poll = interval(settings.poll);
    let mut heartbeat = interval(settings.heartbeat);
    poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut shift = Shift::new(app, shutdown.clone());
    while !shutdown.is_cancelled() {
        tokio::select! {
            // In this order: a process that stood still for longer than a lease prolongs what it holds before it
            // looks for lapsed leases, or it would take its own generations over and buy them twice.
            biased;
            () = shutdown.cancelled() => break,
            _ = heartbeat.tick() => shift.beat().await,
            Some(ended) = shift.running.join_next_with_id() => shift.ended(ended),
            () = work(&mut notices) => {}
            _ = poll.tick() => {}
        }
        shift.take().await;
    }
    tracing::info!(running = shift.held.len(), "the worker takes nothing new");
    tokio::pin!(overdue);
    while !shift.held.is_empty() {
        tokio::select! {
            _ = heartbeat.tick() => shift.beat().await,
            Some(ended) = shift.running.join_next_with_id() => shift.ended(ended),
            () = &mut overdue => return shift.give_up().await,
        }
    }
}

/// Something may be claimed.
async fn work(notices: &mut Receiver<Topic>) {
    loop {
        match notices.recv().await {
            Ok(Topic::User(_) | Topic::Registration(_)) => {}
            Ok(Topic::Work | Topic::All) | Err(RecvError::Lagged(_)) => return,
            // The bell lives as long as the store; without it the poll goes on.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// What a worker has in hand. Every generation runs in a task of its own, so a panic in one ends that one alone.
struct Shift {
    app: App,
    running: JoinSet<Result<(), RunError>>,
    held: HashMap<Id, Holding>,
    /// Their ends could not be written: gone on with when the database is back.
    stranded: Vec<Claimed>,
    connection: Connection,
    /// Its clock is too far from the database's: what looks like a lapsed lease may be a living worker's.
    clock_off: bool,
    leaving: CancellationToken,
}

struct Holding {
    /// Its lease lapses no sooner than it says.
    claimed: Claimed,
    task: AbortHandle,
    /// It panicked once and is being put in order.
    recovering: bool,
}

impl Shift {
    fn new(app: App, leaving: CancellationToken) -> Self {
        let connection = Connection::Since(app.env.now());
        let (running, held, stranded) = (JoinSet::new(), HashMap::new(), Vec::new());
        Self { app, running, held, stranded, connection, clock_off: false, leaving }
    }

    /// Claims until nothing comes or the hands are full. A picture that can't be put down is a reason to buy no others.
    async fn take(&mut self) {
        let settings = self.app.settings.worker;
        if self.clock_off || self.app.shelf().is_in_trouble() {
            return;
        }
        loop {
            let in_hand = u32::try_from(self.held.len() + self.stranded.len()).unwrap_or(u32::MAX);
            let room = settings.parallel_max.saturating_sub(in_hand);
            if room == 0 {
                return;
            }
            let asked = self.app.env.now();
            let claimed = generations::claim(&self.app, room, self.take_over_until(asked)).await;
            match self.heard(asked, claimed) {
                Some(claimed) if !claimed.is_empty() => claimed.into_iter().for_each(|c| self.start(c, false)),
                _ => return,
            }
        }
    }

    /// Until when it may take over what others left: as long as nothing that it holds itself may have lapsed, and the
    /// database doesn't hang.
    fn take_over_until(&self, asked: Timestamp) -> Option<Timestamp> {
        let settings = &self.app.settings.worker;
        let held = self.held.values().map(|holding| &holding.claimed).chain(&self.stranded);
        let own = held.map(|claimed| claimed.lease_until).min().unwrap_or(Timestamp::MAX_UTC);
        self.connection.may_take_over(asked, settings.lease).then(|| own.min(asked + settings.heartbeat))
    }

    fn start(&mut self, claimed: Claimed, recovering: bool) {
        let (app, work, leaving) = (self.app.clone(), claimed.clone(), self.leaving.clone());
        // On every line that is written meanwhile: what an admin looks for is the picture's id.
        let span = tracing::info_span!("picture", generation_id = %claimed.id);
        let run = async move {
            if recovering {
                generations::recover(&app, &work).await
            } else {
                generations::run(&app, &work, &leaving).await
            }
        };
        let task = self.running.spawn(run.instrument(span));
        self.held.insert(task.id(), Holding { claimed, task, recovering });
    }

    /// A task came to its end. An error is the database's: it is gone on with when that is back, or by whoever takes it over.
    fn ended(&mut self, ended: Result<(Id, Result<(), RunError>), JoinError>) {
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let Some(holding) = self.held.remove(&id) else { return };
        let generation = holding.claimed.id;
        match ended {
            Ok((_, Ok(()))) => {}
            Ok((_, Err(error))) if error.is_unavailable() && !self.leaving.is_cancelled() => {
                tracing::warn!(%generation, %error, "a generation waits for the database");
                self.stranded.push(holding.claimed);
            }
            Ok((_, Err(error))) => tracing::error!(%generation, %error, "a generation is left to be taken over"),
            Err(error) if error.is_cancelled() => {}
            Err(_) if holding.recovering => tracing::error!(%generation, "putting a generation in order panicked"),
            Err(_) => {
                tracing::error!(%generation, "a generation panicked");
                self.start(holding.claimed, true);
            }
        }
    }

    /// Prolongs all leases, lets go of what was taken away, goes on with what was stranded, and ends what waited too long.
    async fn beat(&mut self) {
        let running = self.held.values().map(|holding| holding.claimed.held());
        let held: Vec<_> = running.chain(self.stranded.iter().map(Claimed::held)).collect();
        // Earlier than what the heartbeat writes: nothing of ours is believed to last longer than it does.
        let asked = self.app.env.now();
        let lasts_until = generations::lease_from(&self.app, asked);
        let kept = generations::heartbeat(&self.app, &held).await;
        if let Some(kept) = self.heard(asked, kept) {
            for holding in self.held.values_mut() {
                if kept.contains(&holding.claimed.held()) {
                    holding.claimed.lease_until = lasts_until;
                    continue;
                }
                // A task that has ended in the meantime is not ours any more either; aborting it does nothing.
                if held.contains(&holding.claimed.held()) {
                    holding.task.abort();
                }
            }
            for claimed in std::mem::take(&mut self.stranded) {
                if kept.contains(&claimed.held()) {
                    self.start(Claimed { lease_until: lasts_until, ..claimed }, false);
                }
            }
        }
        self.look_at_the_clock().await;
        let asked = self.app.env.now();
        let expired = generations::expire(&self.app).await;
        if let Some(expired @ 1..) = self.heard(asked, expired) {
            tracing::warn!(expired, "generations waited too long in the queue");
        }
    }

    async fn look_at_the_clock(&mut self) {
        let asked = self.app.env.now();
        let off = ready::clock_off(&self.app).await;
        let Some(off) = self.heard(asked, off) else { return };
        match off {
            Some(by) if !self.clock_off => {
                let ms = by.num_milliseconds();
                tracing::error!(ms, "this machine's clock is not the database's: nothing new is taken until it is");
            }
            None if self.clock_off => tracing::info!("this machine's clock is the database's again"),
            _ => {}
        }
        self.clock_off = off.is_some();
    }

    /// What still runs is broken off.
    async fn give_up(&mut self) {
        let held: Vec<_> = self.held.values().map(|holding| holding.claimed.held()).collect();
        tracing::warn!(left = held.len(), "pictures in progress are left to be taken over");
        // Nobody may have them before nobody works on them here.
        self.running.shutdown().await;
        if let Err(error) = generations::let_go(&self.app, &held).await {
            tracing::warn!(%error, "their leases have to lapse");
        }
    }

    /// Takes note of whether the database answered, and tells once when that changes.
    fn heard<T>(&mut self, asked: Timestamp, result: Result<T, StoreError>) -> Option<T> {
        match result {
            Ok(value) => {
                if self.connection.answered(asked, self.app.env.now(), self.app.settings.worker.heartbeat) {
                    tracing::info!("the database is back");
                }
                Some(value)
            }
            Err(error) if error.is_unavailable() => {
                if self.connection.failed() {
                    tracing::error!(%error, "the database is lost");
                }
                None
            }
            Err(error) => {
                tracing::error!(%error, "the queue can't be read");
                None
            }
        }
    }
}
