//! Sends the inputs in its own order, so that "the first image" is another one.

use nproxy_domain::provider::ImageJob;

use super::Honest;
use super::toy::Ways;

pub(super) struct ReversesInputs;

impl Ways for ReversesInputs {
    fn inputs(job: &ImageJob) -> Vec<String> {
        Honest::inputs(job).into_iter().rev().collect()
    }
}
