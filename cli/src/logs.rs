//! Logs go to standard error: lines for people in `dev`, JSON for everything that runs unattended.

use std::env;
use std::io;

use anstream::{AutoStream, ColorChoice};
use tracing_subscriber::EnvFilter;

/// Overrides what is logged, in `tracing`'s own syntax: `info,nproxy_gateway=debug`.
const FILTER_VAR: &str = "NPROXY_LOG";

/// A free request that is tried again is no news; what became of it is told where it ends.
const QUIET: &str = "reqwest_retry=error";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    People,
    Json,
}

/// Called once. Commands that only answer a question log warnings; servers also what they do.
pub fn init(style: Style, default_filter: &str) {
    // Whoever sets the variable may name that target too, and then means it.
    let given = env::var(FILTER_VAR).ok().and_then(|given| EnvFilter::try_new(format!("{QUIET},{given}")).ok());
    let filter = given.unwrap_or_else(|| EnvFilter::new(format!("{QUIET},{default_filter}")));
    let base = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match style {
        Style::People => {
            let colours = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
            base.with_target(false).with_ansi(colours).compact().init();
        }
        Style::Json => base.json().flatten_event(true).init(),
    }
}
