//! What the database holds of providers and processors that the configuration no longer names.

use std::collections::BTreeMap;

use nproxy_app::App;
use nproxy_config::{Config, Problem, Problems};
use nproxy_domain::plugin::ConfigError;
use nproxy_store::{StoreError, overview, payments};

/// A section that was removed while keys, pictures or payments depend on it is refused: they would be lost without a word.
pub async fn refuse(app: &App, config: &Config) -> anyhow::Result<()> {
    let mut problems = of_providers(app, config).await?;
    problems.extend(of_processors(app, config).await?);
    if problems.is_empty() { Ok(()) } else { Err(Problems(problems).into()) }
}

async fn of_processors(app: &App, config: &Config) -> Result<Vec<Problem>, StoreError> {
    let waiting = payments::waiting_by_processor(app.store.read()).await?;
    let known = |id: &str| config.processors.iter().any(|entry| entry.section.id == id);
    let gone = waiting.into_iter().filter(|(processor, _)| !known(&processor.0));
    let problem = |(processor, payments)| {
        let reason = format!(
            "is not there, but the database has {payments} payments that wait for it; put the section back until they \
             have ended (`nproxy payments list --processor {processor}`)"
        );
        config.problem(ConfigError { key: format!("processors.{processor}"), reason })
    };
    Ok(gone.map(problem).collect())
}

async fn of_providers(app: &App, config: &Config) -> Result<Vec<Problem>, StoreError> {
    let db = app.store.read();
    let mut depending: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for of_state in overview::keys(db, app.env.now()).await? {
        if of_state.state != "disabled" {
            depending.entry(of_state.provider).or_default().0 += of_state.keys;
        }
    }
    for open in overview::open_attempts(db).await? {
        depending.entry(open.name).or_default().1 += open.rows;
    }
    let known = |id: &str| config.providers.iter().any(|entry| entry.section.id == id);
    let problems = depending
        .into_iter()
        .filter(|(provider, _)| !known(provider))
        .map(|(provider, (keys, attempts))| {
            let reason = format!(
                "is not there, but the database has {keys} of its keys in use and {attempts} unfinished attempts on them; put \
                 the section back, or disable the keys first (`nproxy keys list --provider {provider}`, `nproxy keys \
                 disable ..`)"
            );
            config.problem(ConfigError { key: format!("providers.{provider}"), reason })
        })
        .collect();
    Ok(problems)
}
