//! What can be done.

use nproxy_domain::KeyId;
use serde::{Deserialize, Serialize};

/// Kept with the token of a button, so it is written and read again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Act {
    TestKey { key: KeyId },
}
