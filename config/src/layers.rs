//! The sources of values, one over the other, each remembered for the error that names it.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use figment::providers::{Format as _, Toml};
use figment::util::nest;
use figment::value::{Dict, Map, Num, Value};
use figment::{Figment, Metadata, Profile, Provider};

use crate::problem::{Problem, is_secret};

/// Every key with its default and its explanation.
pub const DEFAULTS: &str = include_str!("default.toml");

/// What the environment's variables begin with; two underscores, so that `NPROXY_CONFIG` is no key.
pub const ENV_PREFIX: &str = "NPROXY__";

/// Tables of instances: a file's replace the default's as a whole.
pub(crate) const INSTANCE_TABLES: [&str; 4] = ["providers", "models", "plans", "processors"];

/// Marks a key whose value is the path of a file that holds the real one.
const FROM_FILE: &str = "_file";

/// Where to look for values besides the embedded defaults.
#[derive(Clone, Default)]
pub struct Sources {
    pub file: Option<PathBuf>,
    /// The process's environment; only what begins with [`ENV_PREFIX`] is looked at.
    pub env: Vec<(String, String)>,
    /// Keys that a command has other defaults for, and their values as text: the file and the environment override them.
    pub defaults: Vec<(String, String)>,
    /// Keys that a command fixes, whatever the other sources say, and their values as text.
    pub fixed: Vec<(String, String)>,
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sources").field("file", &self.file).finish_non_exhaustive()
    }
}

/// One source with its name.
struct Layer {
    name: String,
    values: Dict,
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.values.clone()))
    }
}

/// Puts the layers on each other. What can't be read is left out and told, so that one run tells of everything.
pub(crate) fn stack(sources: &Sources) -> (Figment, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut defaults: Dict = Toml::from_str(DEFAULTS).unwrap_or_default();
    let file = sources.file.as_deref().map(|path| {
        let name = path.display().to_string();
        let values = read_toml(path, &mut problems);
        Layer { values: follow_files(values, "", &name, &mut problems), name }
    });
    for table in INSTANCE_TABLES {
        if file.as_ref().is_some_and(|f| f.values.contains_key(table)) {
            defaults.remove(table);
        }
    }
    let mut figment = Figment::from(Layer { name: "the embedded defaults".to_owned(), values: defaults });
    for (key, text) in &sources.defaults {
        figment = add(figment, "this command".to_owned(), key, text, &mut problems);
    }
    if let Some(file) = file {
        figment = figment.merge(file);
    }
    // Sorted: a variable that sets a table's key comes after one that tries to set the table.
    let vars: BTreeMap<&str, &str> =
        sources.env.iter().filter_map(|(n, v)| n.strip_prefix(ENV_PREFIX).map(|rest| (rest, v.as_str()))).collect();
    for (rest, text) in vars {
        let name = format!("environment variable {ENV_PREFIX}{rest}");
        let key = rest.to_lowercase().replace("__", ".");
        figment = add(figment, name, &key, text, &mut problems);
    }
    for (key, text) in &sources.fixed {
        figment = add(figment, "this command".to_owned(), key, text, &mut problems);
    }
    (figment, problems)
}

fn read_toml(path: &Path, problems: &mut Vec<Problem>) -> Dict {
    let mut wrong = |key: &str, reason: String| {
        problems.push(Problem { place: path.display().to_string(), key: key.to_owned(), reason });
        Dict::new()
    };
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return wrong("", format!("can't be read: {error}")),
    };
    Toml::from_str(&text).unwrap_or_else(|error| {
        // The error's own display quotes the line, which may hold a secret.
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
        wrong("", format!("line {line}: {}", error.message().replace('\n', ", ")))
    })
}

/// Replaces every `key_file = "path"` by `key = <what the file holds>`.
fn follow_files(table: Dict, at: &str, place: &str, problems: &mut Vec<Problem>) -> Dict {
    let mut out = Dict::new();
    for (name, value) in table {
        let key = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        let mut wrong = |reason| problems.push(Problem { place: place.to_owned(), key: key.clone(), reason });
        match (name.strip_suffix(FROM_FILE), value) {
            (Some(target), Value::String(_, path)) => match read_value(&path) {
                Ok(_) if out.contains_key(target) => wrong(format!("{target} is set as well: keep one of the two")),
                Ok(text) => drop(out.insert(target.to_owned(), text.into())),
                Err(reason) => wrong(reason),
            },
            (_, Value::Dict(_, inner)) => {
                let inner = follow_files(inner, &key, place, problems);
                out.insert(name, inner.into());
            }
            (_, value) => drop(out.insert(name, value)),
        }
    }
    out
}

/// Secrets are written to files with a line end that is no part of them.
fn read_value(path: &str) -> Result<String, String> {
    fs::read_to_string(path)
        .map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
        .map_err(|error| format!("{path} can't be read: {error}"))
}

/// Adds one key given as text.
fn add(figment: Figment, name: String, key: &str, text: &str, problems: &mut Vec<Problem>) -> Figment {
    let (key, text) = match key.strip_suffix(FROM_FILE) {
        Some(target) => (target, read_value(text)),
        None => (key, Ok(text.to_owned())),
    };
    let value = text.and_then(|text| {
        let like = figment.find_value(key).ok();
        as_type_of(like.as_ref(), &text)
            .map_err(|what| if is_secret(key) { format!("is not {what}") } else { format!("{text:?} is not {what}") })
    });
    match value {
        Ok(value) => {
            let values = nest(key, value).into_dict().unwrap_or_default();
            figment.merge(Layer { name, values })
        }
        Err(reason) => {
            problems.push(Problem { place: name, key: key.to_owned(), reason });
            figment
        }
    }
}

/// Text as the type that the key already has. Guessing from the text instead would turn the password `0012` into a number.
fn as_type_of(like: Option<&Value>, text: &str) -> Result<Value, &'static str> {
    match like {
        Some(Value::Num(_, Num::F32(_) | Num::F64(_))) => text.parse::<f64>().map(Value::from).map_err(|_| "a number"),
        Some(Value::Num(..)) => text.parse::<i64>().map(Value::from).map_err(|_| "a whole number"),
        Some(Value::Bool(..)) => text.parse::<bool>().map(Value::from).map_err(|_| "true or false"),
        Some(Value::Array(..)) => {
            Ok(text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect::<Vec<_>>().into())
        }
        Some(Value::Dict(..)) => Err("possible: this is a table, set its keys"),
        _ => Ok(text.into()),
    }
}
