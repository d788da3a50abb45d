//! Before an act: what it will do.

use nproxy_app::telegram::{NewAsk, keep_ask};
use uuid::Uuid;

use super::meaning::{Asking, Meaning};
use super::shown::{Card, CardButton};
use super::{Dialog, Talk, Trouble};
use crate::said::Said;
use crate::{Act, Place, Scope, acts};

impl Dialog {
    pub(super) async fn ask(
        &self,
        talk: &Talk,
        press: &str,
        message: i64,
        act: Act,
        from: Place,
    ) -> Result<(), Trouble> {
        let asked = acts::ask(&self.app, &talk.reader, &act).await?;
        // The button was shown while the scope was another one.
        if asked.is_money && talk.reader.scope == Scope::Ops {
            return self.alert(press, &talk.say(&Said::NoMoneyScope)).await;
        }
        self.quiet(press).await;
        if asked.before.is_null() {
            return self.end(talk, message, &Said::NotDone { why: &asked.text }, &from).await;
        }
        let asking = Asking {
            act,
            before: asked.before,
            what: asked.text,
            is_money: asked.is_money,
            wants_reason: asked.wants_reason,
            from,
        };
        let new = NewAsk { telegram_id: talk.chat, message_id: message, ask: asking.value() };
        let ask = keep_ask(&self.app, new).await?;
        self.put(talk, Some(message), ask_card(talk, ask, &asking, None)).await.map(drop)
    }
}

/// What it will do, and the two ways to go on.
pub(super) fn ask_card(talk: &Talk, ask: Uuid, asking: &Asking, reason: Option<&str>) -> Card {
    let Asking { what, wants_reason, is_money, .. } = asking;
    let said = Said::Asks { what, reason, wants_reason: *wants_reason, is_money: *is_money };
    let do_it = CardButton::Means { label: talk.say(&Said::DoIt), meaning: Meaning::Do { ask } };
    Card { text: talk.say(&said), rows: vec![vec![do_it, cancel(talk, ask)]] }
}

pub(super) fn cancel(talk: &Talk, ask: Uuid) -> CardButton {
    CardButton::Means { label: talk.say(&Said::Cancel), meaning: Meaning::Drop { ask } }
}
