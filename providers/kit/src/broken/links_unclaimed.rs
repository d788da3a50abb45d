//! Sends links to the inputs, which nobody made for an upstream that does not ask for them.

use nproxy_domain::provider::ImageJob;

use super::toy::Ways;

pub(super) struct LinksUnclaimed;

impl Ways for LinksUnclaimed {
    fn inputs(job: &ImageJob) -> Vec<String> {
        job.inputs.iter().filter_map(|input| input.link.as_ref()).map(ToString::to_string).collect()
    }
}
