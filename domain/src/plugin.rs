//! A plugin is a name and a constructor; the binary lists them.
//!
//! Config tables are instances: `[providers.<id>] kind = ".."`, where `kind` defaults to the id, so two relays
//! of one kind can stand side by side. Rows store the id.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::provider::ImageProvider;

/// One table of the configuration, handed to the plugin that its `kind` names.
#[derive(Clone, Debug)]
pub struct Section {
    /// The instance's id, the last part of `path`.
    pub id: String,
    /// Where the table stands, for errors: `providers.nano_banana`.
    pub path: String,
    /// The table without `kind`.
    pub values: serde_json::Value,
}

impl Section {
    /// Reads the plugin's own settings. Its type says `#[serde(deny_unknown_fields)]`, so a typo is an error.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ConfigError> {
        serde_path_to_error::deserialize(&self.values).map_err(|error| {
            let at = error.path().to_string();
            let key = if at == "." { self.path.clone() } else { format!("{}.{at}", self.path) };
            ConfigError { key, reason: error.into_inner().to_string() }
        })
    }
}

/// A setting that stops the start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {reason}")]
pub struct ConfigError {
    pub key: String,
    pub reason: String,
}

/// A kind of provider.
#[derive(Clone, Copy, Debug)]
pub struct ProviderPlugin {
    pub kind: &'static str,
    pub build: fn(Section) -> Result<Arc<dyn ImageProvider>, ConfigError>,
}
