//! `nproxy.example.toml`, which operators start from.

use std::collections::BTreeSet;

use figment::providers::{Format as _, Toml};
use figment::value::{Dict, Value};
use nproxy_config::{Config, DEFAULTS, Sources};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../nproxy.example.toml");

fn leaves(dict: &Dict, at: &str, out: &mut BTreeSet<String>) {
    for (name, value) in dict {
        let key = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        match value {
            Value::Dict(_, inner) => leaves(inner, &key, out),
            _ => drop(out.insert(key)),
        }
    }
}

fn keys_of(text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    leaves(&Toml::from_str(text).unwrap(), "", &mut out);
    out
}

#[test]
fn it_loads() {
    let env = vec![("NPROXY__SECRETS__MASTER_KEY".to_owned(), crate::MASTER_KEY.to_owned())];
    let sources = Sources { file: Some(EXAMPLE.into()), env, ..Sources::default() };
    Config::load(&sources).unwrap_or_else(|problems| panic!("{problems}"));
}

#[test]
fn it_holds_every_key_of_the_defaults_and_no_other() {
    let example = std::fs::read_to_string(EXAMPLE).unwrap();
    assert_eq!(keys_of(&example), keys_of(DEFAULTS));
}

/// Also what is a comment in both: the sections of plugins.
#[test]
fn it_says_what_the_defaults_say() {
    let example = std::fs::read_to_string(EXAMPLE).unwrap();
    let is_an_operators = |line: &&str| !line.starts_with("public_url = ") && !line.starts_with("url = ");
    let said = |text: &str| text.lines().skip(3).filter(is_an_operators).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(said(&example), said(DEFAULTS));
}

#[test]
fn every_key_is_explained() {
    for text in [DEFAULTS, &std::fs::read_to_string(EXAMPLE).unwrap()] {
        let mut explained = false;
        for line in text.lines() {
            // One comment may explain the keys that follow it without a gap; a table's explains its entries.
            match line.trim() {
                "" => explained = false,
                line if line.starts_with('#') => explained = true,
                line if line.starts_with('[') => explained = explained || !line.contains('.'),
                line => assert!(explained, "{line} has no explanation"),
            }
        }
    }
}

#[test]
fn a_stopping_worker_waits_for_the_longest_attempt() {
    let env = vec![("NPROXY__SECRETS__MASTER_KEY".to_owned(), crate::MASTER_KEY.to_owned())];
    let sources = Sources { file: Some(EXAMPLE.into()), env, ..Sources::default() };
    let config = Config::load(&sources).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(config.worker.stop_s > config.gateway.attempt_timeout_s);
    assert!(config.worker.stop_s > config.generation.deadline_s);
}
