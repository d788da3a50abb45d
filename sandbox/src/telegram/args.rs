//! The parameters of a call. However they came, they are texts: the real one reads a query, a form and JSON alike,
//! and a list or an object in it is JSON in a text.

use std::collections::BTreeMap;

use bytes::Bytes;
use hyper::{Method as Verb, header::CONTENT_TYPE, http::request::Parts};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::refusal::Refusal;

#[derive(Debug, Default)]
pub(super) struct Args(BTreeMap<String, String>);

impl Args {
    /// What stands in the body wins over what stands in the query.
    pub(super) fn read(head: &Parts, body: &Bytes) -> Result<Self, Refusal> {
        let mut args = Self::default();
        args.take_form(head.uri.query().unwrap_or_default().as_bytes());
        if head.method != Verb::POST || body.is_empty() {
            return Ok(args);
        }
        let said = head.headers.get(CONTENT_TYPE).and_then(|said| said.to_str().ok()).unwrap_or_default();
        match said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/json" => args.take_json(body)?,
            "application/x-www-form-urlencoded" => args.take_form(body),
            other => return Err(Refusal::bad(format!("the played Bot API reads no {other:?}"))),
        }
        Ok(args)
    }

    fn take_form(&mut self, encoded: &[u8]) {
        self.0.extend(form_urlencoded::parse(encoded).map(|(name, value)| (name.into_owned(), value.into_owned())));
    }

    fn take_json(&mut self, body: &Bytes) -> Result<(), Refusal> {
        let fields: Map<String, Value> =
            serde_json::from_slice(body).map_err(|_| Refusal::bad("can't parse JSON object"))?;
        for (name, value) in fields {
            match value {
                Value::Null => {}
                Value::String(text) => drop(self.0.insert(name, text)),
                other => drop(self.0.insert(name, other.to_string())),
            }
        }
        Ok(())
    }

    /// The real one ignores what it does not know, and so a slip of the pen goes unseen. Here nothing is ignored that was
    /// meant to do something.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        match self.0.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => Err(Refusal::bad(format!("the played Bot API does not know the field {name:?} here"))),
        }
    }

    /// Empty where it is missing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub(super) fn is_there(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn number(&self, name: &str, otherwise: i64) -> Result<i64, Refusal> {
        let number = || self.text(name).trim().parse().map_err(|_| Refusal::bad(format!("invalid {name} specified")));
        if self.is_there(name) { number() } else { Ok(otherwise) }
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.text(name).to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Ok(true),
            "" | "false" | "0" | "no" => Ok(false),
            _ => Err(Refusal::bad(format!("invalid {name} specified"))),
        }
    }
}
