//! `nproxy bot`: the admins' bot in Telegram.

use std::path::Path;

use nproxy_app::{App, presence};
use nproxy_bot::{Bot, BotError, BotSettings};
use nproxy_config::{Config, Problems};
use nproxy_domain::WorkerId;
use nproxy_domain::plugin::ConfigError;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::servers::serving;
use crate::out::Out;
use crate::{env, metrics, settings, signals, wire};

pub async fn run(file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = serving(file)?;
    let Some(settings) = settings::bot(&parts.config) else {
        return Err(problem(&parts.config, "is not set: make a bot with @BotFather and give its token").into());
    };
    let (config, internal) = (parts.config.clone(), parts.config.internal.listen);
    let stop = signals::stop_token()?;
    let store = wire::store(&parts).await?;
    let app = wire::app(parts, store.clone(), env::system()).await?;
    let internal = metrics::open_at(&app, internal).await?;
    let metrics_url = internal.as_ref().map(metrics::Internal::metrics_url);
    let id = WorkerId::new(&app.env);
    let here = presence::run(&app, id, "bot", stop.clone());
    let work = async {
        let ended = serve(&app, id, &settings, &stop, |bot| {
            out.say(&json!({ "bot": bot, "metrics_url": metrics_url }), || format!("nproxy bot answers as @{bot}"));
        });
        let ended = Box::pin(ended).await;
        stop.cancel();
        ended
    };
    let (ended, ()) = tokio::join!(work, here);
    store.close().await;
    ended.map_err(|error| match error {
        BotError::WrongToken => problem(&config, &error.to_string()).into(),
        other => other.into(),
    })
}

/// Runs until `stop`; `ready` is told the bot's name once it is known.
pub async fn serve(
    app: &App,
    id: WorkerId,
    settings: &BotSettings,
    stop: &CancellationToken,
    ready: impl FnOnce(&str),
) -> Result<(), BotError> {
    let Some(bot) = Bot::connect(app, id, settings, stop).await? else { return Ok(()) };
    ready(bot.username());
    Box::pin(bot.run(stop)).await
}

fn problem(config: &Config, reason: &str) -> Problems {
    let error = ConfigError { key: "telegram.token".to_owned(), reason: reason.to_owned() };
    Problems(vec![config.problem(error)])
}
