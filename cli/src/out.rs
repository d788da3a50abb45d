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

/// What a table may be wide. JSON has everything in full.
pub const COLUMNS_MAX: usize = 100;
/// Between two columns of a table.
const GAP: usize = 2;
/// No column is cut below this.
const COLUMN_MIN: usize = 8;

/// Rows under headings, as wide as they need to be; where that is too wide, the widest cells are cut.
pub fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].chars().count()]).max().unwrap_or(0)
    };
    let mut widths: [usize; N] = std::array::from_fn(width);
    while widths.iter().sum::<usize>() + GAP * N.saturating_sub(1) > COLUMNS_MAX {
        // Of equal ones the last: what identifies a row comes first.
        let Some(widest) = widths.iter_mut().rev().max_by_key(|width| **width).filter(|width| **width > COLUMN_MIN)
        else {
            break;
        };
        *widest -= 1;
    }
    let line = |cells: [&str; N]| {
        let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{:width$}", fit(cell, width)));
        padded.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end().to_owned()
    };
    let mut lines = vec![line(head)];
    lines.extend(rows.iter().map(|row| line(std::array::from_fn(|column| row[column].as_str()))));
    lines.join("\n")
}

/// Cut to so many characters.
pub fn fit(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_owned();
    }
    text.chars().take(chars_max.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_hostile_text_can_not_leave_its_cell() {
        let rows = [[shown("a\u{1b}[2Jb\nc"), "1".to_owned()], ["long label".to_owned(), "20".to_owned()]];
        assert_eq!(table(["LABEL", "N"], &rows), "LABEL       N\na [2Jb c    1\nlong label  20");
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        assert_eq!((fit("Frankfurt", 9).as_str(), fit("Frankfurt", 5).as_str()), ("Frankfurt", "Fran…"));
        let rows = [["x".repeat(30), "short".to_owned(), "é".repeat(300)]];
        let text = table(["LABEL", "STATE", "DETAIL"], &rows);
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS_MAX), "{text}");
        assert!(text.contains(&"x".repeat(30)) && text.contains("  short  ") && text.ends_with('…'), "{text}");
    }
}
