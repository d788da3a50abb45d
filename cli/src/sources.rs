//! Where the configuration of this process comes from.

use std::path::{Path, PathBuf};

use nproxy_config::Sources;

/// Taken from the working directory where `--config` names no other.
const FILE: &str = "nproxy.toml";

/// The file that was named (it must be there), or `nproxy.toml` where there is one; and the environment.
pub fn of_process(named: Option<&Path>) -> Sources {
    let file = named.map(Path::to_path_buf).or_else(|| Some(PathBuf::from(FILE)).filter(|path| path.exists()));
    Sources { file, env: environment(), ..Sources::default() }
}

/// A variable that is no text is nobody's setting.
pub fn environment() -> Vec<(String, String)> {
    std::env::vars_os().filter_map(|(n, v)| Some((n.into_string().ok()?, v.into_string().ok()?))).collect()
}
