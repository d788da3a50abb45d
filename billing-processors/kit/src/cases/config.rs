//! Sections that must build, and sections that must not.

use std::sync::Arc;

use nproxy_domain::plugin::ConfigError;
use nproxy_domain::processor::PaymentProcessor;
use serde_json::{Map, Value};

use crate::Suite;
use crate::promise::{Findings, Promise};
use crate::walk::caught;

/// Put after the name of a key.
const TYPO: &str = "_typo";

pub(crate) fn build(
    suite: &Suite,
    values: &Value,
    at: &str,
    findings: &mut Findings,
) -> Option<Arc<dyn PaymentProcessor>> {
    match attempt(suite, values, at, findings)? {
        Ok(processor) => Some(processor),
        Err(error) => {
            findings.broken(Promise::ConfigIsRead, at, format!("refused with `{error}`"));
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

type Built = Result<Arc<dyn PaymentProcessor>, ConfigError>;

fn attempt(suite: &Suite, values: &Value, at: &str, findings: &mut Findings) -> Option<Built> {
    match caught(|| (suite.plugin.build)(suite.section(values))) {
        Ok(built) => {
            let shown = match &built {
                Ok(processor) => format!("{processor:?} {:?}", processor.about()),
                Err(error) => format!("{error:?} {error}"),
            };
            findings.demand(!suite.leaks(&shown), Promise::SecretsStayHidden, at, || {
                "the processor's Debug or its error shows a secret of the section".to_owned()
            });
            Some(built)
        }
        Err(panic) => {
            findings.broken(Promise::NothingPanics, at, format!("building panicked: {panic}"));
            None
        }
    }
}

/// The section with one key too many: beside each of its keys a misspelt one.
fn with_typos(values: &Value) -> Vec<(String, Value)> {
    let Value::Object(map) = values else { return Vec::new() };
    let with = |key: &str| {
        let typo = format!("{key}{TYPO}");
        let mut spoiled: Map<String, Value> = map.clone();
        spoiled.insert(typo.clone(), Value::Bool(true));
        (typo, Value::Object(spoiled))
    };
    map.keys().map(String::as_str).chain(["nproxy"]).map(with).collect()
}
