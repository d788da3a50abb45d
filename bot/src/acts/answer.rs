//! What was and what is now.

use crate::words::html::bold;

/// `before → after`, under what it is about; each is safe to be shown.
pub(super) fn moved(about: &str, what: &str, before: &str, after: &str) -> String {
    format!("{}\n{what}: {before} → {after}", bold(about))
}
