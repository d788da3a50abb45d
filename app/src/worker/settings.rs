//! The numbers of a worker.

use std::time::Duration;

/// Limits of a worker; every one is configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerSettings {
    /// Generations that this process runs at once.
    pub parallel_max: u32,
    /// Looks for work this often even when nothing rings.
    pub poll: Duration,
    /// A generation whose worker is silent for so long is taken over.
    pub lease: Duration,
    /// How often leases are prolonged; well below `lease`.
    pub heartbeat: Duration,
    /// From a generation's first start; all its attempts end by then.
    pub deadline: Duration,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            parallel_max: 16,
            poll: Duration::from_secs(1),
            lease: Duration::from_mins(1),
            heartbeat: Duration::from_secs(15),
            deadline: Duration::from_mins(5),
        }
    }
}
