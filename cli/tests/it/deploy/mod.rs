//! The files that an installation is made of, held against the binary, and the proxy in front really run.

mod caddy;
mod compose;
mod dockerfile;
mod init;
mod journey;
mod limits;
mod proxy;
mod restart;
mod scripts;
mod stack;

use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A file of the repository.
fn path(name: &str) -> PathBuf {
    root().join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
