//! What can be shown.

use serde::{Deserialize, Serialize};

/// Kept with the token of a button, so it is written and read again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "place")]
pub enum Place {
    Overview,
}
