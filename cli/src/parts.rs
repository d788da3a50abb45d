//! Everything that a configuration names, built but not connected: what `config check` proves and a start goes on with.

use std::collections::BTreeMap;
use std::sync::Arc;

use nproxy_app::backup::Recipients;
use nproxy_config::{Config, ModelEntry, Problem, Problems};
use nproxy_domain::ProviderId;
use nproxy_domain::catalog::{Catalog, Model, Route};
use nproxy_domain::plugin::{ConfigError, Section};
use nproxy_domain::processor::PaymentProcessor;
use nproxy_domain::provider::{Capabilities, ImageProvider, Inputs, ProviderInfo, is_reachable};
use nproxy_server::{Brand, Network};
use nproxy_store::MasterKey;
use secrecy::ExposeSecret as _;
use url::Url;

use crate::smtp::MailSettings;
use crate::{plugins, prices, site};

/// By the id of their table.
pub type Providers = BTreeMap<ProviderId, Arc<dyn ImageProvider>>;

/// Whose money it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// A payment for practice buys nothing.
    Real,
    /// `nproxy dev`: nobody pays in earnest.
    Played,
}

#[derive(Debug)]
pub struct Parts {
    pub config: Config,
    pub master_key: MasterKey,
    pub providers: Providers,
    pub processors: Vec<Arc<dyn PaymentProcessor>>,
    pub catalog: Catalog,
    pub trusted_proxies: Vec<Network>,
    pub mail: MailSettings,
    pub brand: Brand,
    /// Who can open backups.
    pub recipients: Recipients,
    pub world: World,
}

impl Parts {
    /// Tells everything wrong at once.
    pub fn build(config: Config, world: World) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let master_key = master_key(&config).map_err(|p| problems.push(p)).ok();
        let recipients =
            master_key.as_ref().and_then(|key| recipients(&config, key).map_err(|p| problems.push(p)).ok());
        let trusted_proxies = trusted_proxies(&config).map_err(|p| problems.push(p)).ok();
        let mail = mail(&config, &mut problems);
        let brand = site::brand(&config, &mut problems);
        let providers = providers(&config, &mut problems);
        let processors = processors(&config, world, &mut problems);
        // A model's complaint about a provider that could not be built would only repeat the provider's.
        let models = if problems.is_empty() { models(&config, &providers, &mut problems) } else { Vec::new() };
        problems.extend(prices::check(&config, &models).into_iter().map(|error| config.problem(error)));
        match (master_key, recipients, trusted_proxies, mail) {
            (Some(master_key), Some(recipients), Some(trusted_proxies), Some(mail)) if problems.is_empty() => {
                match Catalog::new(models) {
                    Ok(catalog) => Ok(Self {
                        config,
                        master_key,
                        providers,
                        processors,
                        catalog,
                        trusted_proxies,
                        mail,
                        brand,
                        recipients,
                        world,
                    }),
                    Err(error) => Err(Problems(vec![config.problem(wrong("models", &error))])),
                }
            }
            _ => Err(Problems(problems)),
        }
    }
}

fn wrong(key: &str, reason: &impl ToString) -> ConfigError {
    ConfigError { key: key.to_owned(), reason: reason.to_string() }
}

fn master_key(config: &Config) -> Result<MasterKey, Problem> {
    let parsed = MasterKey::parse(config.secrets.master_key.expose_secret());
    parsed.map_err(|error| config.problem(wrong("secrets.master_key", &error)))
}

fn recipients(config: &Config, master_key: &MasterKey) -> Result<Recipients, Problem> {
    let parsed = Recipients::of(&config.backup.recipients, master_key);
    parsed.map_err(|error| config.problem(wrong("backup.recipients", &error)))
}

fn trusted_proxies(config: &Config) -> Result<Vec<Network>, Problem> {
    let parse = |text: &String| {
        text.parse().map_err(|error| config.problem(wrong("server.trusted_proxies", &format!("{text:?}: {error}"))))
    };
    config.server.trusted_proxies.iter().map(parse).collect()
}

fn mail(config: &Config, problems: &mut Vec<Problem>) -> Option<MailSettings> {
    // Where the configuration names no sender, the brand is it.
    let read = MailSettings::read(config, &config.brand.name);
    read.map_err(|errors| problems.extend(errors.into_iter().map(|error| config.problem(error)))).ok()
}

fn providers(config: &Config, problems: &mut Vec<Problem>) -> Providers {
    let plugins: Vec<_> = plugins::PROVIDERS.iter().map(|plugin| (plugin.kind, plugin.build)).collect();
    let mut built = Providers::new();
    for entry in &config.providers {
        match plugged("provider", &plugins, &entry.kind, &entry.section) {
            Ok(provider) => drop(built.insert(ProviderId(entry.section.id.clone()), provider)),
            Err(error) => problems.push(config.problem(error)),
        }
    }
    built
}

fn processors(config: &Config, world: World, problems: &mut Vec<Problem>) -> Vec<Arc<dyn PaymentProcessor>> {
    let plugins: Vec<_> = plugins::PROCESSORS.iter().map(|plugin| (plugin.kind, plugin.build)).collect();
    let mut built = Vec::new();
    for entry in &config.processors {
        let earnest = |processor: Arc<dyn PaymentProcessor>| match world {
            World::Real if processor.about().sandbox => Err(entry.section.error(
                "sandbox",
                "payments for practice are for `nproxy dev` alone: whoever makes one would get a month",
            )),
            _ => Ok(processor),
        };
        match plugged("processor", &plugins, &entry.kind, &entry.section).and_then(earnest) {
            Ok(processor) => built.push(processor),
            Err(error) => problems.push(config.problem(error)),
        }
    }
    built
}

type Build<P> = fn(Section) -> Result<Arc<P>, ConfigError>;

/// What the plugin of this kind makes of a table.
fn plugged<P: ?Sized>(
    what: &str,
    plugins: &[(&'static str, Build<P>)],
    kind: &str,
    section: &Section,
) -> Result<Arc<P>, ConfigError> {
    let Some((_, build)) = plugins.iter().find(|(known, _)| *known == kind) else {
        let kinds: Vec<&str> = plugins.iter().map(|(kind, _)| *kind).collect();
        let known = if kinds.is_empty() { String::new() } else { format!("; there are {}", kinds.join(", ")) };
        return Err(section.error("kind", format!("there is no kind {kind:?} of {what}{known}")));
    };
    build(section.clone())
}

fn models(config: &Config, providers: &Providers, problems: &mut Vec<Problem>) -> Vec<Model> {
    let mut models = Vec::new();
    for entry in &config.models {
        match routes(entry, providers, &config.server.public_url) {
            Ok(routes) => models.push(Model { id: entry.id.clone(), label: entry.label.clone(), routes }),
            Err(reason) => problems.push(config.problem(wrong(&format!("models.{}.routes", entry.id), &reason))),
        }
    }
    models
}

fn routes(entry: &ModelEntry, providers: &Providers, ours: &Url) -> Result<Vec<Route>, String> {
    let route = |wanted: &nproxy_config::RouteEntry| {
        let id = ProviderId(wanted.provider.clone());
        let about = providers.get(&id).ok_or_else(|| format!("there is no [providers.{id}]"))?.about();
        let model = about.model(&wanted.model).ok_or_else(|| {
            let known: Vec<&str> = about.models.iter().map(|m| m.name.as_str()).collect();
            format!("provider {id} has no model {:?}; it has {}", wanted.model, known.join(", "))
        })?;
        let capabilities = offered(about, model.capabilities.clone(), ours);
        Ok(Route { provider: id, model: model.name.clone(), capabilities })
    };
    entry.routes.iter().map(route).collect()
}

/// An upstream that can't fetch pictures from us makes them from text alone.
fn offered(about: &ProviderInfo, can: Capabilities, ours: &Url) -> Capabilities {
    if about.inputs == Inputs::Links && !is_reachable(ours, &about.hosts) { can.without_inputs() } else { can }
}
