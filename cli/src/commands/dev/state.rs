//! What `nproxy dev` makes up on its first start and finds again on every other.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use nproxy_domain::Env;
use serde::{Deserialize, Serialize};

use crate::failure::Usage;
use crate::secret::{hex, password};

const STATE: &str = "dev.json";
/// Beside the state, so that other commands can be pointed at it (`NPROXY__SECRETS__MASTER_KEY_FILE`).
pub const MASTER_KEY: &str = "master.key";
pub const DATABASE: &str = "nproxy.sqlite";
const LOCK: &str = "dev.lock";
/// Enough to see round robin, cooldowns and failover.
const SANDBOX_KEYS: usize = 6;

/// The contents of `dev.json`; nothing in it opens anything but this folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DevState {
    pub customer: Account,
    pub admin: Account,
    /// The keys that the played upstream knows.
    pub sandbox_keys: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    pub email: String,
    pub password: String,
}

/// Held as long as this process uses the folder; the operating system lets go of it, however the process ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "it is the open file that holds the lock")] File);

/// Makes the folder and takes it for this process: the embedded database serves one.
pub fn lock(folder: &Path) -> anyhow::Result<Lock> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the folder {} can't be made", folder.display()))?;
    let path = folder.join(LOCK);
    let file = OpenOptions::new().create(true).append(true).open(&path);
    let file = file.with_context(|| format!("{} can't be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => bail!(Usage(format!(
            "another `nproxy dev` uses the folder {}: stop it, or choose another with --data",
            folder.display()
        ))),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("{} can't be locked", path.display())),
    }
}

impl DevState {
    /// From the folder, or made up and kept there, readable by this user alone.
    pub fn open(folder: &Path, env: &Env) -> anyhow::Result<Self> {
        let path = folder.join(STATE);
        match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).with_context(|| {
                format!("{} is damaged; delete the folder {} to start afresh", path.display(), folder.display())
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let state = Self::fresh(env);
                keep(&path, serde_json::to_string_pretty(&state)?.as_bytes())?;
                Ok(state)
            }
            Err(error) => Err(error).with_context(|| format!("{} can't be read", path.display())),
        }
    }

    fn fresh(env: &Env) -> Self {
        let account = |name: &str| Account { email: format!("{name}@example.com"), password: password(env) };
        Self {
            customer: account("customer"),
            admin: account("admin"),
            sandbox_keys: (1..=SANDBOX_KEYS).map(|n| format!("sandbox-{n}-{}", hex(&env.bytes::<8>()))).collect(),
        }
    }
}

/// The path of the key that seals the secrets of this folder's database; made on the first start.
pub fn master_key(folder: &Path, env: &Env) -> anyhow::Result<PathBuf> {
    let path = folder.join(MASTER_KEY);
    if !path.exists() {
        keep(&path, hex(&env.bytes::<32>()).as_bytes())?;
    }
    Ok(path)
}

/// Readable by this user alone. Written beside its place and renamed: a crash leaves the whole file or none.
fn keep(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let write = || {
        let beside = path.with_extension("tmp");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(beside, path)
    };
    write().with_context(|| format!("{} can't be written", path.display()))
}
