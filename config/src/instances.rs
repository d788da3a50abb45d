//! The tables of instances: providers, models and plans.

use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::provider::{MicroUsd, Usd};
use serde::Deserialize;
use serde_json::{Map, Value};

/// `[providers.<id>]`: which plugin, what nproxy itself keeps an eye on, and the plugin's own settings, which only the
/// plugin can read.
#[derive(Clone, Debug)]
pub struct ProviderEntry {
    pub kind: String,
    pub money: ProviderMoney,
    pub section: Section,
}

/// Limits on the money at one provider; `None`: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProviderMoney {
    /// An account with less than this is out of funds.
    pub balance_floor: Option<MicroUsd>,
    pub spend_alert_per_day: Option<MicroUsd>,
    pub spend_stop_per_day: Option<MicroUsd>,
}

impl ProviderEntry {
    pub(crate) fn new(id: &str, mut values: Value) -> Result<Self, ConfigError> {
        let path = format!("providers.{id}");
        let wrong = |key: String, reason: String| ConfigError { key, reason };
        let table = values.as_object_mut().ok_or_else(|| wrong(path.clone(), "is not a table".to_owned()))?;
        let kind = match table.remove("kind") {
            None => id.to_owned(),
            Some(Value::String(kind)) => kind,
            Some(_) => return Err(wrong(format!("{path}.kind"), "is not text".to_owned())),
        };
        let mut dollars = |key: &str| take_usd(table, key).map_err(|reason| wrong(format!("{path}.{key}"), reason));
        let money = ProviderMoney {
            balance_floor: dollars("balance_floor_usd")?,
            spend_alert_per_day: dollars("spend_alert_per_day_usd")?,
            spend_stop_per_day: dollars("spend_stop_per_day_usd")?,
        };
        Ok(Self { kind, money, section: Section { id: id.to_owned(), path, values } })
    }
}

fn take_usd(table: &mut Map<String, Value>, key: &str) -> Result<Option<MicroUsd>, String> {
    let read = |value: Value| Usd::deserialize(value).map(|usd| usd.0).map_err(|error| error.to_string());
    table.remove(key).map(read).transpose()
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
