//! Calls the request free that makes the picture, so that it would be sent again.

use nproxy_domain::provider::Effect;

use super::toy::Ways;

pub(super) struct FreePurchase;

impl Ways for FreePurchase {
    fn begin_effect() -> Effect {
        Effect::Free
    }
}
