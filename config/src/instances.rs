//! The tables of instances: providers, payment processors, models and plans.

use nproxy_domain::catalog::Plan;
use nproxy_domain::plugin::{ConfigError, Section, from_text};
use nproxy_domain::processor::Price;
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
        let (kind, table) = take_kind(id, &path, &mut values)?;
        let mut dollars =
            |key: &str| take_usd(table, key).map_err(|reason| ConfigError { key: format!("{path}.{key}"), reason });
        let money = ProviderMoney {
            balance_floor: dollars("balance_floor_usd")?,
            spend_alert_per_day: dollars("spend_alert_per_day_usd")?,
            spend_stop_per_day: dollars("spend_stop_per_day_usd")?,
        };
        Ok(Self { kind, money, section: Section { id: id.to_owned(), path, values } })
    }
}

/// `[processors.<id>]`: which plugin, and the plugin's own settings, its credentials among them.
#[derive(Clone, Debug)]
pub struct ProcessorEntry {
    pub kind: String,
    pub section: Section,
}

impl ProcessorEntry {
    pub(crate) fn new(id: &str, mut values: Value) -> Result<Self, ConfigError> {
        let path = format!("processors.{id}");
        let (kind, _) = take_kind(id, &path, &mut values)?;
        Ok(Self { kind, section: Section { id: id.to_owned(), path, values } })
    }
}

/// The plugin's name, which is the instance's where nothing else is said, and what is left for the plugin.
fn take_kind<'a>(
    id: &str,
    path: &str,
    values: &'a mut Value,
) -> Result<(String, &'a mut Map<String, Value>), ConfigError> {
    let wrong = |key: &str, reason: &str| ConfigError { key: key.to_owned(), reason: reason.to_owned() };
    let table = values.as_object_mut().ok_or_else(|| wrong(path, "is not a table"))?;
    match table.remove("kind") {
        None => Ok((id.to_owned(), table)),
        Some(Value::String(kind)) => Ok((kind, table)),
        Some(_) => Err(wrong(&format!("{path}.kind"), "is not text")),
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
    label: String,
    routes: Vec<RouteEntry>,
}

impl ModelTable {
    pub(crate) fn model(self, id: &str) -> ModelEntry {
        ModelEntry { id: id.to_owned(), label: self.label, routes: self.routes }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanTable {
    label: String,
    request_limit: u32,
    months: u32,
    /// A number is taken by its digits.
    #[serde(deserialize_with = "from_text")]
    price: String,
    currency: String,
    #[serde(default = "on_sale")]
    on_sale: bool,
}

fn on_sale() -> bool {
    true
}

impl PlanTable {
    pub(crate) fn plan(self, id: &str) -> Result<Plan, ConfigError> {
        let Self { label, request_limit, months, price, currency, on_sale } = self;
        let wrong = |key: &str, reason: String| ConfigError { key: format!("plans.{id}.{key}"), reason };
        if currency.len() != CURRENCY_CHARS || !currency.bytes().all(|b| b.is_ascii_alphabetic()) {
            let reason = format!("{currency:?} is not a currency: three letters like \"USD\" are needed");
            return Err(wrong("currency", reason));
        }
        let price = Price::parse(&price, &currency).map_err(|error| {
            let currency = currency.to_ascii_uppercase();
            let decimals = Price::decimals(&currency);
            wrong("price", format!("{error} of {currency}, which has {decimals} decimals and no sign"))
        })?;
        Ok(Plan { id: id.to_owned(), label, price, request_limit, months, on_sale })
    }
}

/// Of ISO 4217.
const CURRENCY_CHARS: usize = 3;
