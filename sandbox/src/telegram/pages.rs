//! Pages for a person: who there is, and a chat with the bot. Everything works without the script; with it the chat goes
//! on by itself.

use std::fmt::Write as _;

use super::{
    chat::{TelegramChat, TelegramMessage, TelegramPerson, TelegramPress, TelegramVersion},
    markup::TelegramEntity,
    town::Telegram,
};
use crate::html::{facts, page, styled_page, text};

const STYLE: &str = include_str!("chat.css");
const SCRIPT: &str = include_str!("chat.js");

/// Whose private chat it is.
pub(super) fn who(telegram: &Telegram, id: i64) -> Option<(TelegramPerson, TelegramChat)> {
    let person = telegram.people().into_iter().find(|person| person.id == id)?;
    Some((person, telegram.chat(id)?))
}

pub(super) fn people(telegram: &Telegram, refused: Option<&str>) -> String {
    let mut body = format!(
        "<h1>Telegram</h1><p class=\"soft\">Chat with the bot as somebody. Nothing leaves this machine.</p>{}",
        told(refused)
    );
    for person in telegram.people() {
        let _never_fails = write!(
            body,
            "<div class=\"card\"><a href=\"/telegram/{}\"><bdi>{}</bdi></a><p class=\"soft\">{}</p></div>",
            person.id,
            text(&name(&person)),
            text(&known_as(&person))
        );
    }
    let fields = [
        ("first_name", "First name", " required"),
        ("last_name", "Last name", ""),
        ("username", "Username", " autocapitalize=\"none\""),
        ("language_code", "Language: en, ru", " autocapitalize=\"none\""),
    ];
    let fields = fields.map(|(name, label, more)| {
        format!("<input name=\"{name}\" placeholder=\"{label}\" aria-label=\"{label}\" autocomplete=\"off\"{more}>")
    });
    let _never_fails = write!(
        body,
        "<h2>Somebody new</h2><form method=\"post\" action=\"/telegram\" class=\"deeds\">{}<button class=\"first\">Begin</button></form>",
        fields.concat()
    );
    page("Telegram", &body)
}

pub(super) fn chat(person: &TelegramPerson, chat: &TelegramChat, refused: Option<&str>) -> String {
    let id = person.id;
    let (blocked, label) = if chat.blocked { ("false", "Unblock the bot") } else { ("true", "Block the bot") };
    let facts = facts(&[
        ("Id", id.to_string()),
        ("Username", person.username.as_deref().map_or_else(|| "none".to_owned(), |name| format!("@{name}"))),
        ("Language", person.language_code.clone().unwrap_or_else(|| "none".to_owned())),
    ]);
    let body = format!(
        "<p><a href=\"/telegram\">Everybody</a></p><h1><bdi>{}</bdi></h1>{}\
         <div id=\"shown\" class=\"chat\" role=\"log\" aria-label=\"Messages\">{}</div>\
         <form method=\"post\" action=\"/telegram/{id}/write\" class=\"row write\"><textarea name=\"text\" rows=\"1\" required \
         placeholder=\"Message\" aria-label=\"Message\" autofocus></textarea><button class=\"first\">Send</button></form>\
         <details><summary class=\"soft\">Who this is</summary><div class=\"card\">{facts}</div>\
         <form method=\"post\" action=\"/telegram/{id}/block\"><button name=\"blocked\" value=\"{blocked}\">{label}</button></form></details>\
         <script>{SCRIPT}</script>",
        text(&name(person)),
        told(refused),
        shown(chat)
    );
    styled_page(&name(person), STYLE, &body)
}

/// What changes by itself.
pub(super) fn shown(chat: &TelegramChat) -> String {
    let mut body: String = chat.seen().map(|message| bubble(chat, message)).collect();
    if body.is_empty() {
        let start = "<button name=\"text\" value=\"/start\">Start</button>";
        body = format!("<form method=\"post\" action=\"/telegram/{}/write\" class=\"start\">{start}</form>", chat.id);
    }
    if let Some(action) = chat.action.as_deref() {
        let _never_fails = write!(body, "<p class=\"soft\">The bot: {}…</p>", text(&action.replace('_', " ")));
    }
    if let Some(press) = chat.presses.last() {
        body += &answer(press);
    }
    if chat.blocked {
        body += "<p class=\"soft\">The bot is blocked. It can't write here.</p>";
    }
    body
}

pub(super) fn not_found() -> String {
    page("Not found", "<h1>There is nobody</h1><p><a href=\"/telegram\">Everybody</a></p>")
}

fn bubble(chat: &TelegramChat, message: &TelegramMessage) -> String {
    let (seen, earlier) = (message.seen(), &message.versions[..message.versions.len() - 1]);
    let side = if message.author.is_some() { "mine" } else { "bots" };
    let edited = if earlier.is_empty() { "" } else { ", edited" };
    let mut body = format!(
        "<article class=\"{side}\"><div class=\"bubble text\" dir=\"auto\">{}</div>{}<p class=\"soft\">{}{edited}</p>",
        formatted(seen),
        keyboard(chat.id, message.message_id, seen),
        seen.at.format("%T")
    );
    if !earlier.is_empty() {
        let earlier: String =
            earlier.iter().rev().map(|version| ["<li>", &formatted(version), "</li>"].concat()).collect();
        let _never_fails = write!(
            body,
            "<details class=\"soft\"><summary>Before</summary><ul class=\"text\">{earlier}</ul></details>"
        );
    }
    body + "</article>"
}

fn keyboard(chat_id: i64, message_id: i64, seen: &TelegramVersion) -> String {
    if seen.keyboard.is_empty() {
        return String::new();
    }
    let mut body = format!(
        "<form method=\"post\" action=\"/telegram/{chat_id}/press\"><input type=\"hidden\" name=\"message_id\" value=\"{message_id}\">"
    );
    for row in &seen.keyboard {
        body += "<div class=\"keys\">";
        for button in row {
            let label = text(&button.text);
            let _never_fails = match &button.url {
                Some(url) => write!(body, "{}", link(url, &format!("{label} ↗"), "key")),
                None => write!(body, "<button name=\"button\" value=\"{label}\"><bdi>{label}</bdi></button>"),
            };
        }
        body += "</div>";
    }
    body + "</form>"
}

fn answer(press: &TelegramPress) -> String {
    match &press.answer {
        None => "<p class=\"soft\">The button waits for the bot…</p>".to_owned(),
        Some(answer) if answer.text.is_empty() => String::new(),
        Some(answer) => {
            let kind = if answer.show_alert { "alert" } else { "status" };
            format!("<p class=\"card text\" role=\"{kind}\">{}</p>", text(&answer.text))
        }
    }
}

/// The text with its entities as elements. Entities of one text lie within each other or apart, outer ones first.
fn formatted(version: &TelegramVersion) -> String {
    let (mut body, mut open, mut at) = (String::new(), Vec::<(usize, &str)>::new(), 0);
    let mut entities = version.entities.iter().peekable();
    for letter in version.text.chars() {
        while let Some((_, tag)) = open.pop_if(|(end, _)| *end <= at) {
            body += tag;
        }
        while let Some(entity) = entities.next_if(|entity| entity.offset <= at) {
            let (begin, end) = element(entity);
            body += &begin;
            open.push((entity.offset + entity.length, end));
        }
        body += &text(letter.encode_utf8(&mut [0; 4]));
        at += letter.len_utf16();
    }
    while let Some((_, tag)) = open.pop() {
        body += tag;
    }
    body
}

fn element(entity: &TelegramEntity) -> (String, &'static str) {
    let (tag, end) = match entity.kind {
        "bold" => ("b", "</b>"),
        "italic" => ("i", "</i>"),
        "underline" | "bot_command" => ("u", "</u>"),
        "strikethrough" => ("s", "</s>"),
        "code" | "pre" => ("code", "</code>"),
        "blockquote" | "expandable_blockquote" => ("q", "</q>"),
        "text_link" => {
            let url = entity.url.as_deref().unwrap_or_default();
            return (link(url, "", "").trim_end_matches("</a>").to_owned(), "</a>");
        }
        _ => ("span", "</span>"),
    };
    (format!("<{tag}>"), end)
}

/// `label` is HTML. Keyboard and markup let only addresses through that can be opened without harm.
fn link(url: &str, label: &str, class: &str) -> String {
    format!("<a href=\"{}\" class=\"{class}\" target=\"_blank\" rel=\"noreferrer\">{label}</a>", text(url))
}

fn name(person: &TelegramPerson) -> String {
    person
        .last_name
        .as_deref()
        .map_or_else(|| person.first_name.clone(), |last| format!("{} {last}", person.first_name))
}

fn known_as(person: &TelegramPerson) -> String {
    let username = person.username.as_deref().map(|name| format!("@{name}, ")).unwrap_or_default();
    format!("{username}{}", person.id)
}

/// Why the last act was refused; the script puts another one in its place.
fn told(refused: Option<&str>) -> String {
    let why = refused.map(|why| format!("<p class=\"card no\" role=\"alert\">{}</p>", text(why))).unwrap_or_default();
    format!("<div id=\"told\">{why}</div>")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::super::markup::parse;
    use super::*;

    #[test]
    fn a_text_shows_its_entities_and_nothing_else_as_markup() {
        let raw = "🦊 <b>a &lt;<i>b</i>&gt;</b> <a href=\"https://a.example/?x=1&amp;y=%22\">l</a> &amp;lt;";
        let version = TelegramVersion::new(DateTime::UNIX_EPOCH, parse(raw).unwrap(), Vec::new());
        let shown = formatted(&version);
        assert_eq!(
            shown,
            "🦊 <b>a &lt;<i>b</i>&gt;</b> <a href=\"https://a.example/?x=1&amp;y=%22\" class=\"\" target=\"_blank\" \
             rel=\"noreferrer\">l</a> &amp;lt;"
        );
    }
}
