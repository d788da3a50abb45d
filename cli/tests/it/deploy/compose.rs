//! docker-compose.yml, read as docker does, against the binary: commands, settings, secrets, ports, volumes, networks.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::read;
use crate::support::Nproxy;

/// docker-compose.yml.
#[derive(Debug)]
pub struct Compose(Value);

impl Compose {
    pub fn read() -> Self {
        Self(serde_saphyr::from_str(&read("docker-compose.yml")).expect("it is YAML"))
    }

    pub fn services(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0["services"].as_object().expect("services").iter().map(|(name, service)| (name.as_str(), service))
    }

    /// Those that run the binary.
    pub fn ours(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.services().filter(|(_, service)| text(&service["image"]).starts_with("nproxy"))
    }

    pub fn service(&self, name: &str) -> &Value {
        let service = &self.0["services"][name];
        assert!(service.is_object(), "there is no service {name}");
        service
    }

    /// The environment of a service.
    pub fn settings_of(&self, name: &str) -> Vec<(String, String)> {
        let settings = self.service(name)["environment"].as_object().expect("settings");
        settings.iter().map(|(name, value)| (name.clone(), text(value).to_owned())).collect()
    }

    pub fn setting(&self, service: &str, name: &str) -> String {
        let found = self.settings_of(service).into_iter().find(|(other, _)| other == name);
        found.unwrap_or_else(|| panic!("{service} has no {name}")).1
    }

    pub fn at(&self, pointer: &str) -> &Value {
        self.0.pointer(pointer).unwrap_or_else(|| panic!("there is no {pointer}"))
    }
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

pub fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list")).iter().map(text).collect()
}

fn names(map: &Value) -> BTreeSet<String> {
    map.as_object().unwrap_or_else(|| panic!("{map} has no names")).keys().cloned().collect()
}

/// A folder as `nproxy init` leaves it.
async fn begun() -> Nproxy {
    let nproxy = Nproxy::new();
    nproxy.run(&["init", "--domain", "pictures.example.org"]).await.done();
    nproxy
}

#[tokio::test]
async fn every_command_is_one_of_the_binary() {
    let compose = Compose::read();
    for (name, service) in compose.ours() {
        let mut words = service.get("entrypoint").map(texts).unwrap_or_default();
        // What runs it every day, and the binary's own name.
        words.retain(|word| !["daily", "nproxy"].contains(word));
        words.extend(texts(&service["command"]));
        words.push("--help");
        let help = Nproxy::new().run(&words).await;
        assert_eq!(help.code, Some(0), "{name}: {help:?}");
        if let Some(test) = service.pointer("/healthcheck/test") {
            let ["CMD", "nproxy", words @ ..] = &texts(test)[..] else { panic!("{name}: {test}") };
            Nproxy::new().run(&[words, &["--help"]].concat()).await.done();
        }
    }
}

#[test]
fn commands_see_all_that_the_others_do() {
    let compose = Compose::read();
    let mounts = |name| texts(&compose.service(name)["volumes"]).into_iter().collect::<BTreeSet<_>>();
    for other in ["web-1", "worker-1", "backup"] {
        assert!(mounts("cli").is_superset(&mounts(other)), "{other}");
    }
    assert_eq!(compose.service("cli")["networks"], compose.service("backup")["networks"]);
}

#[tokio::test]
async fn every_setting_is_a_key_of_the_configuration_and_has_a_value_that_can_be() {
    let (compose, begun) = (Compose::read(), begun().await);
    for (name, _) in compose.ours() {
        let settings = compose.settings_of(name);
        let ours = settings.into_iter().filter(|(name, _)| name.starts_with("NPROXY__"));
        let nproxy = ours.fold(begun.clone(), |nproxy, (name, value)| nproxy.with(&name, value));
        let checked = nproxy.run(&["config", "check"]).await;
        assert_eq!(checked.code, Some(0), "{name}: {checked:?}");
    }
}

#[tokio::test]
async fn every_secret_is_a_file_that_init_writes_and_the_configuration_reads() {
    let (compose, begun) = (Compose::read(), begun().await);
    let secrets = names(compose.at("/secrets"));
    let written: BTreeSet<String> = std::fs::read_dir(begun.dir().join("secrets"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(secrets, written);
    for secret in &secrets {
        assert_eq!(compose.at(&format!("/secrets/{secret}/file")), &json!(format!("./secrets/{secret}")));
    }
    let config = std::fs::read_to_string(begun.dir().join("nproxy.toml")).unwrap();
    let read: BTreeSet<String> =
        config.split("\"secrets/").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect();
    for (name, service) in compose.ours() {
        let mounted = service["secrets"].as_array().expect("secrets");
        let sources: BTreeSet<String> = mounted.iter().map(|one| text(&one["source"]).to_owned()).collect();
        assert_eq!(sources, read, "{name} is shown what its configuration may name, and nothing else");
        for one in mounted {
            let there = format!("/etc/nproxy/secrets/{}", text(&one["source"]));
            assert_eq!(text(&one["target"]), there, "where the container runs, paths of the configuration start");
        }
    }
    let postgres = compose.service("postgres");
    assert_eq!(texts(&postgres["secrets"]), ["postgres_password"]);
    assert_eq!(compose.setting("postgres", "POSTGRES_PASSWORD_FILE"), "/run/secrets/postgres_password");
    assert_eq!(texts(&compose.service("objects")["secrets"]), ["s3_identities"]);
    assert!(read.contains("master_key") && !read.contains("postgres_password") && !read.contains("s3_identities"));
}

#[tokio::test]
async fn the_database_is_the_one_that_the_configuration_names() {
    let (compose, begun) = (Compose::read(), begun().await);
    let secret = |name: &str| std::fs::read_to_string(begun.dir().join("secrets").join(name)).unwrap();
    let (user, database) = (compose.setting("postgres", "POSTGRES_USER"), compose.setting("postgres", "POSTGRES_DB"));
    let password = secret("postgres_password");
    assert_eq!(secret("database_url"), format!("postgres://{user}:{}@postgres/{database}\n", password.trim()));
}

#[test]
fn the_world_reaches_caddy_alone_and_caddy_no_database() {
    let compose = Compose::read();
    for (name, service) in compose.services() {
        assert_eq!(service.get("ports").is_some(), name == "caddy", "{name}");
        assert!(service.get("network_mode").is_none() && service.get("privileged").is_none(), "{name}");
    }
    let ports: Vec<_> = texts(&compose.service("caddy")["ports"]);
    assert_eq!(ports, ["80:80", "443:443", "443:443/udp"]);
    assert_eq!(texts(&compose.service("caddy")["networks"]), ["front"]);
    assert_eq!(texts(&compose.service("postgres")["networks"]), ["back"]);
    assert_eq!(compose.at("/networks/back/internal"), &json!(true));
    let in_front: Vec<_> = compose
        .services()
        .filter(|(_, service)| texts(&service["networks"]).contains(&"front"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(in_front, ["caddy", "web-1", "web-2"], "whoever is there is believed about addresses of clients");
    let subnet = text(compose.at("/networks/front/ipam/config/0/subnet"));
    assert_eq!(compose.setting("web-1", "NPROXY__SERVER__TRUSTED_PROXIES"), subnet);
}

#[test]
fn caddy_asks_the_webs_where_they_listen() {
    let (compose, caddyfile) = (Compose::read(), read("deploy/Caddyfile"));
    let line = caddyfile.lines().find(|line| line.contains("reverse_proxy ")).expect("a line");
    for web in ["web-1", "web-2"] {
        let listen = compose.setting(web, "NPROXY__SERVER__LISTEN");
        let (address, port) = listen.rsplit_once(':').unwrap();
        assert_eq!(address, "0.0.0.0", "an address of the container's own would be another after each start");
        assert!(line.contains(&format!(":{web}:{port}}}")), "{line}");
    }
    let asked: BTreeSet<String> = caddyfile
        .split("{$")
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(variable, _)| variable.to_owned())
        .filter(|variable| variable != "..")
        .collect();
    let given = names(&compose.service("caddy")["environment"]);
    for variable in &asked {
        assert!(variable.contains(':') || given.contains(variable), "{variable} has no default and is not given");
    }
    for name in given {
        assert!(
            asked.iter().any(|variable| variable.split(':').next() == Some(name.as_str())),
            "nobody asks for {name}"
        );
    }
}

#[test]
fn pictures_are_kept_where_every_process_sees_them() {
    let compose = Compose::read();
    let volumes = names(compose.at("/volumes"));
    let mut used = BTreeSet::new();
    for (name, service) in compose.services() {
        for mount in service.get("volumes").map(texts).unwrap_or_default() {
            let (source, rest) = mount.split_once(':').unwrap();
            if source.starts_with("./") {
                assert!(rest.ends_with(":ro"), "{name}: {mount}: of the folder nothing is written to");
            } else {
                used.insert(source.to_owned());
            }
        }
    }
    assert_eq!(used, volumes);
    for (name, service) in compose.ours().filter(|(name, _)| *name != "migrate") {
        let assets = format!("assets:{}", compose.setting(name, "NPROXY__STORAGE__DIR"));
        assert!(texts(&service["volumes"]).contains(&assets.as_str()), "{name}");
    }
}

#[tokio::test]
async fn what_it_asks_of_its_environment_has_a_default_or_is_written_by_init() {
    let (compose, begun) = (read("docker-compose.yml"), begun().await);
    let written = std::fs::read_to_string(begun.dir().join(".env")).unwrap();
    for rest in compose.split("${").skip(1) {
        let (variable, _) = rest.split_once('}').unwrap();
        let given = variable.contains(":-")
            || written.lines().any(|line| {
                line.split_once('=')
                    .is_some_and(|(name, value)| variable.starts_with(name) && value == "pictures.example.org")
            });
        assert!(given, "{variable}");
    }
}

#[tokio::test]
async fn the_bucket_is_the_one_that_the_configuration_names_with_its_key() {
    let (compose, begun) = (Compose::read(), begun().await);
    let objects = compose.service("objects");
    assert_eq!(texts(&objects["networks"]), ["back"]);
    let config = std::fs::read_to_string(begun.dir().join("nproxy.toml")).unwrap();
    assert!(config.contains("# s3_endpoint = \"http://objects:8333\"") && config.contains("# s3_bucket = \"nproxy\""));
    assert!(texts(&objects["command"]).contains(&"-bucket=nproxy"));
    assert!(texts(&objects["healthcheck"]["test"]).last().unwrap().contains(":8333/"));
    let secret = |name: &str| std::fs::read_to_string(begun.dir().join("secrets").join(name)).unwrap();
    let known: Value = serde_json::from_str(&secret("s3_identities")).unwrap();
    let key = &known["identities"][0]["credentials"][0];
    assert_eq!(
        (text(&key["accessKey"]), text(&key["secretKey"])),
        (secret("s3_access_key").trim(), secret("s3_secret_key").trim())
    );
}

#[test]
fn two_of_a_kind_are_alike() {
    let compose = Compose::read();
    assert_eq!(compose.service("web-1"), compose.service("web-2"));
    assert_eq!(compose.service("worker-1"), compose.service("worker-2"));
    let none = Map::new();
    let merged = compose.service("web-1").as_object().unwrap_or(&none);
    assert!(!merged.contains_key("<<") && merged.contains_key("read_only"), "it is read as docker reads it");
}
