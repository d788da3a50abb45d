//! Secrets come from standard input: arguments can be read by every user of the machine and stay in shell histories.

use std::io::{self, BufRead as _, IsTerminal as _};

use anyhow::{Context as _, bail};
use secrecy::SecretString;

use crate::out;

/// Far above any key or password.
const SECRET_BYTES_MAX: u64 = 16 * 1024;

/// The first line of standard input.
pub fn secret(what: &str) -> anyhow::Result<SecretString> {
    use io::Read as _;

    let input = io::stdin().lock();
    if input.is_terminal() {
        out::note(&format!("Paste the {what} and press Enter (pipe it in to keep it off the screen):"));
    }
    let mut line = String::new();
    input.take(SECRET_BYTES_MAX).read_line(&mut line).with_context(|| format!("the {what} can't be read"))?;
    let secret = line.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        bail!("there is no {what} on standard input; pipe it in, for example: `nproxy .. < secret.txt`");
    }
    Ok(SecretString::from(secret.to_owned()))
}
