//! `nproxy init`: the files that an installation begins with, with secrets that nobody has seen.

mod secrets;
mod write;

use std::path::Path;

use serde_json::json;
use url::{Host, Url};

use crate::args::Init;
use crate::env;
use crate::failure::Usage;
use crate::out::Out;

use secrets::Secrets;
use write::Folder;

const CONFIG: &str = "nproxy.toml";
const CONFIG_TEXT: &str = include_str!("nproxy.toml");
/// docker compose reads it by this name.
const COMPOSE_ENV: &str = ".env";

pub fn run(init: &Init, out: Out) -> anyhow::Result<()> {
    let domain = domain(&init.domain)?;
    let host = host(&init.database_host)?;
    let mut folder = Folder::open(&init.dir)?;
    let secrets = Secrets::of(&folder, &host, &env::system())?;
    folder.write(CONFIG, &CONFIG_TEXT.replace("{domain}", &domain))?;
    folder.write(COMPOSE_ENV, &compose_env(&domain))?;
    secrets.write(&mut folder)?;
    let Folder { written, kept, .. } = folder;
    out.say(&json!({ "domain": domain, "written": written, "kept": kept }), || told(&init.dir, &written, &kept));
    Ok(())
}

fn compose_env(domain: &str) -> String {
    format!("# What docker-compose.yml asks for; it names what else may stand here.\nNPROXY_DOMAIN={domain}\n")
}

fn told(dir: &Path, written: &[String], kept: &[String]) -> String {
    let mut lines = Vec::new();
    for (what, files) in [("Written", written), ("There already, and left as it is", kept)] {
        if !files.is_empty() {
            lines.push(format!("{what}, in {}: {}", dir.display(), files.join(", ")));
        }
    }
    lines.push(NEXT.to_owned());
    lines.join("\n")
}

const NEXT: &str = "
Next:
  1. Keep a copy of secrets/master_key where no backup lies.
  2. Name the mail server and who takes the money in nproxy.toml, with their secrets in the empty files of
     secrets/; then: nproxy config check
  3. docker compose up --detach     (README.md, \"Deploy\", goes on from here)";

/// As browsers write it.
fn domain(text: &str) -> Result<String, Usage> {
    let wrong = || Usage(format!("{text:?} is not a name like pictures.example.org"));
    let url = Url::parse(&format!("https://{text}")).map_err(|_| wrong())?;
    match url.host() {
        // Nothing but the name was given, whatever else may stand in an address.
        Some(Host::Domain(name)) if url.as_str() == format!("https://{name}/") && !text.ends_with('/') => {
            Ok(name.to_owned())
        }
        _ => Err(wrong()),
    }
}

/// A name or an address, perhaps with a port.
fn host(text: &str) -> Result<String, Usage> {
    let is_one = Url::parse(&format!("postgres://user@{text}/database"))
        .is_ok_and(|url| url.host_str().is_some_and(|host| !host.is_empty()) && url.path() == "/database");
    if is_one {
        Ok(text.to_owned())
    } else {
        Err(Usage(format!("{text:?} is not a host like localhost or 10.0.0.7:5432")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_name_and_nothing_else() {
        for (text, name) in [
            ("pictures.example.org", "pictures.example.org"),
            ("Pictures.Example.org", "pictures.example.org"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(domain(text).unwrap(), name);
        }
        for text in
            ["", "https://a.example", "a.example/", "a.example:8443", "a.example/x", "u@a.example", "10.0.0.1", "a b"]
        {
            assert!(domain(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_database_is_at_a_host() {
        for text in ["postgres", "localhost", "10.0.0.7:5432", "[fd00::1]"] {
            assert_eq!(host(text).unwrap(), text);
        }
        for text in ["", "a/b", "a b", "a?x=1"] {
            assert!(host(text).is_err(), "{text}");
        }
    }
}
