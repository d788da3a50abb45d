//! How Heleket refuses.

use crate::money::json::Json;

/// What is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No merchant that is known, or none that signs so.
    Stranger,
    NotFound,
    NoPayment,
    /// Fields with what is wrong with each.
    Fields(Vec<(&'static str, &'static str)>),
    Said(String),
    Down,
}

impl Refusal {
    /// What the answer is made of.
    pub(super) fn parts(&self) -> (u16, Json) {
        let said = |message: &str| Json::object([("state", 1_u64.into()), ("message", message.into())]);
        match self {
            Self::Stranger => (401, said("You are forbidden")),
            Self::NotFound => (404, said("Not found")),
            Self::NoPayment => (404, said("The payment was not found")),
            Self::Fields(fields) => {
                let each = |(name, wrong): &(&str, &str)| ((*name).to_owned(), Json::List(vec![(*wrong).into()]));
                let errors = Json::Object(fields.iter().map(each).collect());
                (422, Json::object([("state", 1_u64.into()), ("errors", errors)]))
            }
            Self::Said(message) => (422, said(message)),
            Self::Down => {
                let body = [("message", "Server error, #1".into()), ("code", 503_u64.into()), ("error", Json::Null)];
                (503, Json::object(body))
            }
        }
    }
}
