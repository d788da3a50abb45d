//! `nproxy init`: what an installation begins with.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use super::read;
use crate::support::Nproxy;

const INIT: [&str; 4] = ["init", "--domain", "pictures.example.org", "--json"];

fn secret(nproxy: &Nproxy, name: &str) -> String {
    fs::read_to_string(nproxy.dir().join("secrets").join(name)).unwrap()
}

#[tokio::test]
async fn what_it_writes_is_a_configuration_that_can_be_used_as_it_is() {
    let nproxy = Nproxy::new();
    let begun = nproxy.run(&["init", "--domain", "Pictures.Example.org"]).await.done();
    assert!(begun.stdout.contains("Next:") && begun.stderr.is_empty(), "{begun:?}");
    nproxy.run(&["config", "check"]).await.done();
    let config = fs::read_to_string(nproxy.dir().join("nproxy.toml")).unwrap();
    assert!(config.contains("public_url = \"https://pictures.example.org\""), "{config}");
    assert!(fs::read_to_string(nproxy.dir().join(".env")).unwrap().ends_with("\nNPROXY_DOMAIN=pictures.example.org\n"));
}

fn names_of_empty(nproxy: &Nproxy) -> Vec<String> {
    let files = fs::read_dir(nproxy.dir().join("secrets")).unwrap().map(|file| file.unwrap());
    let empty = files.filter(|file| file.metadata().unwrap().len() == 0);
    empty.map(|file| file.file_name().into_string().unwrap()).collect()
}

/// Compose reads all of docker-compose.yml before it does the least thing, and that asks for what is in .env.
#[test]
fn the_steps_of_the_readme_build_before_they_begin_and_begin_before_compose_is_asked() {
    let readme = read("README.md");
    let (_, deploy) = readme.split_once("\n## Deploy\n").unwrap();
    let at = |step: &str| deploy.find(step).unwrap_or_else(|| panic!("{step}"));
    let build = at("docker build . --tag nproxy");
    let (begin, compose) = (at("nproxy init --dir"), at("docker compose "));
    assert!(build < begin && begin < compose, "{deploy}");
}

#[tokio::test]
async fn what_it_writes_as_an_example_can_be_used_once_it_is_filled_in() {
    let nproxy = Nproxy::new();
    nproxy.run(&INIT).await.done();
    for name in names_of_empty(&nproxy) {
        nproxy.write(&format!("secrets/{name}"), "s3cr3t\n");
    }
    nproxy.write("secrets/telegram_token", "123456789:AAabcdefghijklmnopqrstuvwxyz012345678\n");
    let path = nproxy.dir().join("nproxy.toml");
    let config = fs::read_to_string(&path).unwrap();
    let is_setting = |line: &str| line.starts_with('[') || line.contains(" = ");
    let all: String = config
        .lines()
        .map(|line| line.strip_prefix("# ").filter(|rest| is_setting(rest)).unwrap_or(line))
        .map(|line| match line {
            "store_id = \"\"" => "store_id = \"shop\"",
            "merchant = \"\"" => "merchant = \"8b03432e-385b-4670-8d06-064591096795\"",
            line => line,
        })
        .fold(String::new(), |all, line| all + line + "\n");
    assert!(all.contains("\n[processors.nowpayments]\n") && all.contains("\nsmtp_host = "), "{all}");
    fs::write(path, all).unwrap();
    nproxy.run(&["config", "check"]).await.done();
}

#[tokio::test]
async fn it_knows_everybody_who_takes_money() {
    let nproxy = Nproxy::new();
    nproxy.run(&INIT).await.done();
    let written = fs::read_to_string(nproxy.dir().join("nproxy.toml")).unwrap();
    let example = include_str!("../../../../nproxy.example.toml");
    let sections = |text: &str| -> Vec<String> {
        let mut all: Vec<_> =
            text.lines().filter(|line| line.starts_with("# [processors.")).map(str::to_owned).collect();
        all.sort();
        all
    };
    assert_eq!(sections(&written), sections(example));
}

#[tokio::test]
async fn secrets_are_fresh_never_shown_and_only_their_owners() {
    let (one, other) = (Nproxy::new(), Nproxy::new());
    let begun = one.run(&INIT).await.done();
    other.run(&INIT).await.done();
    for (name, bytes) in [("master_key", 32), ("postgres_password", 32), ("s3_access_key", 16), ("s3_secret_key", 16)] {
        let made = secret(&one, name);
        assert!(made.len() == 2 * bytes + 1 && made.ends_with('\n'), "{name}: in hexadecimal, and a line's end");
        assert_ne!(made, secret(&other, name));
        assert!(!begun.stdout.contains(made.trim()) && !begun.stderr.contains(made.trim()));
    }
    assert!(secret(&one, "database_url").contains(secret(&one, "postgres_password").trim()));
    assert_eq!(secret(&one, "telegram_token"), "", "what others give is left to be filled in");
    let mode = |name: &str| fs::metadata(one.dir().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("secrets"), 0o700, "nobody else gets to the files");
    assert_eq!(mode("secrets/master_key") & 0o044, 0o044, "a container's user reads the file that it is shown");
}

#[tokio::test]
async fn nothing_that_is_there_is_changed_and_what_is_missing_is_added() {
    let nproxy = Nproxy::new();
    nproxy.write("nproxy.toml", "# mine\n");
    let secrets = nproxy.dir().join("secrets");
    fs::create_dir(&secrets).unwrap();
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o755)).unwrap();
    nproxy.write("secrets/postgres_password", "with spaces/and\n");
    let begun = nproxy.run(&INIT).await.done().json();
    assert_eq!(begun["kept"], json!(["nproxy.toml", "secrets/postgres_password"]));
    let mode = fs::metadata(&secrets).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o700, "a folder that others looked into is shut");
    assert_eq!(fs::read_to_string(nproxy.dir().join("nproxy.toml")).unwrap(), "# mine\n");
    assert_eq!(secret(&nproxy, "database_url"), "postgres://nproxy:with%20spaces%2Fand@postgres/nproxy\n");
    let key = secret(&nproxy, "master_key");
    let again = nproxy.run(&INIT).await.done().json();
    assert_eq!((&again["written"], secret(&nproxy, "master_key")), (&json!([]), key));
    fs::remove_file(nproxy.dir().join("secrets/postgres_password")).unwrap();
    let torn = nproxy.run(&INIT).await;
    assert_eq!(torn.code, Some(2), "a fresh password would be another than the address has: {torn:?}");
}

#[tokio::test]
async fn names_that_are_none_are_refused_before_anything_is_written() {
    let nproxy = Nproxy::new();
    for args in [
        ["--domain", "https://pictures.example.org", "--database-host", "localhost"],
        ["--domain", "pictures.example.org", "--database-host", "local host"],
    ] {
        let refused = nproxy.run(&[&["init"], &args[..]].concat()).await;
        assert_eq!(refused.code, Some(2), "{refused:?}");
    }
    assert_eq!(fs::read_dir(nproxy.dir()).unwrap().count(), 0);
}
