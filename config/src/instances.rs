//! The tables of instances: providers, models and plans.

use nproxy_domain::plugin::Section;
use serde::Deserialize;

/// `[providers.<id>]`: which plugin, and its own settings, which only the plugin can read.
#[derive(Clone, Debug)]
pub struct ProviderEntry {
    pub kind: String,
    pub section: Section,
}

impl ProviderEntry {
    pub(crate) fn new(id: &str, mut values: serde_json::Value) -> Result<Self, String> {
        let table = values.as_object_mut().ok_or("is not a table")?;
        let kind = match table.remove("kind") {
            None => id.to_owned(),
            Some(serde_json::Value::String(kind)) => kind,
            Some(_) => return Err("kind is not text".to_owned()),
        };
        Ok(Self { kind, section: Section { id: id.to_owned(), path: format!("providers.{id}"), values } })
    }
}

/// `[models.<id>]`: a model as customers know it.
#[derive(Clone, Debug)]
pub struct ModelEntry {
    pub id: String,
    pub label: String,
    pub routes: Vec<RouteEntry>,
}

/// One way to a model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteEntry {
    /// The id of a `[providers.<id>]`.
    pub provider: String,
    /// That provider's name of the model.
    pub model: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelTable {
    pub label: String,
    pub routes: Vec<RouteEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanTable {
    pub label: String,
    pub request_limit: u32,
    pub months: u32,
}
