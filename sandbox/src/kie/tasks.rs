//! Tasks that were taken: waiting for their turn, in the works, or ended.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::{sync::watch, time::Instant};

use crate::controls::Turn;

/// The oldest task is forgotten for the next one after this many.
const TASKS_MAX: usize = 1_000;
/// The part of a task's time that it waits for its turn.
const QUEUE_DIVISOR: u32 = 4;

#[derive(Default)]
pub(super) struct Tasks(Mutex<VecDeque<Arc<Task>>>);

/// One task.
pub(super) struct Task {
    id: String,
    model: &'static str,
    key_index: usize,
    begun: Instant,
    latency: Duration,
    outcome: watch::Sender<Option<Outcome>>,
}

/// How a task ended.
#[derive(Clone)]
pub(super) enum Outcome {
    /// The picture, and the task's number in the books.
    Made(Bytes, u64),
    Failed {
        code: &'static str,
        message: String,
    },
}

impl Tasks {
    pub(super) fn take(&self, task: Task) -> Arc<Task> {
        let task = Arc::new(task);
        let mut tasks = self.tasks();
        if tasks.len() == TASKS_MAX {
            tasks.pop_front();
        }
        tasks.push_back(Arc::clone(&task));
        task
    }

    /// A task is known to the key that created it.
    pub(super) fn find(&self, id: &str, key_index: usize) -> Option<Arc<Task>> {
        self.tasks().iter().find(|task| task.id == id && task.key_index == key_index).cloned()
    }

    pub(super) fn picture(&self, id: &str) -> Option<(Bytes, u64)> {
        match self.tasks().iter().find(|task| task.id == id)?.outcome.borrow().clone()? {
            Outcome::Made(bytes, call) => Some((bytes, call)),
            Outcome::Failed { .. } => None,
        }
    }

    /// Nothing here panics half-way through a change, so a poisoned lock still guards sound data.
    fn tasks(&self) -> MutexGuard<'_, VecDeque<Arc<Task>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Task {
    pub(super) fn new(id: &str, model: &'static str, turn: &Turn) -> Self {
        Self {
            id: id.to_owned(),
            model,
            key_index: turn.key_index,
            begun: Instant::now(),
            latency: turn.latency,
            outcome: watch::Sender::new(None),
        }
    }

    /// No task ends before its time.
    pub(super) async fn time_is_over(&self) {
        tokio::time::sleep_until(self.begun + self.latency).await;
    }

    pub(super) fn end(&self, outcome: Outcome) {
        self.outcome.send_replace(Some(outcome));
    }

    /// How far it is. When its time is over and only the painting takes longer, that is waited for.
    pub(super) async fn record(&self, origin: &str) -> Value {
        let passed = self.begun.elapsed();
        if passed >= self.latency {
            // It ends with an outcome, whatever comes.
            let mut outcome = self.outcome.subscribe();
            drop(outcome.wait_for(Option::is_some).await);
        }
        let outcome = self.outcome.borrow().clone();
        let (state, result, failed) = match &outcome {
            None if passed < self.latency / QUEUE_DIVISOR => ("waiting", json!(""), (json!(null), json!(null))),
            None => ("generating", json!(""), (json!(null), json!(null))),
            Some(Outcome::Made(..)) => {
                let url = format!("{origin}/files/{}.png", self.id);
                ("success", json!(json!({ "resultUrls": [url] }).to_string()), (json!(null), json!(null)))
            }
            Some(Outcome::Failed { code, message }) => ("fail", json!(""), (json!(code), json!(message))),
        };
        json!({
            "taskId": self.id,
            "model": self.model,
            "state": state,
            "resultJson": result,
            "failCode": failed.0,
            "failMsg": failed.1,
            "costTime": u64::try_from(passed.as_millis()).unwrap_or(u64::MAX),
        })
    }
}
