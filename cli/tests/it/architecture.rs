//! The arrows between the rooms, read from the manifests themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Direct dependencies of each package that are not for its tests alone.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let metadata: Value = serde_json::from_slice(&out.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let of = |package: &Value| {
        let direct = package["dependencies"].as_array().unwrap().iter();
        direct.filter(|d| d["kind"] != "dev").map(|d| d["name"].as_str().unwrap().to_owned()).collect()
    };
    packages.iter().map(|p| (p["name"].as_str().unwrap().to_owned(), of(p))).collect()
}

/// The rooms that a room knows.
fn arrows(dependencies: &BTreeSet<String>) -> BTreeSet<&str> {
    dependencies.iter().filter_map(|d| d.strip_prefix("nproxy-")).collect()
}

#[test]
fn every_room_knows_only_the_rooms_it_may() {
    let all = dependencies();
    for (package, dependencies) in &all {
        let room = package.strip_prefix("nproxy-").expect("crates are named nproxy-<folder>");
        let may: &[&str] = match room {
            "domain" | "migrations" | "sandbox" => &[],
            "gateway" | "config" => &["domain"],
            "store" => &["domain", "migrations"],
            "app" => &["domain", "store", "gateway"],
            "server" | "bot" => &["domain", "app"],
            "cli" => {
                // The binary wires everything; what it wires is checked by its use.
                continue;
            }
            plugin if plugin.starts_with("provider-") || plugin.starts_with("processor-") => &["domain"],
            other => panic!("{other}: a new room needs its arrows here and in ARCHITECTURE.md"),
        };
        assert_eq!(arrows(dependencies), may.iter().copied().collect(), "{room} -> ?");
    }
    assert!(all.contains_key("nproxy-cli"));
}

#[test]
fn nobody_knows_the_binary() {
    for (package, dependencies) in dependencies() {
        assert!(!dependencies.contains("nproxy-cli"), "{package}");
    }
}

#[test]
fn the_rules_stay_pure() {
    let all = dependencies();
    let domain: Vec<&str> = all["nproxy-domain"].iter().map(String::as_str).collect();
    // Types, traits and errors. Nothing that opens a socket, a file or a database, or waits.
    let pure = [
        "async-trait",
        "base64",
        "bytes",
        "chrono",
        "futures-core",
        "http",
        "percent-encoding",
        "rust_decimal",
        "secrecy",
        "serde",
        "serde_json",
        "serde_path_to_error",
        "thiserror",
        "url",
        "uuid",
    ];
    assert_eq!(domain, pure);
}

#[test]
fn only_the_store_speaks_sql_and_to_buckets_and_only_the_gateway_speaks_to_upstreams() {
    for (package, dependencies) in dependencies() {
        for database in ["sea-orm", "sqlx", "riverqueue", "sea-query-sqlx"] {
            assert!(!dependencies.contains(database) || package == "nproxy-store", "{package} -> {database}");
        }
        for bucket in ["aws-sdk-s3", "aws-smithy-http-client"] {
            assert!(!dependencies.contains(bucket) || package == "nproxy-store", "{package} -> {bucket}");
        }
        for client in ["reqwest", "reqwest-middleware", "reqwest-retry"] {
            assert!(!dependencies.contains(client) || package == "nproxy-gateway", "{package} -> {client}");
        }
        assert!(!dependencies.contains("anyhow") || package == "nproxy-cli", "{package} -> anyhow");
    }
}
