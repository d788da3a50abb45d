//! Telegram in play: the bot of the configuration is the played one, and a page shows the chats with it.

use nproxy_app::App;
use nproxy_bot::{BotError, BotSettings};
use nproxy_domain::WorkerId;
use nproxy_sandbox::{Sandbox, TelegramOptions};
use tokio_util::sync::CancellationToken;

use crate::commands::bot;

/// What the configuration says of the bot, whatever else it says: nobody's real bot answers as a toy.
pub fn bot_of(sandbox: &Sandbox) -> [(String, String); 2] {
    [
        ("telegram.token".to_owned(), TelegramOptions::default().token),
        ("telegram.api_url".to_owned(), sandbox.telegram_base_url()),
    ]
}

/// Runs until `stop`. The rest goes on without it.
pub async fn run(app: &App, id: WorkerId, settings: Option<BotSettings>, stop: &CancellationToken) {
    let Some(settings) = settings else { return };
    // A bot that gives up stops what it is given.
    let stop = stop.child_token();
    let ended: Result<(), BotError> = Box::pin(bot::serve(app, id, &settings, &stop, |_| {})).await;
    if let Err(error) = ended {
        tracing::warn!("the bot stops: {error}");
    }
}
