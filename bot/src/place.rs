//! What can be shown.

use nproxy_domain::{GenerationId, KeyId, PaymentId, UserId};
use serde::{Deserialize, Serialize};

/// Kept with the token of a button, so it is written and read again.
///
/// To add one: 1. its name here; 2. its screen, in a file of its own in `screens`; 3. its line in `screens::show`; 4. the
/// button that leads there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "place")]
pub enum Place {
    /// What needs attention, and today's figures.
    Overview,
    /// What is not as it should be, part by part.
    Health,
    /// The keys of all providers, counted.
    Pool,
    /// Keys, a page of them.
    Keys {
        provider: Option<String>,
        state: Option<String>,
        cursor: Option<String>,
    },
    Key {
        key: KeyId,
    },
    /// Payments that wait for a decision, a page of them.
    Payments {
        cursor: Option<String>,
    },
    Payment {
        payment: PaymentId,
    },
    /// A customer, or an admin.
    Person {
        user: UserId,
    },
    /// A picture's way, never the picture.
    Picture {
        generation: GenerationId,
    },
    /// Open incidents, a page of them.
    Incidents {
        cursor: Option<String>,
    },
    /// When the reader is left alone.
    Quiet,
    /// All switches, beginning with this one of them.
    Switches {
        from: usize,
    },
    Switch {
        name: String,
    },
    Language,
    /// What goes by this text; where it is one thing, that thing.
    Search {
        text: String,
    },
}
