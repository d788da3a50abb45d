//! What a command says: one JSON document for programs, or lines for people.

use std::io::{self, IsTerminal as _, Write as _};

use serde::Serialize;

/// How to answer.
#[derive(Clone, Copy, Debug)]
pub struct Out {
    pub json: bool,
}

impl Out {
    /// `value` for programs, `text` for people.
    pub fn say(self, value: &impl Serialize, text: impl FnOnce() -> String) {
        let text = if self.json { serde_json::to_string(value).unwrap_or_default() } else { text() };
        line(&text);
    }
}

/// Writes to standard output. A reader that has gone away is no fault of the command.
pub fn line(text: &str) {
    let mut out = anstream::stdout().lock();
    drop(writeln!(out, "{text}").and_then(|()| out.flush()));
}

/// Writes lines that are whole already.
pub fn text(lines: &str) {
    let mut out = anstream::stdout().lock();
    drop(out.write_all(lines.as_bytes()).and_then(|()| out.flush()));
}

/// Words for people beside the answer: prompts, progress, errors.
pub fn note(text: &str) {
    drop(writeln!(anstream::stderr().lock(), "{text}"));
}

/// A question, with the cursor behind it.
pub fn prompt(text: &str) {
    let mut err = anstream::stderr().lock();
    drop(write!(err, "{text}").and_then(|()| err.flush()));
}

/// Makes text from elsewhere fit for a terminal: no escape sequence, nothing that reorders the line.
pub fn shown(text: &str) -> String {
    nproxy_domain::redact::plain(text, &[])
}

/// No terminal is taken to be narrower.
const COLUMNS_MIN: u16 = 40;

/// How wide lines may be: what `COLUMNS` says, else what the terminal has. `None`: nobody looks, so nothing is cut.
pub fn columns() -> Option<u16> {
    let said = std::env::var("COLUMNS").ok().and_then(|said| said.parse().ok()).filter(|columns| *columns > 0);
    let has = || console::Term::stdout().size_checked().map(|(_, columns)| columns);
    let columns = said.or_else(|| io::stdout().is_terminal().then(has).flatten());
    columns.map(|columns| columns.max(COLUMNS_MIN))
}
