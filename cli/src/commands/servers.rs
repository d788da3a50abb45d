//! `nproxy web` and `nproxy worker`: the product in earnest, on PostgreSQL, as many processes as it takes.

use std::path::Path;
use std::time::Duration;

use nproxy_app::{background, crash, presence};
use nproxy_config::Problems;
use nproxy_domain::WorkerId;
use nproxy_domain::plugin::ConfigError;
use nproxy_server::{BoundSocket, Server};
use secrecy::ExposeSecret as _;
use serde_json::json;

use crate::failure::Usage;
use crate::out::Out;
use crate::parts::Parts;
use crate::{env, metrics, orphans, pictures, settings, signals, wire};

pub async fn web(file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = serving(file)?;
    let (settings, internal) = (settings::server(&parts), parts.config.internal.listen);
    let stop = signals::stop_token()?;
    let store = wire::store(&parts).await?;
    let config = parts.config.clone();
    let app = wire::app(parts, store.clone(), env::system()).await?;
    orphans::refuse(&app, &config).await?;
    Box::pin(pictures::check(&config, &app.env)).await?;
    let server = Server::new(BoundSocket::bind(settings.listen).await?, app.clone(), settings);
    let internal = metrics::open_at(&app, internal).await?;
    let url = format!("http://{}", server.address());
    let metrics_url = internal.as_ref().map(metrics::Internal::metrics_url);
    out.say(&json!({ "url": url, "metrics_url": metrics_url }), || format!("nproxy web listens on {url}"));
    let door = async { server.run(stop.clone()).await.inspect_err(|_| stop.cancel()) };
    let (end, ()) = tokio::join!(door, presence::run(&app, WorkerId::new(&app.env), "web", stop.clone()));
    end?;
    store.close().await;
    Ok(())
}

pub async fn worker(file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = serving(file)?;
    let patience = Duration::from_secs(parts.config.worker.stop_s.into());
    let (at_once, internal) = (parts.config.worker.concurrency, parts.config.internal.listen);
    let stop = signals::stop_token()?;
    let store = wire::store(&parts).await?;
    let config = parts.config.clone();
    let app = wire::app(parts, store.clone(), env::system()).await?;
    orphans::refuse(&app, &config).await?;
    Box::pin(pictures::check(&config, &app.env)).await?;
    let internal = metrics::open_at(&app, internal).await?;
    let metrics_url = internal.as_ref().map(metrics::Internal::metrics_url);
    out.say(&json!({ "worker": true, "concurrency": at_once, "metrics_url": metrics_url }), || {
        format!("nproxy worker makes up to {at_once} pictures at once")
    });
    let work = async { background::run(app.clone(), stop.clone(), patience).await.inspect_err(|_| stop.cancel()) };
    let (end, ()) = tokio::join!(work, presence::run(&app, WorkerId::new(&app.env), "worker", stop.clone()));
    end?;
    store.close().await;
    Ok(())
}

/// The embedded database serves one process and tells no other of anything: two would work past each other.
pub(super) fn serving(file: Option<&Path>) -> anyhow::Result<Parts> {
    crash::check().map_err(Usage)?;
    let parts = super::parts(file)?;
    if parts.config.database.url.expose_secret().starts_with("sqlite:") {
        let reason = "SQLite is for `nproxy dev` alone: web, worker and bot need PostgreSQL (postgres://..)".to_owned();
        let problem = parts.config.problem(ConfigError { key: "database.url".to_owned(), reason });
        return Err(Problems(vec![problem]).into());
    }
    Ok(parts)
}
