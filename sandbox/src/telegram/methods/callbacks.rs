//! Answers to buttons.

use serde_json::Value;

use super::super::{
    args::Args,
    chat::TelegramAnswer,
    markup::units,
    refusal::{Answered, Refusal},
    world::World,
};

const ANSWER_UNITS_MAX: usize = 200;
const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";

/// A press is answered once, and soon.
pub(super) fn answer(world: &mut World, args: &Args) -> Answered {
    let (id, text) = (args.text("callback_query_id"), args.text("text"));
    let answer = TelegramAnswer { text: text.to_owned(), show_alert: args.flag("show_alert")? };
    args.number("cache_time", 0)?;
    if units(text) > ANSWER_UNITS_MAX {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let (now_ms, ttl_ms) = (world.now_ms, world.options.callback_ttl_ms);
    let mut presses = world.chats.values_mut().flat_map(|chat| &mut chat.presses);
    let waits = presses
        .find(|press| press.id == id)
        .filter(|press| press.answer.is_none() && now_ms.saturating_sub(press.pressed_ms) < ttl_ms);
    waits.ok_or_else(|| Refusal::bad(TOO_OLD))?.answer = Some(answer);
    Ok(Value::Bool(true))
}
