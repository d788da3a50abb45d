//! What the threat model promises has its tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const MODEL: &str = include_str!("../../../SECURITY.md");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// The sources of everything but what was built or brought in.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path()) {
        let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if entry.is_dir() && !name.starts_with('.') && !["target", "node_modules", "spa"].contains(&name) {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

/// Functions that are tests, by an attribute or by standing in `both!`.
fn tests() -> BTreeSet<String> {
    let mut found = Vec::new();
    sources(&root(), &mut found);
    let mut tests = BTreeSet::new();
    for path in found {
        let text = fs::read_to_string(path).expect("text");
        let mut is_marked = false;
        for line in text.lines().map(str::trim) {
            let function = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn "));
            if let Some((name, arguments)) = function.and_then(|rest| rest.split_once('(')) {
                if is_marked || arguments.starts_with("db: TestDb)") {
                    tests.insert(name.to_owned());
                }
                is_marked = false;
            } else if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                is_marked = true;
            }
        }
    }
    tests
}

#[test]
fn every_row_of_the_threat_model_names_tests_that_there_are() {
    let tests = tests();
    assert!(tests.len() > 500, "{} tests are found", tests.len());
    let model = MODEL.split("## ").find(|part| part.starts_with("Threat model")).expect("it is there");
    let rows: Vec<&str> = model.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| what ")).collect();
    assert!(rows.len() > 20, "{}", rows.len());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let [what, _, named] = cells.as_slice() else { panic!("three cells: {row}") };
        let named: Vec<&str> = named.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "nothing holds it:{what}");
        for name in named {
            let is_there = if name.contains('/') { root().join(name).is_file() } else { tests.contains(name) };
            assert!(is_there, "there is no test {name}");
        }
    }
}

/// What `cargo deny check bans sources` says, where it is not installed.
#[test]
fn the_rules_for_dependencies_are_kept() {
    let (rules, lock) = (include_str!("../../../deny.toml"), include_str!("../../../Cargo.lock"));
    let banned = rules.lines().find_map(|line| line.strip_prefix("deny = [")).expect("there are some");
    let banned: Vec<&str> = banned.split('"').skip(1).step_by(2).collect();
    assert!(banned.contains(&"openssl-sys") && banned.contains(&"aws-lc-sys"), "{banned:?}");
    for package in banned {
        assert!(!lock.lines().any(|line| line == format!("name = \"{package}\"")), "{package} is brought in");
    }
    let mut sources = lock.lines().filter_map(|line| line.strip_prefix("source = "));
    assert!(sources.all(|source| source.starts_with("\"registry+")), "from a registry alone");
}
