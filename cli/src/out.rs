//! What a command says: one JSON document for programs, or lines for people.

use std::io::{self, Write as _};

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
    let mut out = io::stdout().lock();
    drop(writeln!(out, "{text}").and_then(|()| out.flush()));
}

/// Writes lines that are whole already.
pub fn text(lines: &str) {
    let mut out = io::stdout().lock();
    drop(out.write_all(lines.as_bytes()).and_then(|()| out.flush()));
}

/// Words for people beside the answer: prompts, progress, errors.
pub fn note(text: &str) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}

/// Makes text from elsewhere fit for a terminal: no escape sequence, nothing that reorders the line.
pub fn shown(text: &str) -> String {
    nproxy_domain::redact::plain(text, &[])
}

/// Rows under headings, as wide as they need to be.
pub fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |cells: [&str; N]| {
        let padded: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(head)];
    lines.extend(rows.iter().map(|row| line(std::array::from_fn(|column| row[column].as_str()))));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_hostile_text_can_not_leave_its_cell() {
        let rows = [[shown("a\u{1b}[2Jb\nc"), "1".to_owned()], ["long label".to_owned(), "20".to_owned()]];
        assert_eq!(table(["LABEL", "N"], &rows), "LABEL       N\na [2Jb c    1\nlong label  20");
    }
}
