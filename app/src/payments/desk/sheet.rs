//! Plain text for paper: names beside values, nothing that leaves its line, no line too wide.

use std::fmt::Write as _;

/// What a printed page takes in a fixed font.
const COLUMNS: usize = 96;
const NAME_COLUMNS: usize = 16;
/// An entry's number, its dot and a space.
const ENTRY_COLUMNS: usize = 5;

/// A sheet being written.
#[derive(Debug, Default)]
pub(super) struct Sheet(String);

impl Sheet {
    pub(super) fn titled(title: &str) -> Self {
        Self(format!("{title}\n{}\n", "=".repeat(title.chars().count())))
    }

    pub(super) fn section(&mut self, title: &str) {
        self.put(&format!("\n{title}\n{}", "-".repeat(title.chars().count())));
    }

    /// Nothing where there is no value.
    pub(super) fn field(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.hang(name, NAME_COLUMNS, value);
        }
    }

    /// Words of ours, on a line of their own.
    pub(super) fn say(&mut self, words: &str) {
        self.hang("", 0, words);
    }

    /// The beginning of an entry of a list.
    pub(super) fn entry(&mut self, number: usize, text: &str) {
        self.hang(&format!("{number:>3}."), ENTRY_COLUMNS, text);
    }

    /// What belongs to the entry above.
    pub(super) fn below(&mut self, text: &str) {
        self.hang("", ENTRY_COLUMNS, text);
    }

    pub(super) fn end(self) -> String {
        self.0
    }

    /// Every line but the first begins under the value, so none can be taken for a line of another kind.
    fn hang(&mut self, name: &str, columns: usize, value: &str) {
        let mut lead = name;
        for part in parts(&visible(value), COLUMNS - columns) {
            self.put(format!("{lead:columns$}{part}").trim_end());
            lead = "";
        }
    }

    fn put(&mut self, line: &str) {
        // Writing to a String never fails.
        let _ = writeln!(self.0, "{line}");
    }
}

/// At spaces where there are any, so that words stay whole.
fn parts(text: &str, columns: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest: Vec<char> = text.chars().collect();
    while rest.len() > columns {
        let space = rest[..=columns].iter().rposition(|c| *c == ' ').filter(|at| *at > 0);
        let after = rest.split_off(space.unwrap_or(columns));
        parts.push(rest.iter().collect());
        rest = after.into_iter().skip(usize::from(space.is_some())).collect();
    }
    parts.push(rest.into_iter().collect());
    parts
}

/// Whatever moves, hides or reorders text is written out: `\u{202e}`. Nothing is left away.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_unseen(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Separators of lines, and characters of no width (Unicode's category `Cf`).
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_a_column_and_go_on_below_themselves() {
        let mut sheet = Sheet::titled("A sheet");
        sheet.section("One");
        sheet.field("Short", Some("x"));
        sheet.field("None", None);
        sheet.field("Words", Some(&format!("{} end", "word ".repeat(16).trim_end())));
        sheet.field("A hash", Some(&"f".repeat(81)));
        sheet.entry(1, "it was");
        sheet.below("and how");
        let words = format!("Words           {}\n                end", "word ".repeat(16).trim_end());
        let hash = format!("A hash          {}\n                f", "f".repeat(80));
        assert_eq!(
            sheet.end(),
            format!("A sheet\n=======\n\nOne\n---\nShort           x\n{words}\n{hash}\n  1. it was\n     and how\n")
        );
    }

    #[test]
    fn hostile_text_is_written_out_and_forges_no_line() {
        let mut sheet = Sheet::titled("A sheet");
        sheet.field("Memo", Some("1\n2. paid\u{202E}\u{1b}[2J\u{200B}\u{2028}я"));
        let memo = "Memo            1\\u{a}2. paid\\u{202e}\\u{1b}[2J\\u{200b}\\u{2028}я";
        assert_eq!(sheet.end(), format!("A sheet\n=======\n{memo}\n"));
    }
}
