//! The whole configuration, typed.

use std::collections::BTreeMap;
use std::fmt;

use figment::Figment;
use figment::error::Kind;
use figment::value::Value;
use nproxy_domain::catalog::Plan;
use nproxy_domain::keys::KeyPolicy;
use nproxy_domain::plugin::ConfigError;
use serde::de::DeserializeOwned;

use crate::check;
use crate::instances::{ModelEntry, ModelTable, PlanTable, ProcessorEntry, ProviderEntry};
use crate::layers::{INSTANCE_TABLES, Sources, stack};
use crate::problem::{Problem, Problems, is_secret};
use crate::sections::{
    Auth, Balances, Billing, Brand, Database, Disk, Gateway, Generation, Internal, Mail, Notices, Pictures, Proxies,
    Retention, Secrets, Server, Site, Telegram, Worker,
};
use crate::storage::{Backup, Storage};

const SECTIONS: [&str; 22] = [
    "server",
    "internal",
    "database",
    "storage",
    "disk",
    "pictures",
    "secrets",
    "mail",
    "auth",
    "billing",
    "brand",
    "site",
    "generation",
    "worker",
    "keys",
    "proxies",
    "balances",
    "notices",
    "gateway",
    "telegram",
    "backup",
    "retention",
];

/// Every setting, checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub server: Server,
    pub internal: Internal,
    pub database: Database,
    pub storage: Storage,
    pub disk: Disk,
    pub pictures: Pictures,
    pub secrets: Secrets,
    pub mail: Mail,
    pub auth: Auth,
    pub billing: Billing,
    pub brand: Brand,
    pub site: Site,
    pub generation: Generation,
    pub worker: Worker,
    pub keys: KeyPolicy,
    pub proxies: Proxies,
    pub balances: Balances,
    pub notices: Notices,
    pub gateway: Gateway,
    pub telegram: Telegram,
    pub backup: Backup,
    pub retention: Retention,
    pub providers: Vec<ProviderEntry>,
    /// The default model first.
    pub models: Vec<ModelEntry>,
    pub plans: Vec<Plan>,
    /// By their ids.
    pub processors: Vec<ProcessorEntry>,
    places: Places,
}

impl Config {
    /// Reads all sources; tells everything wrong at once.
    pub fn load(sources: &Sources) -> Result<Self, Problems> {
        let (figment, problems) = stack(sources);
        let mut reader = Reader { places: Places { figment, file: place_of_file(sources) }, problems };
        let config = reader.config();
        match config {
            Some(config) if reader.problems.is_empty() => {
                let problems = check::all(&config);
                if problems.is_empty() { Ok(config) } else { Err(Problems(problems)) }
            }
            _ => Err(Problems(reader.problems)),
        }
    }

    /// A plugin's complaint with the place that its value came from. What quotes a secret is not repeated.
    pub fn problem(&self, error: ConfigError) -> Problem {
        let reason = if self.places.quotes_secret(&error) { WRONG_FORM.to_owned() } else { error.reason };
        self.places.problem(&error.key, reason)
    }
}

fn place_of_file(sources: &Sources) -> String {
    sources.file.as_ref().map_or_else(|| "no configuration file".to_owned(), |path| path.display().to_string())
}

/// Which source each value came from.
#[derive(Clone)]
pub(crate) struct Places {
    figment: Figment,
    /// Where a missing value should have been.
    file: String,
}

impl fmt::Debug for Places {
    /// The layers hold secrets as plain text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places").finish_non_exhaustive()
    }
}

/// Said of a secret's value, instead of what it is.
const WRONG_FORM: &str = "has the wrong type or form";

impl Places {
    fn quotes_secret(&self, error: &ConfigError) -> bool {
        let value = is_secret(&error.key).then(|| self.figment.find_value(&error.key).ok()).flatten();
        let text = match value {
            Some(Value::String(_, text)) => text,
            Some(other) => other.deserialize::<serde_json::Value>().map(|json| json.to_string()).unwrap_or_default(),
            None => return false,
        };
        // Errors quote text in its escaped form.
        let escaped = format!("{text:?}");
        !text.is_empty() && (error.reason.contains(&text) || error.reason.contains(escaped.trim_matches('"')))
    }

    pub(crate) fn problem(&self, key: &str, reason: impl Into<String>) -> Problem {
        Problem { place: self.place_of(key), key: key.to_owned(), reason: reason.into() }
    }

    /// The source of the key, or of the innermost table around it that has one.
    fn place_of(&self, key: &str) -> String {
        let mut at = key;
        loop {
            if let Some(found) = self.figment.find_metadata(at) {
                return found.name.to_string();
            }
            match at.rsplit_once(['.', '[']) {
                Some((outer, _)) => at = outer,
                None => return self.file.clone(),
            }
        }
    }

    /// A required key that nobody set: the operator's file is the place to put it.
    pub(crate) fn missing(&self, key: &str, how: &str) -> Problem {
        Problem { place: self.file.clone(), key: key.to_owned(), reason: format!("is not set; {how}") }
    }
}

impl Config {
    pub(crate) fn places(&self) -> &Places {
        &self.places
    }
}

struct Reader {
    places: Places,
    problems: Vec<Problem>,
}

impl Reader {
    fn config(&mut self) -> Option<Config> {
        self.no_unknown_sections();
        // All are read before the first `?`: each may have something to tell.
        let server = self.section("server");
        let internal = self.section("internal");
        let database = self.section("database");
        let storage = self.section("storage");
        let disk = self.section("disk");
        let pictures = self.section("pictures");
        let secrets = self.section("secrets");
        let mail = self.section("mail");
        let auth = self.section("auth");
        let billing = self.section("billing");
        let brand = self.section("brand");
        let site = self.section("site");
        let generation: Option<Generation> = self.section("generation");
        let worker = self.section("worker");
        let keys = self.section("keys");
        let proxies = self.section("proxies");
        let balances = self.section("balances");
        let notices = self.section("notices");
        let gateway = self.section("gateway");
        let telegram = self.section("telegram");
        let backup = self.section("backup");
        let retention = self.section("retention");
        let providers = self.instances("providers", ProviderEntry::new);
        let mut models = self.instances("models", |id, table: ModelTable| Ok(table.model(id)));
        let plans = self.instances("plans", |id, table: PlanTable| table.plan(id));
        let processors = self.instances("processors", ProcessorEntry::new);
        let generation = generation?;
        // Stable: the others stay in the order of their ids.
        models.sort_by_key(|model| model.id != generation.default_model);
        Some(Config {
            server: server?,
            internal: internal?,
            database: database?,
            storage: storage?,
            disk: disk?,
            pictures: pictures?,
            secrets: secrets?,
            mail: mail?,
            auth: auth?,
            billing: billing?,
            brand: brand?,
            site: site?,
            generation,
            worker: worker?,
            keys: keys?,
            proxies: proxies?,
            balances: balances?,
            notices: notices?,
            gateway: gateway?,
            telegram: telegram?,
            backup: backup?,
            retention: retention?,
            providers,
            models,
            plans,
            processors,
            places: self.places.clone(),
        })
    }

    fn no_unknown_sections(&mut self) {
        let all: BTreeMap<String, Value> = self.places.figment.extract().unwrap_or_default();
        let known = SECTIONS;
        for name in all.keys().filter(|n| !known.contains(&n.as_str()) && !INSTANCE_TABLES.contains(&n.as_str())) {
            let reason = format!("no such section; there are {}, {}", known.join(", "), INSTANCE_TABLES.join(", "));
            self.problems.push(self.places.problem(name, reason));
        }
    }

    fn section<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let error = match self.places.figment.find_value(path) {
            Ok(value) => match value.deserialize() {
                Ok(section) => return Some(section),
                Err(error) => error,
            },
            Err(error) => error,
        };
        let mut key = error.path.iter().fold(path.to_owned(), |key, name| format!("{key}.{name}"));
        let reason = match &error.kind {
            Kind::UnknownField(_, known) => format!("no such key; there are {}", known.join(", ")),
            Kind::MissingField(field) => {
                key = format!("{key}.{field}");
                "is not set".to_owned()
            }
            _ if is_secret(&key) => WRONG_FORM.to_owned(),
            kind => kind.to_string(),
        };
        self.problems.push(self.places.problem(&key, reason));
        None
    }

    fn ids(&self, table: &str) -> Vec<String> {
        let all: BTreeMap<String, Value> = self.places.figment.extract_inner(table).unwrap_or_default();
        all.into_keys().collect()
    }

    /// Every instance of a table that can be read; of the others the problem is told.
    fn instances<T: DeserializeOwned, E>(
        &mut self,
        table: &str,
        new: impl Fn(&str, T) -> Result<E, ConfigError>,
    ) -> Vec<E> {
        let mut out = Vec::new();
        for id in self.ids(table) {
            let Some(values) = self.section(&format!("{table}.{id}")) else { continue };
            match new(&id, values) {
                Ok(entry) => out.push(entry),
                Err(error) => self.problems.push(self.places.problem(&error.key, error.reason)),
            }
        }
        out
    }
}
