//! The body of a 200: the picture in it, or why there is none.
//!
//! Every level may be missing or null. The picture's text is borrowed from the body and copied once, by decoding: it is
//! megabytes of base64.

use std::borrow::Cow;

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::{Image, refusal};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
pub(super) struct Answer<'a> {
    #[serde(borrow)]
    choices: Option<Vec<Option<Choice<'a>>>>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice<'a> {
    #[serde(borrow)]
    message: Option<Message<'a>>,
    #[serde(borrow)]
    finish_reason: Option<Text<'a>>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Message<'a> {
    /// Text, or parts of it.
    content: Option<Value>,
    #[serde(borrow)]
    refusal: Option<Text<'a>>,
    #[serde(borrow)]
    images: Option<Vec<Option<Picture<'a>>>>,
}

#[derive(Deserialize)]
struct Picture<'a> {
    #[serde(borrow)]
    image_url: Option<Link<'a>>,
}

#[derive(Deserialize)]
struct Link<'a> {
    #[serde(borrow)]
    url: Option<Text<'a>>,
}

/// Why a 200 holds no picture.
pub(super) struct Found {
    pub class: Class,
    pub spent: Spent,
    pub detail: String,
    /// The model's own words.
    pub said: Option<String>,
}

impl Answer<'_> {
    /// Whether the body is an answer at all; an error alone is read elsewhere.
    pub fn is_one(&self) -> bool {
        self.choices.is_some()
    }

    fn choices(&self) -> impl Iterator<Item = &Choice<'_>> {
        self.choices.iter().flatten().flatten()
    }

    fn messages(&self) -> impl Iterator<Item = &Message<'_>> {
        self.choices().filter_map(|c| c.message.as_ref())
    }

    /// The final picture is the last of several. `None`: there is not even an address of one.
    pub fn picture(&self) -> Option<Result<Image, Found>> {
        let pictures = self.messages().flat_map(|m| m.images.iter().flatten().flatten());
        let url = &pictures.filter_map(|p| p.image_url.as_ref()?.url.as_ref()).last()?.0;
        let missing =
            |detail: &str| Found { class: Class::NoImage, spent: Spent::Yes, detail: detail.to_owned(), said: None };
        let data = url.strip_prefix("data:").and_then(|rest| rest.split_once(','));
        let Some((head, data)) = data else { return Some(Err(missing("a link where the picture should be"))) };
        let mime = head.strip_suffix(";base64").map(|head| head.split(';').next().unwrap_or_default());
        let bytes = Image::from_base64(data);
        Some(match (mime.filter(|mime| Image::is_mime(mime)), bytes) {
            (Some(mime), Some(bytes)) => Ok(Image { bytes, mime: mime.to_owned() }),
            _ => Err(missing("a data URL that is no picture that we know")),
        })
    }

    /// An error beside the choices, or in one of them.
    pub fn error(&self) -> Option<&Value> {
        self.error.iter().chain(self.choices().filter_map(|c| c.error.as_ref())).find(|error| !error.is_null())
    }

    /// Without a picture: the reason it finished, then the model's words.
    pub fn reason(&self) -> Found {
        let finish = self.choices().find_map(|c| c.finish_reason.as_ref()).map_or("missing", |r| r.0.as_ref());
        let refused = self.messages().filter_map(|m| m.refusal.as_ref()).map(|r| r.0.trim()).find(|r| !r.is_empty());
        let text = self.messages().filter_map(|m| m.content.as_ref()).map(words).collect::<Vec<_>>().join(" ");
        let text = text.trim();
        let (class, spent) = match finish {
            "content_filter" => (Class::PolicyOutput, Spent::Yes),
            "error" => (Class::Overload, Spent::Unknown),
            _ if refused.is_some() || refusal::is_refusal(text) => (Class::PolicyPrompt, Spent::Yes),
            _ => (Class::NoImage, Spent::Yes),
        };
        let what = match (refused, text) {
            (Some(_), _) => "a refusal",
            (None, "") => "nothing",
            (None, _) => "only text",
        };
        let said = refused.or((!text.is_empty()).then_some(text)).map(str::to_owned);
        Found { class, spent, detail: format!("finish_reason {finish}, {what}"), said }
    }
}

/// The text of a message's content, which is text or a list of parts.
fn words(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}
