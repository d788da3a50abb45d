//! How much may be queued and run.

use std::time::Duration;

/// Limits of the queue; every one is configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueLimits {
    /// Generations of one customer that run at once.
    pub running_per_user_max: u32,
    /// Generations of one customer that wait for their first start.
    pub queued_per_user_max: u32,
    /// The same of all customers.
    pub queued_total_max: u32,
    /// What never started by then has failed.
    pub queue_wait_max: Duration,
}

impl Default for QueueLimits {
    fn default() -> Self {
        Self {
            running_per_user_max: 4,
            queued_per_user_max: 20,
            queued_total_max: 5000,
            queue_wait_max: Duration::from_mins(30),
        }
    }
}
