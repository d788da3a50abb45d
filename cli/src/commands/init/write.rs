//! Writing files that may be there already.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Of the folder that holds the secrets, and of everything in it.
pub const SECRETS: &str = "secrets";

/// Only its owner looks into the folder of secrets.
const SECRETS_MODE: u32 = 0o700;
/// The folder keeps others out. The files themselves are shown to containers one by one, whose processes are another user.
const FILE_MODE: u32 = 0o644;

/// The folder of an installation, and what became of its files, by their paths in it.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    pub written: Vec<String>,
    pub kept: Vec<String>,
}

impl Folder {
    /// Makes what is missing of it.
    pub fn open(dir: &Path) -> anyhow::Result<Self> {
        let make = |path: &Path, mode| fs::DirBuilder::new().recursive(true).mode(mode).create(path);
        let secrets = dir.join(SECRETS);
        make(dir, 0o755)
            .and_then(|()| make(&secrets, SECRETS_MODE))
            // One that was there may be open to others.
            .and_then(|()| fs::set_permissions(&secrets, Permissions::from_mode(SECRETS_MODE)))
            .with_context(|| format!("the folder {} can't be made", secrets.display()))?;
        Ok(Self { dir: dir.to_owned(), written: Vec::new(), kept: Vec::new() })
    }

    /// `None`: there is no such file.
    pub fn read(&self, name: &str) -> anyhow::Result<Option<String>> {
        let path = self.dir.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text.trim_end().to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("{} can't be read", path.display())),
        }
    }

    /// Never over a file that is there.
    pub fn write(&mut self, name: &str, text: &str) -> anyhow::Result<()> {
        let path = self.dir.join(name);
        let opened = OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(&path);
        let mut file = match opened {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                self.kept.push(name.to_owned());
                return Ok(());
            }
            other => other.with_context(|| format!("{} can't be written", path.display()))?,
        };
        let whole = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        // Half a secret would be kept by the next run.
        let whole = whole.inspect_err(|_| drop(fs::remove_file(&path)));
        whole.with_context(|| format!("{} can't be written", path.display()))?;
        self.written.push(name.to_owned());
        Ok(())
    }
}
