//! An error as the API, or a model behind it, words it.

use nproxy_domain::provider::Reply;
use serde_json::Value;

/// An error text is a few kilobytes; more than this is something else and is judged by its status.
const FAULT_BYTES_MAX: usize = 1024 * 1024;
const ERROR_TYPE: &str = "x-fal-error-type";

#[derive(Debug)]
pub(super) struct Fault {
    /// Machine codes: of the header, of the body, of each complaint of a model.
    pub kinds: Vec<String>,
    pub message: String,
    /// A complaint is about what was sent, not about what was made of it.
    pub about_input: bool,
}

impl Fault {
    /// `{detail: ".."}`, `{detail: [{loc, msg, type}]}`, `{error: ..}`, `{message}`, the same in an array; the content
    /// type does not matter. `None`: the body is nothing of the kind.
    pub fn read(reply: &Reply) -> Option<Self> {
        if reply.body.len() > FAULT_BYTES_MAX {
            return None;
        }
        let body: Value = serde_json::from_slice(&reply.body).ok()?;
        // A list of complaints is an array too, so only an array around an object is taken off.
        let body = body.as_array().map_or(Some(&body), |items| items.first())?;
        let said =
            ["detail", "error", "message", "msg"].iter().map(|key| &body[*key]).find(|value| !value.is_null())?;
        let complaints: Vec<&Value> = match said {
            Value::Array(items) => items.iter().collect(),
            other => vec![other],
        };
        let header = reply.headers.get(ERROR_TYPE).and_then(|value| value.to_str().ok());
        let own = [&body["error_type"], &body["code"], &body["type"]].into_iter().filter_map(Value::as_str);
        let theirs = complaints.iter().filter_map(|complaint| complaint["type"].as_str());
        // `input` repeats what the customer sent and is never looked at.
        let words = complaints
            .iter()
            .filter_map(|c| c.as_str().or_else(|| c["msg"].as_str()).or_else(|| c["message"].as_str()));
        Some(Self {
            kinds: header.into_iter().chain(own).chain(theirs).map(str::to_owned).collect(),
            message: words.collect::<Vec<_>>().join("; "),
            about_input: complaints.iter().any(|complaint| is_of_input(&complaint["loc"])),
        })
    }

    /// A runner or a model ended the job so; asking again would be answered the same.
    pub fn is_verdict(&self) -> bool {
        !self.kinds.is_empty()
    }

    /// Whether the message has these words, which are given in lower case.
    pub fn says(&self, words: &str) -> bool {
        self.message.to_lowercase().contains(words)
    }
}

/// `["body", "prompt"]`, `["body", "image_urls", 0]`
fn is_of_input(loc: &Value) -> bool {
    let parts = loc.as_array().into_iter().flatten().filter_map(Value::as_str);
    parts.into_iter().any(|part| part == "prompt" || part.starts_with("image_url"))
}
