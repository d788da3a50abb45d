//! Says that a picture costs nothing, because it does not know.

use nproxy_domain::provider::{Capabilities, MicroUsd};

use super::toy::{self, Ways};

pub(super) struct FreeOfCharge;

impl Ways for FreeOfCharge {
    fn capabilities() -> Capabilities {
        let mut can = toy::capabilities();
        can.resolutions[0].price = Some(MicroUsd(0));
        can
    }
}
