//! The people of the played Telegram, on the control endpoint. `{chat}` is a chat's id: of a private one the person's.
//!
//! | request | does |
//! |---|---|
//! | `GET /telegram` | a page: who is there, and a form that makes somebody |
//! | `GET /telegram/{chat}` | a page where a person chats with the bot; `/shown`: what changes on it |
//! | `POST /telegram/{chat}/write`, `/press`, `/block` | the page's forms: `text`; `message_id` and `button`; `blocked` |
//! | `GET /telegram/state` | [`TelegramState`](super::TelegramState): conduct, and calls by method |
//! | `PUT /telegram/conduct` | sets the [`TelegramConduct`] |
//! | `PUT /telegram/webhook` | `{"url": ".."}` keeps the bot from its updates |
//! | `GET /telegram/people` | `{"people": [..]}` |
//! | `POST /telegram/people` | makes a [`TelegramPerson`], or renames who has this `id`: `{"id": N}` |
//! | `POST /telegram/groups` | `{"title": "..", "by": person}`: a group with the bot in it: `{"id": N}` |
//! | `GET /telegram/chats`, `/telegram/chats/{chat}` | all [`TelegramChat`](super::TelegramChat)s, or one: each message in all its versions |
//! | `POST /telegram/chats/{chat}/messages` | `{"text": "..", "person": N}` writes; in a private chat without `person` |
//! | `POST /telegram/chats/{chat}/presses` | `{"message_id": N, "button": "its text"}`, or `"data"`: presses: `{"id": ".."}` |
//! | `PUT /telegram/chats/{chat}/blocked` | `true` or `false` |

use bytes::Bytes;
use hyper::Method;
use serde::Deserialize;
use serde_json::json;
use url::form_urlencoded;

use super::{
    chat::TelegramPerson,
    conduct::TelegramConduct,
    pages,
    people::{Press, TelegramError},
    town::Telegram,
};
use crate::{
    control::{Problem, read},
    serve::Reply,
};

const ROUTES: &str = "there are GET /telegram, GET /telegram/state, PUT /telegram/conduct, PUT /telegram/webhook, \
     GET and POST /telegram/people, POST /telegram/groups, GET /telegram/chats, GET /telegram/chats/{chat}, \
     POST /telegram/chats/{chat}/messages, POST /telegram/chats/{chat}/presses, PUT /telegram/chats/{chat}/blocked";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Webhook {
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    title: String,
    by: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    text: String,
    person: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finger {
    message_id: i64,
    person: Option<i64>,
    button: Option<String>,
    data: Option<String>,
}

/// `path`: what comes behind `/telegram`.
pub(crate) fn route(telegram: &Telegram, method: &Method, path: &str, body: &Bytes) -> Result<Reply, Problem> {
    let steps: Vec<&str> = path.split('/').skip(1).collect();
    let reply = match (method.as_str(), steps.as_slice()) {
        ("GET", [] | [""]) => Reply::page(200, pages::people(telegram, None)),
        ("POST", [] | [""]) => made(telegram, body),
        ("GET", ["state"]) => Reply::json(200, &telegram.state()),
        ("PUT", ["conduct"]) => {
            telegram.set_conduct(read::<TelegramConduct>(body)?)?;
            Reply::json(200, &telegram.state())
        }
        ("PUT", ["webhook"]) => {
            telegram.set_webhook(&read::<Webhook>(body)?.url);
            Reply::json(200, &telegram.state())
        }
        ("GET", ["people"]) => Reply::json(200, &json!({ "people": telegram.people() })),
        ("POST", ["people"]) => Reply::json(200, &json!({ "id": telegram.meet(read::<TelegramPerson>(body)?)? })),
        ("POST", ["groups"]) => {
            let Group { title, by } = read(body)?;
            Reply::json(200, &json!({ "id": telegram.found_group(&title, by)? }))
        }
        ("GET", ["chats"]) => Reply::json(200, &json!({ "chats": telegram.chats() })),
        (_, ["chats", chat, rest @ ..]) => act(telegram, method, (number(chat)?, rest), body)?,
        (_, [chat, rest @ ..]) => match number(chat) {
            Ok(chat) => page(telegram, method, (chat, rest), body),
            Err(_) => return Err(Problem::new(404, ROUTES)),
        },
        _ => return Err(Problem::new(404, ROUTES)),
    };
    Ok(reply)
}

/// For programs.
fn act(telegram: &Telegram, method: &Method, (chat, steps): (i64, &[&str]), body: &Bytes) -> Result<Reply, Problem> {
    Ok(match (method.as_str(), steps) {
        ("GET", []) => Reply::json(200, &telegram.chat(chat).ok_or(TelegramError::UnknownChat)?),
        ("POST", ["messages"]) => {
            let Words { text, person } = read(body)?;
            Reply::json(200, &telegram.write_in(chat, person.unwrap_or(chat), &text)?)
        }
        ("POST", ["presses"]) => {
            let Finger { message_id, person, button, data } = read(body)?;
            let press = match (button, data) {
                (Some(button), None) => Press::Button(button),
                (None, Some(data)) => Press::Data(data),
                _ => return Err(Problem::new(400, "either `button` or `data` is pressed")),
            };
            let id = telegram.press(chat, person.unwrap_or(chat), message_id, &press)?;
            Reply::json(200, &json!({ "id": id }))
        }
        ("PUT", ["blocked"]) => {
            telegram.set_blocked(chat, read(body)?)?;
            Reply::json(200, &telegram.chat(chat))
        }
        _ => return Err(Problem::new(404, ROUTES)),
    })
}

/// For people, in their private chat.
fn page(telegram: &Telegram, method: &Method, (id, steps): (i64, &[&str]), form: &Bytes) -> Reply {
    let Some((person, chat)) = pages::who(telegram, id) else { return Reply::page(404, pages::not_found()) };
    let done = match (method.as_str(), steps) {
        ("GET", []) => return Reply::page(200, pages::chat(&person, &chat, None)),
        ("GET", ["shown"]) => return Reply::page(200, pages::shown(&chat)),
        ("POST", ["write"]) => telegram.write(id, &field(form, "text")).map(drop),
        ("POST", ["press"]) => {
            let message_id = field(form, "message_id").parse().unwrap_or_default();
            telegram.press(id, id, message_id, &Press::Button(field(form, "button"))).map(drop)
        }
        ("POST", ["block"]) => telegram.set_blocked(id, field(form, "blocked") == "true"),
        _ => return Reply::page(404, pages::not_found()),
    };
    match done {
        Ok(()) => Reply::see_other(format!("/telegram/{id}")),
        Err(error) => Reply::page(409, pages::chat(&person, &chat, Some(&error.to_string()))),
    }
}

/// The browser goes on to the chat of who was made.
fn made(telegram: &Telegram, form: &Bytes) -> Reply {
    let filled = |name: &str| Some(field(form, name)).filter(|value| !value.is_empty());
    let person = TelegramPerson {
        last_name: filled("last_name"),
        username: filled("username").map(|name| name.trim_start_matches('@').to_owned()),
        language_code: filled("language_code"),
        ..TelegramPerson::named(&field(form, "first_name"))
    };
    match telegram.meet(person) {
        Ok(id) => Reply::see_other(format!("/telegram/{id}")),
        Err(error) => Reply::page(409, pages::people(telegram, Some(&error.to_string()))),
    }
}

fn number(step: &str) -> Result<i64, Problem> {
    step.parse().map_err(|_| TelegramError::UnknownChat.into())
}

/// Of a form; empty where it is missing.
fn field(form: &Bytes, name: &str) -> String {
    let found = form_urlencoded::parse(form).find(|(known, _)| known == name);
    found.map(|(_, value)| value.replace("\r\n", "\n")).unwrap_or_default()
}

impl From<TelegramError> for Problem {
    fn from(error: TelegramError) -> Self {
        let status = match error {
            TelegramError::UnknownPerson | TelegramError::UnknownChat => 404,
            TelegramError::UnknownMessage | TelegramError::UnknownButton | TelegramError::Blocked => 409,
            TelegramError::BadText | TelegramError::TooMany => 400,
        };
        Self::new(status, error.to_string())
    }
}
