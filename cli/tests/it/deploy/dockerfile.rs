//! The Dockerfile, as far as it can be judged without building it.

use std::collections::BTreeSet;

use super::compose::{Compose, text, texts};
use super::{path, read};
use crate::support::Nproxy;

/// Instructions with their arguments, continued lines as one, by the stage that they stand in.
fn instructions() -> Vec<(String, String, String)> {
    let text = read("Dockerfile");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n");
    let mut stage = String::new();
    let mut found = Vec::new();
    for line in lines.replace("\\\n", " ").lines().filter(|line| !line.trim().is_empty()) {
        let (name, rest) = line.trim().split_once(' ').expect("an instruction");
        if name == "FROM" {
            let words: Vec<&str> = rest.split(' ').collect();
            words.last().copied().unwrap_or_default().clone_into(&mut stage);
        }
        found.push((stage.clone(), name.to_owned(), rest.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    found
}

/// The arguments of the one instruction of this name in a stage.
fn one(stage: &str, name: &str) -> String {
    let all: Vec<_> = instructions().into_iter().filter(|(of, its, _)| of == stage && its == name).collect();
    let [(_, _, rest)] = &all[..] else { panic!("{name} of {stage}: {all:?}") };
    rest.clone()
}

/// `ARG NAME=value`.
fn arg(name: &str) -> String {
    let all = instructions();
    let mut args = all.iter().filter(|(_, its, _)| its == "ARG").filter_map(|(_, _, rest)| rest.split_once('='));
    args.find(|(its, _)| *its == name).unwrap_or_else(|| panic!("{name}")).1.to_owned()
}

#[test]
fn the_tools_are_those_that_the_sources_need() {
    let cargo = read("Cargo.toml");
    let rust = cargo.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap();
    assert_eq!(format!("\"{}\"", arg("RUST")), rust);
    assert!(arg("NODE").parse::<u32>().unwrap() >= 22, "20.19 is the oldest that will do");
    let (_, _, build) = instructions().into_iter().find(|(_, _, rest)| rest.contains("cargo build")).unwrap();
    assert!(build.contains("--release --locked --workspace --bins"), "{build}");
}

#[test]
fn everything_that_is_copied_is_there() {
    let ignored: BTreeSet<String> = read(".dockerignore").lines().map(str::to_owned).collect();
    for (stage, _, rest) in instructions().into_iter().filter(|(_, name, _)| name == "COPY") {
        if rest.starts_with("--from=") {
            continue;
        }
        let words: Vec<&str> = rest.split(' ').collect();
        for source in &words[..words.len() - 1] {
            assert!(path(source).exists(), "{stage}: {source}");
            assert!(!ignored.contains(*source), "{stage}: {source} is left out");
        }
    }
    for needed in ["Cargo.lock", "spa/package-lock.json", "config/src/default.toml"] {
        assert!(path(needed).exists() && !ignored.iter().any(|out| needed.starts_with(out.as_str())), "{needed}");
    }
}

#[test]
fn nothing_of_an_installation_gets_into_an_image() {
    let ignored: BTreeSet<String> = read(".dockerignore").lines().map(str::to_owned).collect();
    for kept in read(".gitignore").lines().filter(|line| !line.starts_with('!')) {
        let kept = kept.trim_start_matches('/').trim_end_matches("/*");
        assert!(ignored.contains(kept), "{kept} is in no repository and must be in no image");
    }
    for secret in [".git", ".env", "secrets", "nproxy.toml"] {
        assert!(ignored.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn the_image_runs_the_binary_as_nobody_in_particular_and_asks_it_how_it_is() {
    assert_eq!(one("base", "ENTRYPOINT"), r#"["nproxy"]"#);
    let user = one("base", "USER");
    let (uid, gid) = user.split_once(':').expect("user and group as numbers");
    assert!(uid.parse::<u32>().unwrap() >= 10_000 && gid.parse::<u32>().unwrap() >= 10_000);
    let users: Vec<_> =
        instructions().into_iter().filter(|(stage, name, _)| stage == "backup" && name == "USER").collect();
    assert_eq!(users.last().unwrap().2, user, "its packages are installed by root, and it runs as the others");
    let health = one("runtime", "HEALTHCHECK");
    let (_, command) = health.split_once("CMD ").expect("a command");
    let words: Vec<String> = serde_json::from_str(command).unwrap();
    let words: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
    Nproxy::new().run(&words[1..]).await.done();
    let checks = instructions().into_iter().filter(|(_, name, _)| name == "HEALTHCHECK").count();
    assert_eq!(checks, 1, "deploy/update waits for the backup service as well, which then has to have none at all");
    let served: Vec<String> = serde_json::from_str(&one("runtime", "CMD")).unwrap();
    Nproxy::new().run(&[&served[0], "--help"]).await.done();
}

#[test]
fn the_image_has_the_folders_and_the_port_of_docker_compose() {
    let compose = Compose::read();
    let web = compose.settings_of("web-1");
    let listen = web.iter().find(|(name, _)| name == "NPROXY__SERVER__LISTEN").unwrap();
    assert!(listen.1.ends_with(&format!(":{}", one("runtime", "EXPOSE"))));
    let workdir = one("base", "WORKDIR");
    let made: String = instructions()
        .into_iter()
        .filter(|(stage, name, _)| stage == "base" && name == "RUN")
        .map(|(_, _, rest)| rest + " ")
        .collect();
    assert!(made.contains(&format!("{workdir}/secrets ")), "a place to mount them at");
    for (name, service) in compose.ours() {
        for mount in service["volumes"].as_array().unwrap().iter().map(text) {
            let parts: Vec<&str> = mount.split(':').collect();
            if parts[0].starts_with("./") {
                assert_eq!(parts[1], format!("{workdir}/nproxy.toml"), "{name}");
            } else {
                assert!(made.contains(&format!("{} ", parts[1])), "{name}: {mount} would be root's");
            }
        }
    }
}

#[test]
fn backups_are_made_by_tools_of_the_servers_own_version() {
    let compose = Compose::read();
    let image = text(&compose.service("postgres")["image"]);
    assert_eq!(image, format!("postgres:{}-{}", arg("POSTGRES"), arg("DEBIAN")));
    let backup = compose.service("backup");
    assert_eq!(text(&backup["build"]["target"]), "backup");
    let into = format!("backups:{}", compose.setting("backup", "NPROXY__BACKUP__DIR"));
    assert!(texts(&backup["volumes"]).contains(&into.as_str()), "{into}");
}
