//! What was left for the background, done one by one.

use nproxy_app::mail::{self, SendMail};
use nproxy_app::notices::{self, TellNews};
use nproxy_app::payments::{self, LookUpPayment, ReadPayment, ReviewPage};
use nproxy_store::jobs::{Job, JobEnd, JobError};
use nproxy_store::testing::sea_orm::{ConnectionTrait as _, Statement};

use super::World;

const WAITING: &str = "state NOT IN ('completed', 'cancelled', 'discarded')";

/// How the jobs ended that a test let run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Worked {
    pub done: Vec<String>,
    /// They stay, as River would keep them, until they are tried again.
    pub failed: Vec<String>,
}

impl World {
    /// Works every job until none is left that can be: each at most once.
    pub async fn work_jobs(&self) -> Worked {
        let mut worked = Worked::default();
        let mut seen = 0;
        loop {
            self.tell_news().await;
            let jobs = self.jobs_after(seen).await;
            if jobs.is_empty() {
                return worked;
            }
            for (id, kind, args) in jobs {
                seen = id;
                match self.work_job(&kind, &args).await {
                    Ok(JobEnd::Done | JobEnd::GiveUp) => {
                        self.sql(format!("DELETE FROM river_job WHERE id = {id}")).await;
                        worked.done.push(kind);
                    }
                    Ok(JobEnd::Later(_)) | Err(_) => worked.failed.push(kind),
                }
            }
        }
    }

    /// Admins are told what is new, and no job for that is left.
    pub async fn tell_news(&self) -> JobEnd {
        let end = notices::tell(&self.app).await.expect("the database is there");
        self.sql(format!("DELETE FROM river_job WHERE kind = '{}'", TellNews::KIND)).await;
        end
    }

    /// What workers that were stopped had not come to: jobs of their own making are left aside.
    pub async fn work_left(&self) {
        let ours = [ReadPayment::KIND, LookUpPayment::KIND, ReviewPage::KIND, SendMail::KIND].join("', '");
        self.sql(format!("DELETE FROM river_job WHERE kind NOT IN ('{ours}') AND {WAITING}")).await;
        self.work_jobs().await;
    }

    /// How many wait, but for those that tell news.
    pub async fn jobs_left(&self) -> usize {
        self.jobs_after(0).await.len()
    }

    async fn jobs_after(&self, id: i64) -> Vec<(i64, String, String)> {
        let store = &self.app.store;
        let args = match store.backend() {
            nproxy_store::testing::sea_orm::DbBackend::Sqlite => "json(args)",
            _ => "args::text",
        };
        let news = TellNews::KIND;
        let sql = format!(
            "SELECT id, kind, {args} AS args FROM river_job WHERE id > {id} AND {WAITING} AND kind <> '{news}' ORDER BY id"
        );
        let rows = store.read().query_all_raw(Statement::from_string(store.backend(), sql)).await.expect("readable");
        let text = |row: &nproxy_store::testing::sea_orm::QueryResult, name: &str| row.try_get("", name).expect("text");
        rows.iter().map(|row| (row.try_get("", "id").expect("an id"), text(row, "kind"), text(row, "args"))).collect()
    }

    async fn work_job(&self, kind: &str, args: &str) -> Result<JobEnd, JobError> {
        let app = &self.app;
        match kind {
            ReadPayment::KIND => payments::work_read(app, read(args)).await,
            LookUpPayment::KIND => payments::look_up(app, read(args)).await,
            ReviewPage::KIND => payments::review_page(app, read(args)).await,
            SendMail::KIND => mail::send(app, read(args)).await,
            other => panic!("nobody was to leave a job {other}"),
        }
    }
}

fn read<J: Job>(args: &str) -> J {
    serde_json::from_str(args).expect("as it was left")
}
