//! Jobs that were taken: waiting for their turn, in the works, or ended.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::{sync::watch, time::Instant};

use super::{models::Endpoint, replies::Refusal};
use crate::{
    controls::{Controls, Turn},
    serve::{Manner, Reply},
};

/// The oldest job is forgotten for the next one after this many.
const JOBS_MAX: usize = 1_000;
/// The part of a job's time that it waits for its turn.
const QUEUE_DIVISOR: u32 = 4;

#[derive(Default)]
pub(super) struct Queue(Mutex<VecDeque<Arc<Job>>>);

/// One job.
pub(super) struct Job {
    id: String,
    app: &'static str,
    key_index: usize,
    begun: Instant,
    latency: Duration,
    cancelled: watch::Sender<bool>,
    outcome: watch::Sender<Option<Arc<Outcome>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    InQueue,
    InProgress,
    Completed,
}

impl Phase {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::InQueue => "IN_QUEUE",
            Self::InProgress => "IN_PROGRESS",
            Self::Completed => "COMPLETED",
        }
    }
}

pub(super) enum Cancelled {
    Requested,
    TooLate,
}

/// How a job ended.
pub(super) enum Outcome {
    Made {
        images: Vec<Bytes>,
        /// `png`
        extension: &'static str,
        mime_type: &'static str,
        size: (u16, u16),
        /// Its number in the books.
        call: u64,
    },
    /// A 200 without a picture.
    Words(&'static str),
    Refused(Refusal),
}

impl Queue {
    pub(super) fn take(&self, job: Job) -> Arc<Job> {
        let job = Arc::new(job);
        let mut jobs = self.jobs();
        if jobs.len() == JOBS_MAX {
            jobs.pop_front();
        }
        jobs.push_back(Arc::clone(&job));
        job
    }

    /// A job is known to the key that submitted it, below its app.
    pub(super) fn find(&self, app: &str, id: &str, key_index: usize) -> Option<Arc<Job>> {
        self.jobs().iter().find(|job| job.id == id && job.app == app && job.key_index == key_index).cloned()
    }

    pub(super) fn outcome(&self, id: &str) -> Option<Arc<Outcome>> {
        self.jobs().iter().find(|job| job.id == id)?.outcome()
    }

    /// Nothing here panics half-way through a change, so a poisoned lock still guards sound data.
    fn jobs(&self) -> MutexGuard<'_, VecDeque<Arc<Job>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    pub(super) fn new(id: &str, endpoint: Endpoint, turn: &Turn) -> Self {
        Self {
            id: id.to_owned(),
            app: endpoint.app,
            key_index: turn.key_index,
            begun: Instant::now(),
            latency: turn.latency,
            cancelled: watch::Sender::new(false),
            outcome: watch::Sender::new(None),
        }
    }

    fn turn_at(&self) -> Instant {
        self.begun + self.latency / QUEUE_DIVISOR
    }

    /// Waits for the job's turn; `false`: it was cancelled before.
    pub(super) async fn turn_comes(&self) -> bool {
        let mut cancelled = self.cancelled.subscribe();
        tokio::select! {
            biased;
            _ = cancelled.wait_for(|cancelled| *cancelled) => false,
            () = tokio::time::sleep_until(self.turn_at()) => true,
        }
    }

    /// No job ends before its time.
    pub(super) async fn time_is_over(&self) {
        tokio::time::sleep_until(self.begun + self.latency).await;
    }

    pub(super) fn end(&self, outcome: Outcome) {
        self.outcome.send_replace(Some(Arc::new(outcome)));
    }

    pub(super) fn outcome(&self) -> Option<Arc<Outcome>> {
        self.outcome.borrow().clone()
    }

    /// How far it is. When its time is over and only the painting takes longer, that is waited for.
    pub(super) async fn phase(&self) -> Phase {
        if self.outcome.borrow().is_none() {
            let now = Instant::now();
            if now < self.turn_at() && !*self.cancelled.borrow() {
                return Phase::InQueue;
            }
            if now < self.begun + self.latency && !*self.cancelled.borrow() {
                return Phase::InProgress;
            }
            let mut outcome = self.outcome.subscribe();
            if outcome.wait_for(Option::is_some).await.is_err() {
                return Phase::InProgress;
            }
        }
        Phase::Completed
    }

    /// A job that is in the works goes on to its end, like the real one may.
    pub(super) fn cancel(&self) -> Cancelled {
        if self.outcome.borrow().is_some() {
            return Cancelled::TooLate;
        }
        if Instant::now() < self.turn_at() {
            self.cancelled.send_replace(true);
        }
        Cancelled::Requested
    }
}

impl Outcome {
    pub(super) fn reply(&self, origin: &str, id: &str) -> Reply {
        match self {
            Self::Refused(refusal) => refusal.reply(),
            Self::Words(words) => Reply::json(200, &json!({ "images": [], "description": words })),
            Self::Made { images, extension, mime_type, size: (width, height), .. } => {
                let image = |(n, bytes): (usize, &Bytes)| {
                    json!({
                        "url": format!("{origin}/files/{id}/{n}.{extension}"),
                        "content_type": mime_type,
                        "file_name": format!("{n}.{extension}"),
                        "file_size": bytes.len(),
                        "width": width,
                        "height": height,
                    })
                };
                let images: Vec<Value> = images.iter().enumerate().map(image).collect();
                Reply::json(200, &json!({ "images": images, "description": "" }))
            }
        }
    }

    /// The word for the journal.
    pub(super) fn kind(&self) -> &str {
        match self {
            Self::Refused(refusal) => refusal.kind(),
            Self::Words(_) => "words",
            Self::Made { .. } => "OK",
        }
    }

    pub(super) fn file(&self, name: &str, controls: &Controls) -> Option<Reply> {
        let Self::Made { images, extension, mime_type, call, .. } = self else { return None };
        let n: usize = name.strip_suffix(extension)?.strip_suffix('.')?.parse().ok()?;
        Some(Reply {
            status: 200,
            content_type: mime_type,
            header: None,
            body: images.get(n)?.clone(),
            manner: Manner::Whole,
            call: Some((controls.clone(), *call)),
            ticket: None,
        })
    }
}
