//! Takes several inputs and sends the first.

use nproxy_domain::provider::ImageJob;

use super::Honest;
use super::toy::Ways;

pub(super) struct DropsInputs;

impl Ways for DropsInputs {
    fn inputs(job: &ImageJob) -> Vec<String> {
        Honest::inputs(job).into_iter().take(1).collect()
    }
}
