//! What an operator meets: layers, the environment, and errors that say what to put right.

mod environment;
mod errors;
mod example;
mod layers;
mod money;
mod site;
mod storage;

use std::path::PathBuf;

use nproxy_config::{Config, Sources};
use tempfile::TempDir;

pub const MASTER_KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// A folder with an `nproxy.toml` in it, and the environment of one start.
#[derive(Debug)]
pub struct Place {
    pub dir: TempDir,
    pub env: Vec<(String, String)>,
}

impl Place {
    /// With the two required keys in the environment, so that only the file's own faults are told.
    pub fn with_file(text: &str) -> Self {
        let place = Self::bare(text);
        place
            .var("NPROXY__DATABASE__URL", "postgres://nproxy@localhost/nproxy")
            .var("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
    }

    pub fn bare(text: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("nproxy.toml"), text).unwrap();
        Self { dir, env: Vec::new() }
    }

    pub fn var(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn file(&self) -> PathBuf {
        self.dir.path().join("nproxy.toml")
    }

    pub fn sources(&self) -> Sources {
        Sources { file: Some(self.file()), env: self.env.clone(), ..Sources::default() }
    }

    pub fn load(&self) -> Config {
        Config::load(&self.sources()).unwrap_or_else(|problems| panic!("{problems}"))
    }

    /// The problems, one a line, the folder's path cut away.
    pub fn problems(&self) -> String {
        let problems = Config::load(&self.sources()).expect_err("the configuration is accepted").to_string();
        problems.replace(&format!("{}/", self.dir.path().display()), "")
    }
}
