//! The limits of docker-compose.yml, held against what the processes may take and how long they may go.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nproxy_config::{Config, Sources};
use serde_json::{Value, json};

use super::compose::{Compose, text, texts};
use super::read;

const MIB: u64 = 1024 * 1024;
/// What one decoded megapixel takes at most: default.toml says so of `pictures.megapixels_at_once`.
const MEGAPIXEL_BYTES: u64 = 16_000_000;
/// A process without pictures in hand.
const IDLE_BYTES: u64 = 300 * MIB;
/// Beside its pool: the one that listens for news, and one that is opened while another is closed.
const CONNECTIONS_BESIDE: u32 = 2;
/// Those that PostgreSQL keeps for its own, and somebody who looks.
const CONNECTIONS_LEFT: u32 = 10;
/// Those that run once and end.
const ONCE: [&str; 2] = ["migrate", "cli"];

/// What a service is configured with, beside the defaults.
fn config(compose: &Compose, service: &str) -> Config {
    let defaults = [("database.url", "postgres://nproxy@postgres/nproxy"), ("secrets.master_key", "00")];
    let defaults = defaults.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    Config::load(&Sources { env: compose.settings_of(service), defaults, ..Sources::default() }).unwrap()
}

/// `40s`, `6m`.
fn duration(value: &Value) -> Duration {
    let (number, unit) = text(value).split_at(text(value).len() - 1);
    let number: u64 = number.parse().unwrap();
    match unit {
        "s" => Duration::from_secs(number),
        "m" => Duration::from_mins(number),
        other => panic!("{other}"),
    }
}

/// `256m`, `2g`.
fn bytes(value: &Value) -> u64 {
    let (number, unit) = text(value).split_at(text(value).len() - 1);
    let number: u64 = number.parse().unwrap();
    number
        * match unit {
            "m" => MIB,
            "g" => 1024 * MIB,
            other => panic!("{other}"),
        }
}

/// With the size that each may have at most, where one is named.
fn folders_in_memory(service: &Value) -> BTreeMap<&str, Option<u64>> {
    let folders = texts(&service["tmpfs"]).into_iter();
    folders
        .map(|folder| folder.split_once(":size=").map_or((folder, None), |(at, size)| (at, Some(bytes(&json!(size))))))
        .collect()
}

fn seconds(n: u32) -> Duration {
    Duration::from_secs(n.into())
}

#[test]
fn whoever_stops_is_given_the_time_that_it_takes() {
    let compose = Compose::read();
    let grace = |name: &str| duration(&compose.service(name)["stop_grace_period"]);
    for web in ["web-1", "web-2"] {
        let server = config(&compose, web).server;
        assert!(grace(web) > seconds(server.drain_s) + seconds(server.stop_s), "{web}");
    }
    for worker in ["worker-1", "worker-2"] {
        let config = config(&compose, worker);
        assert!(config.worker.stop_s > config.generation.deadline_s, "a picture that was paid for is waited for");
        assert!(config.worker.stop_s > config.gateway.attempt_timeout_s);
        assert!(grace(worker) > seconds(config.worker.stop_s), "{worker}");
    }
    let caddyfile = read("deploy/Caddyfile");
    let own = caddyfile.lines().find_map(|line| line.trim().strip_prefix("grace_period ")).expect("its own");
    assert!(grace("caddy") > duration(&json!(own)));
}

#[test]
fn caddy_hears_that_a_web_is_going_before_it_is_gone() {
    let (compose, caddyfile) = (Compose::read(), read("deploy/Caddyfile"));
    let of = |name: &str| {
        let found = caddyfile.lines().find_map(|line| line.trim().strip_prefix(name));
        duration(&json!(found.unwrap_or_else(|| panic!("{name}")).trim()))
    };
    let drain = seconds(config(&compose, "web-1").server.drain_s);
    assert!(drain > of("health_interval") + of("health_timeout"));
    assert!(of("lb_try_duration") > drain, "a request may meet both at the worst moment");
}

#[test]
fn caddy_takes_what_the_webs_take_and_no_more_than_its_own_bound() {
    let (compose, caddyfile) = (Compose::read(), read("deploy/Caddyfile"));
    let uploads = u64::from(config(&compose, "web-1").pictures.upload_mib_max) * MIB;
    let bounds: Vec<&str> =
        caddyfile.split("{$BODY_BYTES_MAX:").skip(1).filter_map(|rest| rest.split('}').next()).collect();
    let [declared, read] = &bounds[..] else { panic!("{bounds:?}") };
    assert_eq!(declared, read);
    assert!(declared.parse::<u64>().unwrap() > uploads, "nproxy refuses an upload in its own words first");
    let said = format!("${{NPROXY_BODY_BYTES_MAX:-{declared}}}");
    assert_eq!(compose.setting("caddy", "BODY_BYTES_MAX"), said);
}

#[test]
fn what_pictures_take_fits_into_the_memory_that_is_allowed() {
    let compose = Compose::read();
    for name in ["web-1", "web-2", "worker-1", "worker-2"] {
        let pictures = u64::from(config(&compose, name).pictures.megapixels_at_once) * MEGAPIXEL_BYTES;
        let allowed = bytes(&compose.service(name)["mem_limit"]);
        let folder = folders_in_memory(compose.service(name))["/tmp"].unwrap_or(0);
        assert!(allowed > pictures + folder + IDLE_BYTES, "{name}: {allowed} for {pictures} and {folder}");
    }
}

/// With a bucket they lie in `/tmp`.
#[test]
fn uploads_on_their_way_fit_into_the_folder_that_they_lie_in() {
    let compose = Compose::read();
    for name in ["web-1", "web-2"] {
        let pictures = config(&compose, name).pictures;
        let uploads = u64::from(pictures.uploads_at_once * pictures.upload_mib_max) * MIB;
        let folder = folders_in_memory(compose.service(name))["/tmp"].expect("it is bounded");
        assert!(folder > uploads, "{name}: {folder} for {uploads}");
    }
}

#[test]
fn the_database_takes_the_connections_of_all() {
    let compose = Compose::read();
    let command = texts(&compose.service("postgres")["command"]);
    let most = command.iter().find_map(|word| word.strip_prefix("max_connections=")).expect("a number");
    let wanted: u32 = compose
        .ours()
        .map(|(name, _)| config(&compose, name).database.connections_max + CONNECTIONS_BESIDE)
        .sum::<u32>()
        + CONNECTIONS_LEFT;
    assert!(most.parse::<u32>().unwrap() >= wanted, "{wanted}");
}

#[test]
fn every_container_is_bounded_and_can_change_nothing_of_itself() {
    let compose = Compose::read();
    for (name, service) in compose.services() {
        assert_eq!(service["read_only"], json!(true), "{name}");
        assert_eq!(texts(&service["cap_drop"]), ["ALL"], "{name}");
        assert_eq!(texts(&service["security_opt"]), ["no-new-privileges:true"], "{name}");
        assert!(folders_in_memory(service).contains_key("/tmp"), "{name}");
        assert!(bytes(&service["mem_limit"]) > 0 && service["pids_limit"].as_u64() > Some(0), "{name}");
        assert!(service["logging"]["options"]["max-size"].is_string(), "{name}: logs grow");
        let restart = text(&service["restart"]);
        assert_eq!(restart, if ONCE.contains(&name) { "no" } else { "unless-stopped" }, "{name}");
        let privileges: BTreeSet<&str> = service.get("cap_add").map(texts).unwrap_or_default().into_iter().collect();
        let allowed = match name {
            "caddy" => BTreeSet::from(["NET_BIND_SERVICE"]),
            "objects" => BTreeSet::from(["DAC_OVERRIDE"]),
            _ => BTreeSet::new(),
        };
        assert_eq!(privileges, allowed, "{name}");
        let image = text(&service["image"]);
        let (_, tag) = image.split_once(':').unwrap_or_else(|| panic!("{name}: {image} has no tag"));
        assert!(image.starts_with("nproxy") || !tag.contains("latest"), "{name}: {image} is another one every day");
    }
}

#[test]
fn the_schema_is_there_before_anything_of_a_new_version_serves() {
    let compose = Compose::read();
    for (name, service) in compose.ours().filter(|(name, _)| !ONCE.contains(name)) {
        let condition = &service["depends_on"]["migrate"]["condition"];
        assert_eq!(condition, "service_completed_successfully", "{name}");
    }
    for once in ONCE.map(|name| compose.service(name)) {
        assert_eq!(once["depends_on"], json!({ "postgres": { "condition": "service_healthy" } }));
    }
    assert!(compose.service("postgres")["healthcheck"]["test"].is_array());
}
