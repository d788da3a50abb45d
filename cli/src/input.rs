//! Secrets come from standard input or a prompt: arguments can be read by every user of the machine and stay in shell
//! histories.

use std::io::{self, BufRead as _, IsTerminal as _};

use anyhow::{Context as _, bail};
use console::Term;
use secrecy::SecretString;

use crate::{ask, out};

/// Far above any key or password.
const SECRET_BYTES_MAX: u64 = 16 * 1024;

/// Asked for at a terminal, without an echo; else the one line of standard input.
pub fn secret(what: &str) -> anyhow::Result<SecretString> {
    let line = if ask::somebody_is_there() { at_a_terminal(what) } else { piped(what) }?;
    let secret = line.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        bail!("there is no {what} on standard input; pipe it in, for example: `nproxy .. < secret.txt`");
    }
    Ok(SecretString::from(secret.to_owned()))
}

fn at_a_terminal(what: &str) -> anyhow::Result<String> {
    out::prompt(&format!("The {what} (it is not shown): "));
    Term::stderr().read_secure_line().with_context(|| format!("the {what} can't be read"))
}

fn piped(what: &str) -> anyhow::Result<String> {
    use io::Read as _;

    let mut input = io::stdin().lock().take(SECRET_BYTES_MAX);
    let mut line = String::new();
    input.read_line(&mut line).with_context(|| format!("the {what} can't be read"))?;
    // Nothing ends where somebody types without a prompt.
    if io::stdin().is_terminal() {
        return Ok(line);
    }
    let mut rest = String::new();
    if input.read_to_string(&mut rest).is_err() || !rest.trim().is_empty() {
        bail!("there is more than one line on standard input; the {what} is exactly one");
    }
    Ok(line)
}
