//! What is wrong with a configuration, in the operator's terms.

use std::fmt;

use serde::Serialize;

/// One thing to put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file or the environment variable that the value came from.
    pub place: String,
    /// `section.key`.
    pub key: String,
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            write!(f, "{}: {}", self.place, self.reason)
        } else {
            write!(f, "{}: {}: {}", self.place, self.key, self.reason)
        }
    }
}

/// Everything found wrong; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Whether a key's value must not be shown: an error of the wrong type would quote it.
pub(crate) fn is_secret(key: &str) -> bool {
    let name = key.rsplit('.').next().unwrap_or(key);
    // A database's address carries a password; whoever knows the other one can say that all is well.
    ["database.url", "notices.heartbeat_url"].contains(&key)
        || ["key", "secret", "password", "token"].iter().any(|end| name.ends_with(end))
}
