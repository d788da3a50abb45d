//! Tests that need an environment of their own run a second time, in a process that has it.

use std::process::Command;

const MARK: &str = "NPROXY_TEST_HAS_ITS_ENVIRONMENT";

/// Whether this process is the second one. If not, `test` (its path below this crate) has passed there when this returns.
pub fn has_environment(test: &str, variables: &[(&str, &str)]) -> bool {
    if std::env::var_os(MARK).is_some() {
        return true;
    }
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", test, "--nocapture"]).env(MARK, "1").envs(variables.iter().copied());
    let out = again.output().unwrap();
    let (said, complained) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success() && said.contains("1 passed"), "{said}\n{complained}");
    false
}
