//! How a command fails: what went wrong, what to do, and an exit status that scripts can tell apart.

use std::process::ExitCode;

use nproxy_config::Problems;
use serde::Serialize;

use crate::out::{self, Out};

const FAILED: u8 = 1;
/// Something works, but not all of it.
const DEGRADED: u8 = 3;
/// The same as clap's for a command line that can't be parsed.
const USAGE: u8 = 2;

/// The command was asked for in a way that can't work.
#[derive(Debug)]
pub struct Usage(pub String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// The answer itself told what failed; this sums it up for people.
#[derive(Debug)]
pub struct Told(pub String);

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Told {}

/// The answer told that not all is well, and what.
#[derive(Debug)]
pub struct Degraded;

impl std::fmt::Display for Degraded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not everything is well")
    }
}

impl std::error::Error for Degraded {}

#[derive(Serialize)]
struct Report<'a> {
    error: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    problems: &'a [nproxy_config::Problem],
}

/// Tells the error and gives the status to leave with.
pub fn report(error: &anyhow::Error, to: Out) -> ExitCode {
    let problems = error.downcast_ref::<Problems>();
    if to.json && (error.is::<Told>() || error.is::<Degraded>()) {
        // One document is an answer, two are none.
    } else if to.json {
        let report = Report {
            error: problems.map_or_else(|| format!("{error:#}"), |_| "the configuration can't be used".to_owned()),
            problems: problems.map_or(&[], |problems| &problems.0),
        };
        out::line(&serde_json::to_string(&report).unwrap_or_default());
    } else if let Some(problems) = problems {
        out::note("nproxy: the configuration can't be used:");
        for problem in &problems.0 {
            out::note(&format!("  {problem}"));
        }
    } else {
        out::note(&format!("nproxy: {error:#}"));
    }
    ExitCode::from(match error {
        _ if problems.is_some() || error.is::<Usage>() => USAGE,
        _ if error.is::<Degraded>() => DEGRADED,
        _ => FAILED,
    })
}
