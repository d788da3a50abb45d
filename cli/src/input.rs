//! Secrets come from standard input: arguments can be read by every user of the machine and stay in shell histories.

use std::io::{self, BufRead as _, IsTerminal as _};

use anyhow::{Context as _, bail};
use secrecy::SecretString;

use crate::out;

/// Far above any key or password.
const SECRET_BYTES_MAX: u64 = 16 * 1024;

/// The one line of standard input.
pub fn secret(what: &str) -> anyhow::Result<SecretString> {
    use io::Read as _;

    let mut input = io::stdin().lock().take(SECRET_BYTES_MAX);
    let by_hand = io::stdin().is_terminal();
    if by_hand {
        out::note(&format!("Paste the {what} and press Enter (pipe it in to keep it off the screen):"));
    }
    let mut line = String::new();
    input.read_line(&mut line).with_context(|| format!("the {what} can't be read"))?;
    let secret = line.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        bail!("there is no {what} on standard input; pipe it in, for example: `nproxy .. < secret.txt`");
    }
    let mut rest = String::new();
    if !by_hand && (input.read_to_string(&mut rest).is_err() || !rest.trim().is_empty()) {
        bail!("there is more than one line on standard input; the {what} is exactly one");
    }
    Ok(SecretString::from(secret.to_owned()))
}
