//! Sections that must build, and sections that must not.

use std::sync::Arc;

use nproxy_domain::plugin::ConfigError;
use nproxy_domain::provider::ImageProvider;
use serde_json::{Map, Value};

use crate::promise::{Findings, Promise};
use crate::walk::caught;
use crate::{Suite, leaks};

/// Put after the name of a key.
const TYPO: &str = "_typo";

pub(crate) fn build(
    suite: &Suite,
    values: &Value,
    at: &str,
    findings: &mut Findings,
) -> Option<Arc<dyn ImageProvider>> {
    match attempt(suite, values, at, findings)? {
        Ok(provider) => Some(provider),
        Err(error) => {
            findings.broken(Promise::ConfigIsRead, at, format!("refused with `{error}`: {values}"));
            None
        }
    }
}

pub(crate) fn run(suite: &Suite, findings: &mut Findings) {
    findings.demand(!suite.valid.is_empty(), Promise::ConfigIsRead, "the suite", || {
        "no valid section, so nothing can be looked at".to_owned()
    });
    for (n, values) in suite.valid.iter().enumerate() {
        let at = format!("valid section {n}");
        for (typo, spoiled) in with_typos(values) {
            refused(suite, &spoiled, &typo, Promise::TyposAreRefused, &at, findings);
        }
    }
    for (n, (values, key)) in suite.invalid.iter().enumerate() {
        refused(suite, values, key, Promise::ConfigErrorsNameTheKey, &format!("invalid section {n}"), findings);
    }
}

/// Demands that a section is refused, by an error that names `key`.
fn refused(suite: &Suite, values: &Value, key: &str, accepted: Promise, at: &str, findings: &mut Findings) {
    match attempt(suite, values, at, findings) {
        Some(Ok(_)) => findings.broken(accepted, at, format!("accepted, though {key:?} is wrong in it: {values}")),
        Some(Err(ConfigError { key: named, reason })) => {
            let path = suite.section(values).path;
            let told = named.ends_with(key) || reason.contains(&format!("`{key}`"));
            findings.demand(named.starts_with(&path) && told, Promise::ConfigErrorsNameTheKey, at, || {
                format!(
                    "the error for {key:?} says {named:?}: {reason:?}; it has to begin with {path:?} and name the key"
                )
            });
        }
        None => {}
    }
}

type Built = Result<Arc<dyn ImageProvider>, ConfigError>;

fn attempt(suite: &Suite, values: &Value, at: &str, findings: &mut Findings) -> Option<Built> {
    match caught(|| (suite.plugin.build)(suite.section(values))) {
        Ok(built) => {
            let shown = match &built {
                Ok(provider) => format!("{provider:?} {:?}", provider.about()),
                Err(error) => format!("{error:?} {error}"),
            };
            findings.demand(!leaks(&shown), Promise::SecretsStayHidden, at, || {
                "the provider's Debug or its error shows a secret of the section".to_owned()
            });
            Some(built)
        }
        Err(panic) => {
            findings.broken(Promise::NothingPanics, at, format!("building panicked: {panic}"));
            None
        }
    }
}

/// The section with one key too many: beside each of its keys a misspelt one, in every table.
fn with_typos(values: &Value) -> Vec<(String, Value)> {
    let mut out = Vec::new();
    let Value::Object(map) = values else { return out };
    let with = |key: &str, value: Value| {
        let mut spoiled: Map<String, Value> = map.clone();
        spoiled.insert(key.to_owned(), value);
        Value::Object(spoiled)
    };
    for key in map.keys().map(String::as_str).chain(["nproxy"]) {
        let typo = format!("{key}{TYPO}");
        out.push((typo.clone(), with(&typo, Value::Bool(true))));
    }
    for (key, inner) in map.iter().filter(|(_, inner)| inner.is_object()) {
        out.extend(with_typos(inner).into_iter().map(|(typo, spoiled)| (typo, with(key, spoiled))));
    }
    out
}
