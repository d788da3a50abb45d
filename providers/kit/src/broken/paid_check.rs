//! Lets the check of a key cost money.

use nproxy_domain::provider::Effect;

use super::toy::Ways;

pub(super) struct PaidCheck;

impl Ways for PaidCheck {
    fn check_effect() -> Effect {
        Effect::Buys
    }
}
