//! How a word is meant, in colour: for terminals only, and never the only thing that says it.
//!
//! Everything is painted here and nowhere else. [`crate::out`] takes the colours away where standard output is no
//! terminal, with `NO_COLOR`, and with `--color never`.

use anstyle::{AnsiColor, Style};
use comfy_table::{Attribute, Color};

/// What a reader should think of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    /// It works, but not as it should, or not yet.
    Warn,
    Bad,
    /// Beside the point.
    Quiet,
}

impl Tone {
    /// Of a state's name, as rows and JSON have it: a key's, a payment's, a part's, a proxy's, an invitation's.
    pub fn of(state: &str) -> Self {
        match state {
            "ok" | "active" | "works" | "good" | "paid" | "complete" => Self::Good,
            "probation" | "cooldown" | "degraded" | "untested" | "pending" | "needs_review" | "short" | "overpaid"
            | "creating" | "paused" | "unknown" => Self::Warn,
            "manual_review" | "out_of_funds" | "dead" | "unreadable" | "critical" | "down" | "fails"
            | "test failed" | "failed" => Self::Bad,
            "disabled" | "expired" | "revoked" | "used_up" | "refunded" | "cancelled" | "off" => Self::Quiet,
            _ => Self::Plain,
        }
    }

    /// For words outside of a table.
    pub fn paint(self, text: &str) -> String {
        let style = match self {
            Self::Plain => return text.to_owned(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Warn => AnsiColor::Yellow.on_default(),
            Self::Bad => AnsiColor::Red.on_default().bold(),
            Self::Quiet => Style::new().dimmed(),
        };
        format!("{style}{text}{style:#}")
    }

    /// For a cell, which has to be measured without its colour.
    pub(crate) fn on(self, cell: comfy_table::Cell) -> comfy_table::Cell {
        match self {
            Self::Plain => cell,
            Self::Good => cell.fg(Color::DarkGreen),
            Self::Warn => cell.fg(Color::DarkYellow),
            Self::Bad => cell.fg(Color::DarkRed).add_attribute(Attribute::Bold),
            Self::Quiet => cell.add_attribute(Attribute::Dim),
        }
    }
}
