//! Rolls dice of its own.

use std::sync::atomic::{AtomicU64, Ordering};

use nproxy_domain::provider::ImageJob;

use super::toy::Ways;

pub(super) struct RandomRequest;

impl Ways for RandomRequest {
    fn prompt(job: &ImageJob) -> String {
        static DICE: AtomicU64 = AtomicU64::new(0);
        format!("{} seed {}", job.prompt, DICE.fetch_add(1, Ordering::Relaxed))
    }
}
