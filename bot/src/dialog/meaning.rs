//! What a button means, and what is asked: kept in the database, while Telegram holds a token.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Act, Place};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "does")]
pub(super) enum Meaning {
    Show {
        place: Place,
    },
    /// `from`: where the button stands, to go back to.
    Ask {
        act: Act,
        from: Place,
    },
    /// Confirms what was asked under this id.
    Do {
        ask: Uuid,
    },
    /// Drops it.
    Drop {
        ask: Uuid,
    },
}

impl Meaning {
    pub fn value(&self) -> Value {
        serde_json::to_value(self).expect("names and ids are JSON")
    }
}

/// An act that waits to be confirmed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Asking {
    pub act: Act,
    /// The state that it is meant for.
    pub before: Value,
    /// What it will do, as it was shown.
    pub what: String,
    pub is_money: bool,
    pub wants_reason: bool,
    pub from: Place,
}

impl Asking {
    pub fn value(&self) -> Value {
        serde_json::to_value(self).expect("names, ids and texts are JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_button_means_is_read_as_it_was_written() {
        let ask = Uuid::from_u128(7);
        for meaning in [Meaning::Show { place: Place::Overview }, Meaning::Do { ask }, Meaning::Drop { ask }] {
            assert_eq!(serde_json::from_value::<Meaning>(meaning.value()).expect("readable"), meaning);
        }
    }
}
