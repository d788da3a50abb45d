//! Logs go to standard error: lines for people in `dev`, JSON for everything that runs unattended.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

/// Overrides what is logged, in `tracing`'s own syntax: `info,nproxy_gateway=debug`.
const FILTER_VAR: &str = "NPROXY_LOG";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    People,
    Json,
}

/// Called once. Commands that only answer a question log warnings; servers also what they do.
pub fn init(style: Style, default_filter: &str) {
    let filter = EnvFilter::try_from_env(FILTER_VAR).unwrap_or_else(|_| EnvFilter::new(default_filter));
    let base = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match style {
        Style::People => base.with_target(false).with_ansi(io::stderr().is_terminal()).compact().init(),
        Style::Json => base.json().flatten_event(true).init(),
    }
}
