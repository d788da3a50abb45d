//! What is asked before something is done that changes much or can't be undone.

use std::io::{self, BufRead as _, IsTerminal as _};

use crate::args::Sure;
use crate::failure::{Declined, Usage};
use crate::out;

/// `what` is about to be done, said so that it can be judged ("This forgets the proxy exit"). Goes on where `--yes` was
/// said, or somebody at the terminal says so.
///
/// # Errors
/// [`Usage`] where nobody can be asked, [`Declined`] where the answer is no.
pub fn sure(what: &str, said: Sure) -> anyhow::Result<()> {
    if said.yes {
        return Ok(());
    }
    if !somebody_is_there() {
        return Err(Usage(format!("{what}. Nobody can be asked here: say --yes to do it")).into());
    }
    out::prompt(&format!("{what}. Go on? [y/N] "));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if is_yes(&answer) { Ok(()) } else { Err(Declined.into()) }
}

/// Both ends of the conversation are a person's.
pub fn somebody_is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn is_yes(answer: &str) -> bool {
    ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_one() {
        assert!(is_yes("y\n") && is_yes(" YES \r\n"));
        for no in ["", "\n", "n", "yep", "no", "y e s", "\u{1b}[A"] {
            assert!(!is_yes(no), "{no:?}");
        }
    }
}
