//! Takes any key in its section.

use nproxy_domain::plugin::{ConfigError, Section};

use super::toy::{Settings, Ways};

pub(super) struct UnknownKeys;

impl Ways for UnknownKeys {
    fn settings(section: &Section) -> Result<Settings, ConfigError> {
        let mut known = section.clone();
        if let Some(values) = known.values.as_object_mut() {
            values.retain(|key, _| ["base_url", "timeout_s"].contains(&key.as_str()));
        }
        known.read()
    }
}
