//! A plugin is a name and a constructor; the binary lists them.
//!
//! Config tables are instances: `[providers.<id>] kind = ".."`, where `kind` defaults to the id, so two relays
//! of one kind can stand side by side. Rows store the id.

use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::Arc;

use serde::Deserializer;
use serde::de::{self, DeserializeOwned, Visitor};
use url::{Position, Url};

use crate::processor::PaymentProcessor;
use crate::provider::{ImageProvider, check_base_url};

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

    /// An error about one of its keys.
    pub fn error(&self, key: &str, reason: impl Into<String>) -> ConfigError {
        ConfigError { key: format!("{}.{key}", self.path), reason: reason.into() }
    }

    /// A limit in bytes that leaves room for what has to fit.
    pub fn at_least(&self, key: &str, value: usize, min: usize) -> Result<(), ConfigError> {
        if value >= min { Ok(()) } else { Err(self.error(key, format!("{value} is less than {min} bytes"))) }
    }

    /// A number within its bounds; `unit` is how the error calls it.
    pub fn within(&self, key: &str, value: u64, bounds: RangeInclusive<u64>, unit: &str) -> Result<(), ConfigError> {
        if bounds.contains(&value) {
            return Ok(());
        }
        Err(self.error(key, format!("{value} is not from {} to {} {unit}", bounds.start(), bounds.end())))
    }

    /// An address that keys may be sent to; gives its origin, which is what a provider lists as its host.
    pub fn base_url(&self, key: &str, url: &Url) -> Result<Url, ConfigError> {
        check_base_url(url).map_err(|reason| self.error(key, reason))?;
        Url::parse(&url[..Position::BeforePath]).map_err(|e| self.error(key, e.to_string()))
    }
}

/// A setting that stops the start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {reason}")]
pub struct ConfigError {
    pub key: String,
    pub reason: String,
}

/// Reads a number or a switch that may stand as text, for `#[serde(deserialize_with = "from_text")]`:
/// what comes from an environment variable is always text.
pub fn from_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    deserializer.deserialize_any(FromText(PhantomData))
}

struct FromText<T>(PhantomData<T>);

impl<T> FromText<T>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    fn parse<E: de::Error>(text: &str) -> Result<T, E> {
        text.trim().parse().map_err(|error| E::custom(format!("{text:?}: {error}")))
    }
}

impl<T> Visitor<'_> for FromText<T>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a single value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        Self::parse(text)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<T, E> {
        Self::parse(&value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        Self::parse(&value.to_string())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        Self::parse(&value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T, E> {
        Self::parse(&value.to_string())
    }
}

/// Reads a list of names that may stand as one text with commas, for `#[serde(deserialize_with = "list_from_text")]`.
pub fn list_from_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    deserializer.deserialize_any(ListFromText)
}

struct ListFromText;

impl<'de> Visitor<'de> for ListFromText {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of names")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<String>, E> {
        Ok(text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = list.next_element()? {
            names.push(name);
        }
        Ok(names)
    }
}

/// A kind of provider.
#[derive(Clone, Copy, Debug)]
pub struct ProviderPlugin {
    pub kind: &'static str,
    pub build: fn(Section) -> Result<Arc<dyn ImageProvider>, ConfigError>,
}

/// A kind of payment processor.
#[derive(Clone, Copy, Debug)]
pub struct ProcessorPlugin {
    pub kind: &'static str,
    pub build: fn(Section) -> Result<Arc<dyn PaymentProcessor>, ConfigError>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_stand_in_a_list_or_in_one_text() {
        let names = |value: serde_json::Value| list_from_text(value).map_err(|error| error.to_string());
        assert_eq!(names(json!(["BTC", "LTC"])), Ok(vec!["BTC".to_owned(), "LTC".to_owned()]));
        assert_eq!(names(json!(" BTC, LTC,")), Ok(vec!["BTC".to_owned(), "LTC".to_owned()]));
        assert_eq!(names(json!("")), Ok(vec![]));
        for wrong in [json!(7), json!([7]), json!({ "BTC": true })] {
            assert!(names(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
