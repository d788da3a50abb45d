//! What becomes of a message or of a pressed button.

mod ask;
mod code;
mod command;
mod confirm;
mod meaning;
mod press;
mod shown;
mod stranger;
mod wrote;

use nproxy_app::notices::listens_again;
use nproxy_app::telegram::{TelegramReader, TelegramScope, Who, who};
use nproxy_app::{App, StoreError};

use crate::api::{ApiError, Me, Telegram};
use crate::bot::BotSettings;
use crate::heard::{From, Heard};
use crate::said::{Said, say};
use crate::{Reader, Scope};

use stranger::SentAway;

/// Everything that an answer needs.
#[derive(Debug)]
pub(crate) struct Dialog {
    app: App,
    telegram: Telegram,
    settings: BotSettings,
    me: Me,
    sent_away: SentAway,
}

/// An admin who is answered: the chat is private, so it has the person's number.
#[derive(Clone, Debug)]
struct Talk {
    chat: i64,
    reader: Reader,
    paired: TelegramReader,
}

/// Why nothing was answered.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Api(#[from] ApiError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The same, and whoever asked was told.
    #[error(transparent)]
    Told(StoreError),
}

impl Dialog {
    pub fn new(app: App, telegram: Telegram, settings: BotSettings, me: Me) -> Self {
        Self { app, telegram, settings, me, sent_away: SentAway::default() }
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// Answers, whatever it was; what goes wrong is told where it can be, and logged.
    pub async fn hear(&self, heard: Heard) {
        let heard = match heard {
            Heard::Wrote { from, message_id, text } => self.wrote(&from, message_id, text).await,
            Heard::Pressed { from, press, message_id, token } => self.pressed(&from, &press, message_id, &token).await,
            Heard::CameBack { telegram_id } => self.came_back(telegram_id).await,
            Heard::Elsewhere { chat } => {
                tracing::info!("the bot leaves a group: it talks in private only");
                self.telegram.leave(chat).await.map_err(Trouble::from)
            }
            Heard::Nothing | Heard::Unknown => Ok(()),
        };
        if let Err(error) = heard {
            tracing::warn!("a message could not be answered: {error}");
        }
    }

    /// Somebody can be written to again: an admin is told what is open.
    async fn came_back(&self, telegram_id: i64) -> Result<(), Trouble> {
        if let Who::Admin(_) = who(&self.app, telegram_id).await? {
            listens_again(&self.app, telegram_id).await?;
        }
        Ok(())
    }

    /// Who it is, asked anew each time: what was taken away is gone at once.
    async fn talk(&self, from: &From) -> Result<Result<Talk, Outsider>, StoreError> {
        Ok(match who(&self.app, from.id).await? {
            Who::Admin(paired) => {
                let reader = Reader {
                    telegram_id: from.id,
                    admin: paired.admin,
                    scope: match paired.scope {
                        TelegramScope::Ops => Scope::Ops,
                        TelegramScope::Money => Scope::Money,
                    },
                    language: paired.language,
                    full_addresses: self.settings.full_addresses,
                };
                Ok(Talk { chat: from.id, reader, paired })
            }
            Who::NoAdmin(language) => Err(Outsider::NoAdmin(language)),
            Who::Stranger => Err(Outsider::Stranger),
        })
    }
}

/// Somebody who is shown nothing.
enum Outsider {
    NoAdmin(nproxy_app::accounts::Language),
    Stranger,
}

impl Talk {
    fn say(&self, said: &Said<'_>) -> String {
        say(self.reader.language, said)
    }
}
