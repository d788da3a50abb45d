//! Background work on River, in the same transaction as the rows it is about.
//!
//! To add a job: 1. a type that holds ids only, with `impl Job`; 2. `tx.enqueue(it)` where its rows are written;
//! 3. `Jobs::on(..)` where the worker is put together; 4. `Jobs::every(..)` there, where time alone calls for it.

use std::sync::Arc;
use std::time::Duration;

use riverqueue::{
    Client, InsertOpts, IntervalSchedule, JobArgs, MaintenanceConfig, PeriodicJob, PeriodicJobOpts, QueueConfig,
    Retention, RunHandle, WorkContext, WorkOutcome, Workers,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tracing::Instrument as _;

use crate::error::StoreError;
use crate::store::{Pools, Store};
use crate::tx::Inner;

const QUEUE: &str = "default";
/// Jobs of one process that run at once.
const RUNNING_MAX: usize = 8;
/// How soon a new job is looked at, at the latest, where no notice tells of it.
const FETCH_POLL: Duration = Duration::from_secs(1);

/// A kind of background work. It is stored as JSON: ids only, never prompts, bytes or secrets.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Never reused for something else: rows outlive releases.
    const KIND: &'static str;
    /// With River's growing pauses 10 tries last about 7 hours.
    const TRIES_MAX: i32;
}

/// How a run of a job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobEnd {
    Done,
    /// Not yet; doesn't count as a try.
    Later(Duration),
    /// Trying again is of no use.
    GiveUp,
}

/// The run failed and counts as a try. The text is kept with the job: no secrets.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct JobError(pub String);

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
struct Args<J: Job>(J);

impl<J: Job> JobArgs for Args<J> {
    const KIND: &'static str = J::KIND;

    fn default_insert_opts() -> InsertOpts {
        InsertOpts::default().with_max_attempts(J::TRIES_MAX)
    }
}

/// Puts jobs in; works none.
#[derive(Clone)]
pub(crate) struct JobQueue(Client);

impl std::fmt::Debug for JobQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JobQueue")
    }
}

impl JobQueue {
    pub(crate) fn new(pools: &Pools) -> Result<Self, StoreError> {
        Ok(Self(builder(pools).allow_unregistered_job_kinds().build()?))
    }

    pub(crate) async fn insert<J: Job>(&self, job: J, tx: &mut Inner) -> Result<(), StoreError> {
        let request = self.0.insert(Args(job));
        match tx {
            Inner::Postgres(tx) => request.tx(tx).await?,
            Inner::Sqlite(tx) => request.tx(tx).await?,
        };
        Ok(())
    }
}

fn builder(pools: &Pools) -> riverqueue::ClientBuilder {
    match pools {
        Pools::Postgres(pool) => Client::builder(pool.clone()),
        Pools::Sqlite { write, .. } => Client::builder(write.clone()),
    }
}

/// What this process knows how to work.
#[derive(Default)]
pub struct Jobs {
    workers: Workers,
    periodic: Vec<PeriodicJob>,
    maintenance: MaintenanceConfig,
}

impl std::fmt::Debug for Jobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Jobs")
    }
}

impl Jobs {
    pub fn new() -> Self {
        Self::default()
    }

    /// How long the rows of jobs are kept that are done, and of those that were given up.
    pub fn kept(self, done: Duration, given_up: Duration) -> Self {
        let (done, given_up) = (Retention::DeleteAfter(done), Retention::DeleteAfter(given_up));
        let maintenance = self.maintenance.with_completed_job_retention(done);
        let maintenance = maintenance.with_cancelled_job_retention(given_up).with_discarded_job_retention(given_up);
        Self { maintenance, ..self }
    }

    /// `work` may run twice for the same job: it looks at the rows before it acts.
    pub fn on<J, F, Fut>(mut self, work: F) -> Result<Self, StoreError>
    where
        J: Job,
        F: Fn(J) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<JobEnd, JobError>> + Send + 'static,
    {
        let work = Arc::new(work);
        self.workers.add_fn(move |_: WorkContext, job: riverqueue::Job<Args<J>>| {
            let (work, span) = (work.clone(), tracing::info_span!("job", job_id = job.row.id, kind = J::KIND));
            let run = async move {
                Ok::<_, JobError>(match work(job.args.0).await? {
                    JobEnd::Done => WorkOutcome::Complete,
                    JobEnd::Later(wait) => WorkOutcome::Snooze(wait),
                    JobEnd::GiveUp => WorkOutcome::Discard,
                })
            };
            run.instrument(span)
        })?;
        Ok(self)
    }

    /// Leaves `job` every `interval`, and once when a process becomes the leader: one process of all does it.
    pub fn every<J: Job + Clone>(mut self, interval: Duration, job: J) -> Result<Self, StoreError> {
        let options = PeriodicJobOpts::new().with_id(J::KIND).with_run_on_start(true);
        let schedule = IntervalSchedule::new(interval)?;
        self.periodic.push(PeriodicJob::with_options(schedule, move || Args(job.clone()), options));
        Ok(self)
    }
}

/// The background work of this process. Dropping it breaks off what runs; [`JobRunner::stop`] lets it end.
pub struct JobRunner(RunHandle);

impl std::fmt::Debug for JobRunner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JobRunner")
    }
}

impl JobRunner {
    /// Takes no new job, waits for those that run, and breaks them off after `patience`.
    pub async fn stop(mut self, patience: Duration) -> Result<(), StoreError> {
        match tokio::time::timeout(patience, self.0.stop()).await {
            Ok(end) => Ok(end?),
            Err(_) => Ok(self.0.stop_and_cancel().await?),
        }
    }
}

impl Store {
    /// Begins to work jobs in the background.
    pub fn run_jobs(&self, jobs: Jobs) -> Result<JobRunner, StoreError> {
        let queue = QueueConfig::new(RUNNING_MAX).with_fetch_poll_interval(FETCH_POLL);
        let client = builder(self.pools()).workers(jobs.workers).queue(QUEUE, queue);
        let client = client.maintenance(jobs.maintenance);
        let client = jobs.periodic.into_iter().fold(client, riverqueue::ClientBuilder::periodic_job);
        Ok(JobRunner(client.build()?.start()?))
    }
}
