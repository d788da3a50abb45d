//! A mail that was taken.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use mail_parser::{Message, PartType};
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceivedMail {
    /// Counted from 1.
    pub number: u64,
    pub received_at: DateTime<Utc>,
    /// As the envelope has them.
    pub sender: String,
    pub recipients: Vec<String>,
    /// As it is shown, name and address.
    pub from: String,
    pub subject: String,
    pub text: Option<String>,
    pub html: Option<String>,
    /// What the text leads to, in order.
    pub links: Vec<String>,
    /// As they came, in order.
    pub headers: Vec<(String, String)>,
    /// All of it, as it came.
    #[serde(skip)]
    pub raw: Vec<u8>,
}

impl ReceivedMail {
    pub(super) fn new(number: u64, sender: String, recipients: Vec<String>, message: &Message<'_>) -> Self {
        let from = message.from().and_then(|from| from.first()).map_or_else(String::new, |from| {
            let address = from.address().unwrap_or_default();
            from.name().map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>"))
        });
        let text = message.parts.iter().find_map(|part| match &part.body {
            PartType::Text(text) => Some(text.replace("\r\n", "\n")),
            _ => None,
        });
        let html = message.parts.iter().find_map(|part| match &part.body {
            PartType::Html(html) => Some(html.replace("\r\n", "\n")),
            _ => None,
        });
        let headers = message.headers_raw().map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
        Self {
            number,
            received_at: SystemTime::now().into(),
            sender,
            recipients,
            from,
            subject: message.subject().unwrap_or_default().to_owned(),
            links: text.as_deref().map(links).unwrap_or_default(),
            text,
            html,
            headers: headers.collect(),
            raw: message.raw_message.to_vec(),
        }
    }

    /// The first of that name, however it is cased.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(super) fn is_to(&self, recipient: &str) -> bool {
        self.recipients.iter().any(|known| known.to_lowercase() == recipient.to_lowercase())
    }
}

/// Where a link stands in the text.
pub(super) fn spans(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(from) = ["https://", "http://"].iter().filter_map(|s| text[at..].find(s)).min() {
        let from = at + from;
        let end = text[from..].find(|c: char| c.is_whitespace() || "<>\"".contains(c));
        let end = end.map_or(text.len(), |end| from + end);
        // What ends a sentence ends no link.
        let to = from + text[from..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')']).len();
        spans.push((from, to));
        at = end;
    }
    spans
}

fn links(text: &str) -> Vec<String> {
    spans(text).into_iter().map(|(from, to)| text[from..to].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn links_are_found_without_what_stands_around_them() {
        let text = "Go:\nhttps://a.example/verify#t_o-k\n\n(see http://b.example/x?y=1). Not htt://c or https";
        assert_eq!(links(text), ["https://a.example/verify#t_o-k", "http://b.example/x?y=1"]);
        assert!(links("nothing").is_empty());
    }
}
