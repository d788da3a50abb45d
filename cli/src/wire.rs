//! From the parts to a running product: the database, the pool of upstreams, the pictures, the mail.

use std::sync::Arc;

use anyhow::Context as _;
use nproxy_app::crash::CrashRing;
use nproxy_app::mail::FileOutbox;
use nproxy_app::{App, AppParts};
use nproxy_bot::TelegramNotifier;
use nproxy_domain::Env;
use nproxy_domain::mail::{Mailer, Notifier};
use nproxy_gateway::{Clients, Gateway, Processors};
use nproxy_store::ring::Ring;
use nproxy_store::{Store, StoreOptions};
use secrecy::ExposeSecret as _;

use crate::parts::Parts;
use crate::smtp::Smtp;
use crate::{pictures, settings};

/// Connects to the database.
pub async fn store(parts: &Parts) -> anyhow::Result<Store> {
    let database = &parts.config.database;
    let options =
        StoreOptions { url: database.url.expose_secret().to_owned(), connections_max: database.connections_max };
    Store::connect(options, parts.master_key.clone())
        .await
        .context("the database can't be reached; is database.url right?")
}

/// Wires everything around a database whose schema is current.
pub async fn app(parts: Parts, store: Store, env: Env) -> anyhow::Result<App> {
    store.ready().await?;
    store.check_master_key(&env).await?;
    let limits = settings::gateway(&parts.config);
    let ring = Ring::new(store.clone(), settings::ring(&parts));
    let clients = Clients::new(&limits)?;
    let app_settings = settings::app(&parts);
    let (mailer, notifier) = (mailer(&parts, &env), notifier(&parts));
    let processors = Processors::new(parts.processors, clients.clone(), limits);
    let gateway = Gateway::new(parts.providers.into_values(), Arc::new(CrashRing(ring.clone())), clients, limits);
    let storage = &parts.config.storage;
    let assets = Box::pin(pictures::store(storage, storage.kind, &env)).await?;
    Ok(App::new(AppParts {
        store,
        env,
        gateway,
        processors,
        ring,
        assets,
        mailer,
        notifier,
        catalog: parts.catalog,
        plans: parts.config.plans.clone(),
        settings: app_settings,
    }))
}

/// By the admins' bot, where there is one.
fn notifier(parts: &Parts) -> Option<Arc<dyn Notifier>> {
    let bot = settings::bot(&parts.config)?;
    Some(Arc::new(TelegramNotifier::new(&bot.token, &bot.api_url)?))
}

/// Over SMTP, or into files where no mail server is named.
fn mailer(parts: &Parts, env: &Env) -> Arc<dyn Mailer> {
    match &parts.mail.server {
        Some(server) => Arc::new(Smtp::new(server.clone(), parts.mail.from.clone(), env.clone())),
        None => Arc::new(FileOutbox::new(&parts.config.mail.outbox_dir, env.clone())),
    }
}
