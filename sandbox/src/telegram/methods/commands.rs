//! The list of commands that a bot shows, by scope and language.

use serde_json::{Value, json};

use super::super::{
    args::Args,
    markup::units,
    refusal::{Answered, Refusal},
    world::World,
};

const COMMANDS_MAX: usize = 100;
const NAME_BYTES_MAX: usize = 32;
const DESCRIPTION_UNITS_MAX: usize = 256;
/// Those that name no chat; the others are not played.
const SCOPES: [&str; 4] = ["default", "all_private_chats", "all_group_chats", "all_chat_administrators"];

pub(super) fn set(world: &mut World, args: &Args) -> Answered {
    let place = place(args)?;
    let commands: Vec<Value> =
        serde_json::from_str(args.text("commands")).map_err(|_| Refusal::bad("can't parse commands JSON object"))?;
    if commands.len() > COMMANDS_MAX {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let commands = commands.iter().map(command).collect::<Result<Vec<_>, _>>()?;
    world.commands.insert(place, commands.into());
    Ok(Value::Bool(true))
}

pub(super) fn get(world: &mut World, args: &Args) -> Answered {
    Ok(world.commands.get(&place(args)?).cloned().unwrap_or_else(|| json!([])))
}

pub(super) fn delete(world: &mut World, args: &Args) -> Answered {
    world.commands.remove(&place(args)?);
    Ok(Value::Bool(true))
}

fn command(command: &Value) -> Result<Value, Refusal> {
    let fields = command.as_object().ok_or_else(|| Refusal::bad("expected an Object for BotCommand"))?;
    if let Some(name) = fields.keys().find(|name| !["command", "description"].contains(&name.as_str())) {
        return Err(Refusal::bad(format!("the played Bot API does not know the field {name:?} here")));
    }
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let (name, description) = (text("command").trim_start_matches('/').to_owned(), text("description"));
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if name.is_empty() || name.len() > NAME_BYTES_MAX || !name.bytes().all(good) {
        return Err(Refusal::bad("BOT_COMMAND_INVALID"));
    }
    if !(1..=DESCRIPTION_UNITS_MAX).contains(&units(&description)) {
        return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(json!({ "command": name, "description": description }))
}

/// Scope and language.
fn place(args: &Args) -> Result<(String, String), Refusal> {
    let scope = match args.text("scope") {
        "" => "default".to_owned(),
        raw => {
            let scope: Value = serde_json::from_str(raw).unwrap_or_default();
            let kind = scope.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
            let known = SCOPES.contains(&kind.as_str()) && scope.as_object().is_some_and(|scope| scope.len() == 1);
            known.then_some(kind).ok_or_else(|| Refusal::bad("unsupported bot command scope specified"))?
        }
    };
    let language = args.text("language_code");
    let is_code = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
    if !language.is_empty() && !is_code {
        return Err(Refusal::bad("invalid language code specified"));
    }
    Ok((scope, language.to_owned()))
}
