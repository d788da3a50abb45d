//! `[processors.manual]`: what the customer reads, and for how long.

use nproxy_domain::plugin::{ConfigError, Section, from_text};
use serde::Deserialize;

const LABEL_CHARS_MAX: usize = 60;
/// A page of text; more is not read by anybody who wants to pay.
const INSTRUCTIONS_CHARS_MAX: usize = 2000;
/// A bank transfer over a weekend.
const EXPIRES_AFTER_HOURS: u64 = 72;
const EXPIRES_AFTER_HOURS_MAX: u64 = 90 * 24;

/// The settings as written. The number may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// As customers read it.
    #[serde(default = "label")]
    pub label: String,
    /// Where and how to pay, in the operator's own words. The payment's id is shown beside it.
    pub instructions: String,
    #[serde(default = "expires_after_hours", deserialize_with = "from_text")]
    pub expires_after_hours: u64,
}

fn label() -> String {
    "By hand".to_owned()
}

fn expires_after_hours() -> u64 {
    EXPIRES_AFTER_HOURS
}

impl Settings {
    /// Reads and checks a section.
    pub fn read(section: &Section) -> Result<Self, ConfigError> {
        let mut settings: Self = section.read()?;
        settings.label = settings.label.trim().to_owned();
        settings.instructions = settings.instructions.trim().to_owned();
        let chars = settings.instructions.chars().count();
        if !(1..=LABEL_CHARS_MAX).contains(&settings.label.chars().count()) {
            return Err(section.error("label", format!("1 to {LABEL_CHARS_MAX} characters are needed")));
        }
        if settings.instructions.is_empty() {
            return Err(section.error("instructions", "without them nobody knows where to pay"));
        }
        if chars > INSTRUCTIONS_CHARS_MAX {
            let reason = format!("{chars} characters, {INSTRUCTIONS_CHARS_MAX} are allowed");
            return Err(section.error("instructions", reason));
        }
        let hours = settings.expires_after_hours;
        section.within("expires_after_hours", hours, 1..=EXPIRES_AFTER_HOURS_MAX, "hours")?;
        Ok(settings)
    }
}
