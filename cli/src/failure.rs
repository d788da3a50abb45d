//! How a command fails: what went wrong, what to do, and an exit status that scripts can tell apart.

use std::process::ExitCode;

use nproxy_config::Problems;
use serde::Serialize;

use crate::out::{self, Out};
use crate::style::Tone;

/// What `--help` says of them.
pub const STATUSES: &str = "\
Exit status:
  0  done
  1  failed
  2  wrong usage or configuration: nothing was tried
  3  in part: some of it was refused, failed or isn't well, the rest is done
  4  somebody was asked and said no: nothing was done";

const FAILED: u8 = 1;
/// The same as clap's for a command line that can't be parsed.
const USAGE: u8 = 2;
const IN_PART: u8 = 3;
const DECLINED: u8 = 4;

/// The command was asked for in a way that can't work.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// The answer itself told what failed; this sums it up for people.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Told(pub String);

/// [`Told`], of what was done for some and not for others.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct InPart(pub String);

impl InPart {
    /// Of those that `refused` counts none was done where that is all of them.
    pub fn of(refused: u64, all: u64, text: String) -> anyhow::Error {
        if refused < all { Self(text).into() } else { Told(text).into() }
    }
}

/// Somebody was asked and said no: nothing was done.
#[derive(Debug, thiserror::Error)]
#[error("nothing was done")]
pub struct Declined;

#[derive(Serialize)]
struct Report<'a> {
    error: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    problems: &'a [nproxy_config::Problem],
}

/// Tells the error and gives the status to leave with.
pub fn report(error: &anyhow::Error, to: Out) -> ExitCode {
    let problems = error.downcast_ref::<Problems>();
    if to.json && (error.is::<Told>() || error.is::<InPart>()) {
        // One document is an answer, two are none.
    } else if to.json {
        let error = problems.map_or_else(|| format!("{error:#}"), |_| "the configuration can't be used".to_owned());
        in_json(error, problems.map_or(&[], |problems| &problems.0));
    } else if let Some(problems) = problems {
        say("the configuration can't be used:");
        for problem in &problems.0 {
            out::note(&format!("  {problem}"));
        }
    } else {
        say(&format!("{error:#}"));
    }
    ExitCode::from(match error {
        _ if problems.is_some() || error.is::<Usage>() => USAGE,
        _ if error.is::<InPart>() => IN_PART,
        _ if error.is::<Declined>() => DECLINED,
        _ => FAILED,
    })
}

/// A command line that is none, or one that asks for help.
pub fn unparsed(error: &clap::Error, json: bool) -> ExitCode {
    if json && error.use_stderr() {
        let text = error.render().to_string();
        in_json(text.trim().trim_start_matches("error: ").to_owned(), &[]);
    } else {
        // To whoever reads it; a reader that has gone away is no fault.
        drop(error.print());
    }
    if error.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS }
}

fn in_json(error: String, problems: &[nproxy_config::Problem]) {
    out::line(&serde_json::to_string(&Report { error, problems }).unwrap_or_default());
}

fn say(text: &str) {
    out::note(&format!("{} {text}", Tone::Bad.paint("nproxy:")));
}
