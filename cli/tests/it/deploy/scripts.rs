//! The scripts of deploy/, with everything that they call played.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::path;

/// A folder of programs that stand in for the real ones.
struct Stage {
    dir: TempDir,
}

impl Stage {
    /// `programs`: names with the shell that each is.
    fn new(programs: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (name, shell) in programs {
            let file = dir.path().join(name);
            fs::write(&file, format!("#!/bin/bash\ncd '{}'\n{shell}\n", dir.path().display())).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self { dir }
    }

    fn run(&self, script: &Path, args: &[&str]) -> Output {
        let programs = format!("{}:/usr/bin:/bin", self.dir.path().display());
        Command::new(script).args(args).env_clear().env("PATH", programs).output().unwrap()
    }

    /// What was written down, line by line.
    fn noted(&self) -> Vec<String> {
        fs::read_to_string(self.dir.path().join("notes")).unwrap().lines().map(str::to_owned).collect()
    }
}

const DOCKER: &str = r#"
echo "$*" >>notes
case "$*" in
"compose ps --services --status running") printf '%s\n' caddy web-1 web-2 worker-1 worker-2 postgres backup ;;
esac
"#;

#[test]
fn an_update_migrates_first_and_replaces_one_process_after_the_other() {
    let stage = Stage::new(&[("docker", DOCKER)]);
    let done = stage.run(&path("deploy/update"), &[]);
    assert!(done.status.success(), "{done:?}");
    assert_eq!(
        stage.noted(),
        [
            "compose build --pull",
            "compose run --rm migrate",
            "compose ps --services --status running",
            "compose up --detach --wait web-1",
            "compose up --detach --wait web-2",
            "compose up --detach --wait worker-1",
            "compose up --detach --wait worker-2",
            "compose up --detach --wait backup",
            "compose up --detach caddy",
            "compose exec caddy caddy reload --config /etc/caddy/Caddyfile",
        ]
    );
}

#[test]
fn an_update_that_fails_leaves_the_rest_as_it_is() {
    for (failing, last) in [("*migrate*", "compose run --rm migrate"), ("*web-1", "compose up --detach --wait web-1")] {
        let docker = format!("{DOCKER}\ncase \"$*\" in {failing}) exit 1 ;; esac");
        let stage = Stage::new(&[("docker", &docker)]);
        let failed = stage.run(&path("deploy/update"), &[]);
        assert!(!failed.status.success());
        assert_eq!(stage.noted().last().unwrap(), last);
    }
}

/// What waits writes down for how long, and the third that waits tells the script to stop.
const SLEEP: &str = r#"
echo "sleep $1" >>notes
if [ "$(grep -c sleep notes)" -ge 3 ]; then kill -TERM "$PPID"; fi
"#;
/// Two hours before the hour that is asked for.
const DATE: &str = r#"case "$*" in *03:30*) echo 12600 ;; *) echo 5400 ;; esac"#;

#[test]
fn what_is_done_daily_is_done_at_once_then_at_its_hour_and_soon_again_where_it_failed() {
    let work = r#"echo "work $1" >>notes; [ "$(grep -c work notes)" -ne 2 ]"#;
    let stage = Stage::new(&[("sleep", SLEEP), ("date", DATE), ("work", work)]);
    let done = stage.run(&path("deploy/daily"), &["work", "all"]);
    assert!(done.status.success(), "{done:?}");
    assert_eq!(stage.noted(), ["work all", "sleep 7200", "work all", "sleep 3600", "work all", "sleep 7200"]);
    assert!(String::from_utf8_lossy(&done.stderr).contains("\"work all\" failed"), "{done:?}");
}
