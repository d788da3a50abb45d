//! A limit on spending counts estimates, so every picture that may be bought needs one.

use nproxy_config::{Config, ProviderEntry};
use nproxy_domain::catalog::{Model, Route};
use nproxy_domain::plugin::ConfigError;

/// What limits can't count.
pub fn check(config: &Config, models: &[Model]) -> Vec<ConfigError> {
    config.providers.iter().filter_map(|entry| unpriced(entry, models)).collect()
}

fn unpriced(entry: &ProviderEntry, models: &[Model]) -> Option<ConfigError> {
    let limit = match (entry.money.spend_stop_per_day, entry.money.spend_alert_per_day) {
        (Some(_), _) => "spend_stop_per_day_usd",
        (None, Some(_)) => "spend_alert_per_day_usd",
        (None, None) => return None,
    };
    let routes = models.iter().flat_map(|model| &model.routes).filter(|route| route.provider.0 == entry.section.id);
    let mut unpriced: Vec<String> = routes.filter_map(presets).collect();
    unpriced.sort_unstable();
    unpriced.dedup();
    let (path, id) = (&entry.section.path, &entry.section.id);
    let reason = format!(
        "spending is counted by price, and there is none for {}; give it as price_usd in [providers.{id}.models.\"<name>\"]",
        unpriced.join("; ")
    );
    (!unpriced.is_empty()).then(|| ConfigError { key: format!("{path}.{limit}"), reason })
}

/// The presets of a route's model that have no price.
fn presets(route: &Route) -> Option<String> {
    let unpriced = route.capabilities.resolutions.iter().filter(|resolution| resolution.price.is_none());
    let ids: Vec<&str> = unpriced.map(|resolution| resolution.id.as_str()).collect();
    (!ids.is_empty()).then(|| format!("{} ({})", route.model, ids.join(", ")))
}
