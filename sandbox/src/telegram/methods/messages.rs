//! Messages: sent, edited, deleted, announced.

use serde_json::Value;

use super::super::{
    args::Args,
    chat::{TelegramChatKind, TelegramMessage, TelegramVersion},
    keyboard,
    markup::{Formatted, parse, units},
    refusal::{Answered, Refusal},
    world::World,
};

/// "4096 characters after entities parsing"; by the stricter reading, in UTF-16 units.
pub(in super::super) const TEXT_UNITS_MAX: usize = 4096;

/// What a bot can be about to do.
const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
     same as a current content and reply markup of the message";

pub(super) fn send(world: &mut World, args: &Args) -> Answered {
    let id = world.open_chat(args.text("chat_id"))?.id;
    let (formatted, keyboard) = (formatted(args)?, keyboard::read(args.text("reply_markup"))?);
    pass(world, id)?;
    let (message_id, version) = (world.next_message_id(), TelegramVersion::new(world.now, formatted, keyboard));
    let chat = world.open_chat(args.text("chat_id"))?;
    chat.action = None;
    chat.add(message_id, None, version);
    shown(world, id, message_id)
}

pub(super) fn edit_text(world: &mut World, args: &Args) -> Answered {
    let now = world.now;
    let (id, message_id) = editable(world, args)?;
    let (formatted, keyboard) = (formatted(args)?, keyboard::read(args.text("reply_markup"))?);
    pass(world, id)?;
    replace(message(world, args)?, TelegramVersion::new(now, formatted, keyboard))?;
    shown(world, id, message_id)
}

pub(super) fn edit_markup(world: &mut World, args: &Args) -> Answered {
    let now = world.now;
    let (id, message_id) = editable(world, args)?;
    let keyboard = keyboard::read(args.text("reply_markup"))?;
    pass(world, id)?;
    let message = message(world, args)?;
    let version = TelegramVersion { at: now, keyboard, ..message.seen().clone() };
    replace(message, version)?;
    shown(world, id, message_id)
}

/// In a private chat a person's message too.
pub(super) fn delete(world: &mut World, args: &Args) -> Answered {
    let message_id = args.number("message_id", 0)?;
    let chat = world.open_chat(args.text("chat_id"))?;
    let private = chat.kind == TelegramChatKind::Private;
    let message = chat.message(message_id).ok_or_else(|| Refusal::bad("message to delete not found"))?;
    if message.author.is_some() && !private {
        return Err(Refusal::bad("message can't be deleted"));
    }
    message.deleted = true;
    Ok(Value::Bool(true))
}

/// The bot goes out of a group, which nobody tells it.
pub(super) fn leave(world: &mut World, args: &Args) -> Answered {
    let chat = world.open_chat(args.text("chat_id"))?;
    if chat.kind == TelegramChatKind::Private {
        return Err(Refusal::bad("chat member status can't be changed in private chats"));
    }
    chat.blocked = true;
    Ok(Value::Bool(true))
}

pub(super) fn act(world: &mut World, args: &Args) -> Answered {
    let (chat, action) = (world.open_chat(args.text("chat_id"))?, args.text("action"));
    if !ACTIONS.contains(&action) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    chat.action = Some(action.to_owned());
    Ok(Value::Bool(true))
}

/// Chat and message that are to be edited.
fn editable(world: &mut World, args: &Args) -> Result<(i64, i64), Refusal> {
    let id = world.open_chat(args.text("chat_id"))?.id;
    Ok((id, message(world, args)?.message_id))
}

fn message<'a>(world: &'a mut World, args: &Args) -> Result<&'a mut TelegramMessage, Refusal> {
    let message_id = args.number("message_id", 0)?;
    let chat = world.open_chat(args.text("chat_id"))?;
    let message = chat.message(message_id).ok_or_else(|| Refusal::bad("message to edit not found"))?;
    if message.author.is_some() {
        return Err(Refusal::bad("message can't be edited"));
    }
    Ok(message)
}

fn replace(message: &mut TelegramMessage, version: TelegramVersion) -> Result<(), Refusal> {
    let seen = message.seen();
    if (&seen.text, &seen.entities, &seen.keyboard) == (&version.text, &version.entities, &version.keyboard) {
        return Err(Refusal::bad(NOT_MODIFIED));
    }
    message.versions.push(version);
    Ok(())
}

fn pass(world: &mut World, chat: i64) -> Result<(), Refusal> {
    let Some(limits) = world.options.flood else { return Ok(()) };
    world.flood.pass(&limits, chat, world.now_ms).map_err(Refusal::too_many_requests)
}

fn shown(world: &World, chat_id: i64, message_id: i64) -> Answered {
    world.message_json(chat_id, message_id).ok_or_else(|| Refusal::new(500, "Internal Server Error"))
}

fn formatted(args: &Args) -> Result<Formatted, Refusal> {
    let clean = cleaned(args.text("text"));
    let formatted = match args.text("parse_mode").to_ascii_lowercase().as_str() {
        "" => Formatted { text: clean, entities: Vec::new() },
        "html" => parse(&clean).map_err(|why| Refusal::bad(format!("can't parse entities: {why}")))?,
        // The real one reads Markdown as well.
        _ => return Err(Refusal::bad("unsupported parse_mode")),
    };
    let formatted = formatted.trimmed();
    match units(&formatted.text) {
        0 => Err(Refusal::bad("message text is empty")),
        1..=TEXT_UNITS_MAX => Ok(formatted),
        _ => Err(Refusal::bad("message is too long")),
    }
}

/// What steers a screen or turns a line around does not come through.
fn cleaned(text: &str) -> String {
    let letters = text.chars().filter(|letter| !matches!(letter, '\r' | '\u{2028}'..='\u{202e}'));
    letters.map(|letter| if letter.is_ascii_control() && letter != '\n' { ' ' } else { letter }).collect()
}
