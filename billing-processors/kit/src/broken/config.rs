//! Sections that are read carelessly, and what is said of oneself.

use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::ProcessorInfo;
use nproxy_domain::provider::Limits;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

use super::toy::{self, Settings, Ways};

/// Takes keys that it doesn't know.
pub(super) struct UnknownKeys;

#[derive(Deserialize)]
struct Lax {
    #[serde(default = "toy::host")]
    base_url: Url,
    api_key: SecretString,
    hook_secret: SecretString,
}

impl Ways for UnknownKeys {
    fn settings(section: &Section) -> Result<Settings, ConfigError> {
        let Settings { timeout_s, .. } = Settings {
            base_url: toy::host(),
            api_key: SecretString::default(),
            hook_secret: SecretString::default(),
            timeout_s: toy::timeout_s(),
        };
        // What is wrong with the known ones is still an error.
        let Lax { base_url, api_key, hook_secret } = section.read()?;
        let timeout_s = match &section.values["timeout_s"] {
            serde_json::Value::Null => timeout_s,
            text => {
                text.as_str().and_then(|t| t.parse().ok()).ok_or_else(|| section.error("timeout_s", "no number"))?
            }
        };
        Ok(Settings { base_url, api_key, hook_secret, timeout_s })
    }
}

/// Doesn't say which key is at fault.
pub(super) struct NamelessErrors;

impl Ways for NamelessErrors {
    fn settings(section: &Section) -> Result<Settings, ConfigError> {
        section.read().map_err(|_| ConfigError { key: section.path.clone(), reason: "it is wrong".to_owned() })
    }
}

/// Keeps a secret to itself, so that nobody cuts it out of a log.
pub(super) struct UntoldSecret;

impl Ways for UntoldSecret {
    fn about(info: ProcessorInfo) -> ProcessorInfo {
        ProcessorInfo { secrets: info.secrets.into_iter().take(1).collect(), ..info }
    }
}

/// Shows its key to whoever prints it.
pub(super) struct KeyInDebug;

impl Ways for KeyInDebug {
    fn shown(settings: &Settings) -> String {
        format!("Toy({})", settings.api_key.expose_secret())
    }
}

/// Waits for as long as it takes.
pub(super) struct NoTimeout;

impl Ways for NoTimeout {
    fn limits(limits: Limits) -> Limits {
        Limits { timeout: std::time::Duration::MAX, ..limits }
    }
}
