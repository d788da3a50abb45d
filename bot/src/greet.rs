//! The bot tells by itself who was let in.

use std::time::Duration;

use nproxy_app::notices::listens_again;
use nproxy_app::telegram::{self, ToGreet};
use nproxy_app::{App, StoreError};
use teloxide::types::InlineKeyboardMarkup;
use tokio_util::sync::CancellationToken;

use crate::api::{ApiError, Telegram};
use crate::said::{Said, say};

/// Somebody looks at the chat and waits.
const EVERY: Duration = Duration::from_secs(1);
/// How often it is looked for acts on money whose end nobody told.
const UNFINISHED_EVERY: u32 = 60;

/// A greeting is noted once it was sent: a crash between the two has it said twice, never not at all.
pub(crate) async fn run(app: &App, telegram: &Telegram, bot_id: i64, stop: &CancellationToken) {
    let (mut nth, mut wait) = (0_u32, Duration::ZERO);
    while tokio::time::timeout(wait, stop.cancelled()).await.is_err() {
        wait = greet_all(app, telegram, bot_id).await.unwrap_or_else(|error| {
            tracing::debug!(%error, "nobody can be greeted");
            EVERY
        });
        if nth.is_multiple_of(UNFINISHED_EVERY)
            && let Err(error) = telegram::tell_unfinished_money_acts(app).await
        {
            tracing::debug!(%error, "acts on money can't be looked for");
        }
        nth = nth.wrapping_add(1);
    }
}

/// How long to wait until the next look.
async fn greet_all(app: &App, telegram: &Telegram, bot_id: i64) -> Result<Duration, StoreError> {
    for ToGreet { pairing, telegram_id, language } in telegram::to_greet(app, bot_id).await? {
        let text = say(language, &Said::Welcome);
        match telegram.send(telegram_id, &text, InlineKeyboardMarkup::default()).await {
            Ok(_) => {}
            Err(ApiError::Later { after }) => return Ok(after),
            Err(error @ ApiError::Away(_)) => {
                tracing::warn!("somebody who was paired is not told yet: {error}");
                return Ok(EVERY * 5);
            }
            Err(error) => tracing::warn!("somebody who was paired can't be told: {error}"),
        }
        listens_again(app, telegram_id).await?;
        telegram::greeted(app, pairing).await?;
    }
    Ok(EVERY)
}
