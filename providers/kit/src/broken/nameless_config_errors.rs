//! Says that the section is wrong, and not where.

use nproxy_domain::plugin::{ConfigError, Section};

use super::toy::{Settings, Ways};

pub(super) struct NamelessConfigErrors;

impl Ways for NamelessConfigErrors {
    fn settings(section: &Section) -> Result<Settings, ConfigError> {
        section.read().map_err(|_| ConfigError { key: section.path.clone(), reason: "invalid".to_owned() })
    }
}
