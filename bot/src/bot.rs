//! The bot as a whole: connects, listens, and stops.

use std::time::Duration;

use nproxy_app::{App, presence};
use nproxy_domain::WorkerId;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::api::{ApiError, Me, Telegram};
use crate::dialog::Dialog;
use crate::heard::Heard;
use crate::{greet, said};

/// So long `getUpdates` waits for something to tell.
const POLL: Duration = Duration::from_secs(25);
/// Until Telegram is asked again after it was away.
const PAUSE_MIN: Duration = Duration::from_secs(1);
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// A bot that was killed leaves a request behind, which may end the first one of its successor.
const CONFLICTS_OF_JUNIOR_MAX: u32 = 2;
/// Of who is here longest, or knows nothing of the other.
const CONFLICTS_MAX: u32 = 10;
const CONFLICT_PAUSE: Duration = Duration::from_secs(1);
/// As processes call it.
const ROLE: &str = "bot";

#[derive(Clone, Debug)]
pub struct BotSettings {
    pub token: SecretString,
    pub api_url: Url,
    /// E-mail addresses of customers are shown whole.
    pub full_addresses: bool,
    pub money_acts_per_day: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum BotError {
    #[error("Telegram knows no bot with this token: compare it with what @BotFather gave")]
    WrongToken,
    #[error("another process runs this bot: there can be only one for a token, so this one stops")]
    Conflict,
    #[error("Telegram can't be asked: {0}")]
    Unusable(String),
}

/// A bot whose token is good.
#[derive(Debug)]
pub struct Bot {
    dialog: Dialog,
    telegram: Telegram,
    me: Me,
    id: WorkerId,
}

impl Bot {
    /// As the process `id`. Waits for Telegram where it is away; `None`: it was stopped meanwhile.
    pub async fn connect(
        app: &App,
        id: WorkerId,
        settings: &BotSettings,
        stop: &CancellationToken,
    ) -> Result<Option<Self>, BotError> {
        let unusable = |error: ApiError| BotError::Unusable(error.to_string());
        let telegram = Telegram::new(&settings.token, &settings.api_url).map_err(unusable)?;
        let mut pause = Pause::default();
        loop {
            let met = async {
                let me = telegram.me().await?;
                telegram.stop_sending().await?;
                Ok(me)
            };
            let wait = match met.await {
                Ok(me) => {
                    let dialog = Dialog::new(app.clone(), telegram.clone(), settings.clone(), me.clone());
                    return Ok(Some(Self { dialog, telegram, me, id }));
                }
                Err(ApiError::WrongToken) => return Err(BotError::WrongToken),
                Err(ApiError::Later { after }) => after,
                Err(error @ ApiError::Away(_)) => {
                    tracing::warn!("{error}");
                    pause.next()
                }
                Err(error) => return Err(unusable(error)),
            };
            if is_stopped_within(stop, wait).await {
                return Ok(None);
            }
        }
    }

    /// As people find it, without `@`.
    pub fn username(&self) -> &str {
        &self.me.username
    }

    /// Runs until `stop`. What is in work then comes to its end.
    pub async fn run(&self, stop: &CancellationToken) -> Result<(), BotError> {
        self.offer_commands().await;
        let greeting = greet::run(self.dialog.app(), &self.telegram, self.me.id, stop);
        let listening = async {
            let ended = self.listen(stop).await;
            stop.cancel();
            ended
        };
        let (ended, ()) = tokio::join!(listening, greeting);
        ended
    }

    async fn offer_commands(&self) {
        for (language, code) in said::LANGUAGES {
            if let Err(error) = self.telegram.set_commands(said::commands(language), code).await {
                tracing::warn!("what the bot can be told is not offered in Telegram: {error}");
            }
        }
    }

    async fn listen(&self, stop: &CancellationToken) -> Result<(), BotError> {
        let (mut last, mut conflicts, mut unknown) = (None, 0, 0_u64);
        let mut pause = Pause::default();
        while !stop.is_cancelled() {
            let heard = tokio::select! {
                () = stop.cancelled() => break,
                heard = self.telegram.next_update(last, POLL) => heard,
            };
            let wait = match heard {
                Ok(update) => {
                    (pause, conflicts) = (Pause::default(), 0);
                    if let Some(update) = update {
                        let heard = Heard::read(update.json.get());
                        if heard == Heard::Unknown {
                            unknown += 1;
                            tracing::info!(update = update.id, unknown, "an update of a kind that is not known");
                        }
                        self.dialog.hear(heard).await;
                        last = Some(update.id);
                    }
                    continue;
                }
                Err(ApiError::WrongToken) => return Err(BotError::WrongToken),
                Err(ApiError::Conflict) => {
                    conflicts += 1;
                    if conflicts >= CONFLICTS_MAX || conflicts >= CONFLICTS_OF_JUNIOR_MAX && self.is_elder_there().await
                    {
                        return Err(BotError::Conflict);
                    }
                    tracing::warn!("another process asks for this bot's messages, or has them sent to it");
                    if let Err(error) = self.telegram.stop_sending().await {
                        tracing::debug!("{error}");
                    }
                    CONFLICT_PAUSE
                }
                Err(ApiError::Later { after }) => after,
                Err(error) => {
                    let wait = pause.next();
                    tracing::warn!(pause_s = wait.as_secs(), "{error}");
                    wait
                }
            };
            if is_stopped_within(stop, wait).await {
                break;
            }
        }
        if let Some(last) = last
            && let Err(error) = self.telegram.confirm(last).await
        {
            tracing::warn!("the last message may be answered again: {error}");
        }
        Ok(())
    }

    /// Of two bots the one that came later gives way.
    async fn is_elder_there(&self) -> bool {
        let asked = presence::is_elder_there(self.dialog.app(), self.id, ROLE).await;
        asked.unwrap_or_else(|error| {
            tracing::debug!(%error, "other bots can't be looked for");
            false
        })
    }
}

async fn is_stopped_within(stop: &CancellationToken, wait: Duration) -> bool {
    tokio::time::timeout(wait, stop.cancelled()).await.is_ok()
}

/// Twice as long each time.
#[derive(Debug, Default)]
pub(crate) struct Pause(Option<Duration>);

impl Pause {
    pub fn next(&mut self) -> Duration {
        let next = self.0.map_or(PAUSE_MIN, |last| (last * 2).min(PAUSE_MAX));
        self.0 = Some(next);
        next
    }
}
