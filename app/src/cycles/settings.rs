//! The operator's rules for months.

use chrono::Duration;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CycleSettings {
    /// For so long after its end the rest of a month may still be used. The next one begins at the old end all the same.
    pub grace: Duration,
}
