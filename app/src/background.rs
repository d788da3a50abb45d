//! Everything that runs unattended: generations and jobs.
//!
//! To add a job: 1. its type and its work beside the deed that leaves it (see [`crate::mail`]); 2. a line in [`jobs`].

use std::sync::Arc;
use std::time::Duration;

use nproxy_store::StoreError;
use nproxy_store::jobs::{JobEnd, Jobs};
use tokio_util::sync::CancellationToken;

use crate::health::HealthWatch;
use crate::{App, accounts, balances, incidents, mail, notes, notices, overview, payments, retention, trash, worker};

/// Runs until `shutdown`; then pictures and jobs that are under way have `patience` to end, side by side. What doesn't
/// is taken over by another worker, and what its upstream made is bought once more.
pub async fn run(app: App, shutdown: CancellationToken, patience: Duration) -> Result<(), StoreError> {
    let runner = app.store.run_jobs(jobs(&app)?)?;
    let overdue = async {
        shutdown.cancelled().await;
        tokio::time::sleep(patience).await;
    };
    let pictures = worker::run_until(app, shutdown.clone(), overdue);
    let jobs = async {
        shutdown.cancelled().await;
        runner.stop(patience).await
    };
    let ((), stopped) = tokio::join!(pictures, jobs);
    stopped
}

fn jobs(app: &App) -> Result<Jobs, StoreError> {
    let (of_mail, of_old) = (app.clone(), app.clone());
    let (of_balances, of_incidents) = (app.clone(), app.clone());
    let (of_months, of_closed) = (app.clone(), app.clone());
    let (of_trash, of_days) = (app.clone(), app.clone());
    let kept = &app.settings.retention;
    let jobs = Jobs::new()
        .kept(kept.jobs, kept.jobs_failed)
        .on(move |job: mail::SendMail| {
            let app = of_mail.clone();
            async move { mail::send(&app, job).await }
        })?
        .on(move |_: retention::Retain| {
            let app = of_old.clone();
            async move {
                let done = retention::retain(&app).await?;
                tracing::debug!(?done, "what is old is forgotten");
                Ok(JobEnd::Done)
            }
        })?
        .every(retention::EVERY, retention::Retain {})?
        .on(move |_: accounts::EraseClosed| {
            let app = of_closed.clone();
            async move {
                let erased = accounts::erase_closed(&app).await?;
                tracing::debug!(erased, "closed accounts are erased");
                Ok(JobEnd::Done)
            }
        })?
        .every(accounts::ERASE_EVERY, accounts::EraseClosed {})?
        .on(move |_: balances::PollBalances| {
            let app = of_balances.clone();
            async move { Ok(balances::poll(&app).await?) }
        })?
        .every(app.settings.balances.every(), balances::PollBalances {})?
        .on(move |_: incidents::ReviewIncidents| {
            let app = of_incidents.clone();
            async move {
                incidents::review(&app).await?;
                Ok(JobEnd::Done)
            }
        })?
        .every(incidents::REVIEW_EVERY, incidents::ReviewIncidents {})?
        .on(move |_: notes::RemindMonths| {
            let app = of_months.clone();
            async move {
                let written = notes::remind(&app).await?;
                tracing::debug!(written, "customers are reminded of months that end");
                Ok(JobEnd::Done)
            }
        })?
        .every(notes::REMIND_EVERY, notes::RemindMonths {})?
        .on(move |_: trash::Purge| {
            let app = of_trash.clone();
            async move {
                let pictures = trash::purge(&app).await?;
                tracing::debug!(pictures, "what was deleted long ago is gone");
                Ok(JobEnd::Done)
            }
        })?
        .on(move |_: overview::RefreshDays| {
            let app = of_days.clone();
            async move {
                let days = overview::refresh(&app).await?;
                tracing::debug!(days, "days are counted");
                Ok(JobEnd::Done)
            }
        })?
        .every(overview::REFRESH_EVERY, overview::RefreshDays {})?;
    notice_jobs(app, payment_jobs(app, jobs)?)
}

fn payment_jobs(app: &App, jobs: Jobs) -> Result<Jobs, StoreError> {
    let (of_readings, of_searches, of_sweeps) = (app.clone(), app.clone(), app.clone());
    let (of_lists, of_pages) = (app.clone(), app.clone());
    jobs.on(move |job: payments::ReadPayment| {
        let app = of_readings.clone();
        async move { payments::work_read(&app, job).await }
    })?
    .on(move |job: payments::LookUpPayment| {
        let app = of_searches.clone();
        async move { payments::look_up(&app, job).await }
    })?
    .on(move |_: payments::ReconcilePayments| {
        let app = of_sweeps.clone();
        async move { Ok(payments::reconcile(&app).await?) }
    })?
    .every(payments::RECONCILE_EVERY, payments::ReconcilePayments {})?
    .on(move |_: payments::ReviewProcessors| {
        let app = of_lists.clone();
        async move {
            payments::review(&app).await?;
            Ok(JobEnd::Done)
        }
    })?
    .every(payments::REVIEW_EVERY, payments::ReviewProcessors {})?
    .on(move |job: payments::ReviewPage| {
        let app = of_pages.clone();
        async move { payments::review_page(&app, job).await }
    })
}

fn notice_jobs(app: &App, jobs: Jobs) -> Result<Jobs, StoreError> {
    let (of_news, of_sights, of_books, of_days) = (app.clone(), app.clone(), app.clone(), app.clone());
    let health = Arc::new(HealthWatch::new(app.clone()));
    let heartbeat = Arc::new(notices::Heartbeat::new(app.clone(), health.clone()));
    let jobs = jobs
        .on(move |_: notices::TellNews| {
            let app = of_news.clone();
            async move { notices::tell(&app).await }
        })?
        .every(notices::SWEEP_EVERY, notices::TellNews {})?
        .on(move |_: notices::Watch| {
            let (app, health) = (of_sights.clone(), health.clone());
            async move {
                notices::watch(&app, &health).await?;
                Ok(JobEnd::Done)
            }
        })?
        .every(notices::WATCH_EVERY, notices::Watch {})?
        .on(move |_: notices::WatchLedger| {
            let app = of_books.clone();
            async move {
                notices::watch_ledger(&app).await?;
                Ok(JobEnd::Done)
            }
        })?
        .every(notices::LEDGER_EVERY, notices::WatchLedger {})?
        .on(move |_: notices::SendHeartbeat| {
            let heartbeat = heartbeat.clone();
            async move {
                heartbeat.beat().await;
                Ok(JobEnd::Done)
            }
        })?;
    let jobs = match &app.settings.notices.heartbeat {
        Some(_) => jobs.every(notices::HEARTBEAT_EVERY, notices::SendHeartbeat {})?,
        None => jobs,
    };
    jobs.on(move |_: notices::WriteDigest| {
        let app = of_days.clone();
        async move {
            notices::write_digest(&app).await?;
            Ok(JobEnd::Done)
        }
    })?
    .every(notices::DIGEST_EVERY, notices::WriteDigest {})
}
