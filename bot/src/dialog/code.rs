//! An act on money waits for a code of the authenticator app.

use nproxy_app::accounts::CodeError;
use nproxy_app::telegram::{MoneyError, OpenAsk, begin_money_act, finish_money_act, take_ask, withdraw_money_act};
use secrecy::SecretString;

use super::ask::cancel;
use super::meaning::Asking;
use super::shown::Card;
use super::{Dialog, Talk, Trouble};
use crate::Scope;
use crate::said::{CodeTrouble, Said, plain_of};

impl Dialog {
    /// Whatever was written while a code is waited for is taken for one, and does not stay in the chat.
    pub(super) async fn code_came(
        &self,
        talk: &Talk,
        message: i64,
        text: &str,
        ask: OpenAsk,
        asking: Asking,
    ) -> Result<(), Trouble> {
        if let Err(error) = self.telegram.delete(talk.chat, message).await {
            tracing::warn!("the message with a code could not be deleted: {error}");
        }
        if talk.reader.scope == Scope::Ops {
            take_ask(&self.app, talk.chat, ask.id).await?;
            return self.end(talk, ask.message_id, &Said::NoMoneyScope, &asking.from).await;
        }
        let (code, what) = (SecretString::from(text.to_owned()), plain_of(&asking.what));
        let per_day = self.settings.money_acts_per_day;
        let begun = match begin_money_act(&self.app, &talk.paired, code, &what, per_day).await {
            Ok(begun) => begun,
            Err(error) => return self.code_refused(talk, &ask, &asking, error).await,
        };
        match self.perform(talk, ask.message_id, &ask, &asking).await? {
            Some(outcome) => finish_money_act(&self.app, &talk.paired, begun, &outcome).await?,
            None => withdraw_money_act(&self.app, begun).await?,
        }
        Ok(())
    }

    async fn code_refused(
        &self,
        talk: &Talk,
        ask: &OpenAsk,
        asking: &Asking,
        error: MoneyError,
    ) -> Result<(), Trouble> {
        let trouble = match error {
            MoneyError::Code(CodeError::Wrong) => CodeTrouble::Wrong,
            MoneyError::Code(CodeError::Used) => CodeTrouble::Used,
            MoneyError::Code(CodeError::TooManyAttempts(wait)) => {
                CodeTrouble::TooMany { minutes: wait.retry_after_seconds.div_ceil(60) }
            }
            MoneyError::Code(CodeError::Missing) => {
                take_ask(&self.app, talk.chat, ask.id).await?;
                return self.end(talk, ask.message_id, &Said::NoSecondFactor, &asking.from).await;
            }
            MoneyError::DayIsFull { per_day } => {
                take_ask(&self.app, talk.chat, ask.id).await?;
                return self.end(talk, ask.message_id, &Said::DayIsFull { per_day }, &asking.from).await;
            }
            MoneyError::Code(CodeError::Store(error)) | MoneyError::Store(error) => return Err(error.into()),
        };
        let said = Said::AsksCode { what: &asking.what, trouble: Some(trouble) };
        let card = Card { text: talk.say(&said), rows: vec![vec![cancel(talk, ask.id)]] };
        self.put(talk, Some(ask.message_id), card).await.map(drop)
    }
}
