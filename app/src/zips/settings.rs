//! How many ZIPs are written at a time, and how large they are.

use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZipSettings {
    /// Of one process; one more is told to come back.
    pub at_once: usize,
    pub of_customer_max: usize,
    /// Pictures of one ZIP.
    pub pictures_max: usize,
    /// What is written ahead of the reader.
    pub pipe_bytes: usize,
    /// A reader that takes nothing for so long has gone away.
    pub stall_max: Duration,
    /// How long a link is good.
    pub link: chrono::Duration,
}

impl Default for ZipSettings {
    fn default() -> Self {
        Self {
            at_once: 8,
            of_customer_max: 2,
            pictures_max: 500,
            pipe_bytes: 64 * 1024,
            stall_max: Duration::from_mins(1),
            link: chrono::Duration::hours(1),
        }
    }
}
