//! Rows under headings, and names with their values, as wide as the terminal.
//!
//! To show a list: `table([whole("ID"), text("LABEL"), number("KEYS")], rows)`, each cell `"..".into()` or
//! `Cell::state(..)`. On a terminal a cell that has no room is cut and says so with `…`; where nobody looks (a pipe, a
//! file) everything is whole. JSON is always whole, so nothing is ever only in a cut cell.

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, CellAlignment, ColumnConstraint, ContentArrangement, Row, Table, Width};

use crate::out;
use crate::style::Tone;

/// Between two columns.
const GAP: u16 = 2;
/// A column that may be cut is shown where at least so much of it fits.
const ROOM_MIN: usize = 8;

/// A heading, and what may happen to what stands under it.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    head: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Whole,
    Text,
    Number,
    Spare,
}

/// Never cut: an id that is cut is none.
pub const fn whole(head: &'static str) -> Column {
    Column { head, kind: Kind::Whole }
}

/// Cut where the line is too short.
pub const fn text(head: &'static str) -> Column {
    Column { head, kind: Kind::Text }
}

/// Never cut, and to the right.
pub const fn number(head: &'static str) -> Column {
    Column { head, kind: Kind::Number }
}

/// Cut, and left out altogether where there is no room; of several the last goes first.
pub const fn spare(head: &'static str) -> Column {
    Column { head, kind: Kind::Spare }
}

/// What stands in one row under one heading. Whatever it is made of, it is one line without control characters.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    /// `state` as rows and JSON have it; `words` is what is read.
    pub fn state(state: &str, words: impl Into<String>) -> Self {
        Self { tone: Tone::of(state), ..Self::from(words.into()) }
    }

    pub fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text: nproxy_domain::redact::line(&text), tone: Tone::Plain }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

/// Rows under headings; a line each.
pub fn table<const N: usize>(columns: [Column; N], rows: Vec<[Cell; N]>) -> String {
    table_at(out::columns(), columns, rows)
}

fn table_at<const N: usize>(columns_max: Option<u16>, columns: [Column; N], rows: Vec<[Cell; N]>) -> String {
    let widths: [usize; N] = std::array::from_fn(|n| {
        let cells = rows.iter().map(|row| width(&row[n].text));
        cells.chain([width(columns[n].head)]).max().unwrap_or(0)
    });
    let mut table = empty(columns_max);
    let heading = |column: &Column| comfy_table::Cell::new(column.head).add_attribute(Attribute::Bold);
    table.set_header(row(columns.iter().map(heading)));
    for cells in rows {
        table.add_row(row(cells.into_iter().map(|cell| cell.tone.on(comfy_table::Cell::new_owned(cell.text)))));
    }
    let shown = shown(columns_max, &columns, &widths);
    for ((column, is_shown), made) in columns.iter().zip(shown).zip(table.column_iter_mut()) {
        made.set_padding((0, GAP));
        if column.kind == Kind::Number {
            made.set_cell_alignment(CellAlignment::Right);
        }
        match column.kind {
            _ if !is_shown => _ = made.set_constraint(ColumnConstraint::Hidden),
            Kind::Whole | Kind::Number => _ = made.set_constraint(ColumnConstraint::ContentWidth),
            Kind::Text | Kind::Spare => {}
        }
    }
    if let Some(last) = columns.len().checked_sub(1).and_then(|last| table.column_mut(last)) {
        last.set_padding((0, 0));
    }
    table.trim_fmt()
}

/// Which columns there is room for.
fn shown<const N: usize>(columns_max: Option<u16>, columns: &[Column; N], widths: &[usize; N]) -> [bool; N] {
    let mut shown = [true; N];
    let Some(room) = columns_max.map(usize::from) else { return shown };
    loop {
        let needed = |n: usize| match columns[n].kind {
            Kind::Whole | Kind::Number => widths[n],
            Kind::Text | Kind::Spare => widths[n].min(ROOM_MIN),
        };
        let kept = || (0..N).filter(|n| shown[*n]);
        let sum = kept().map(|n| needed(n) + usize::from(GAP)).sum::<usize>().saturating_sub(GAP.into());
        let Some(last) = kept().rfind(|n| columns[*n].kind == Kind::Spare).filter(|_| sum > room) else {
            return shown;
        };
        shown[last] = false;
    }
}

/// Names with their values, which are never cut: what has no room goes on in the next line.
pub fn facts<'a>(rows: impl IntoIterator<Item = (&'a str, Cell)>) -> String {
    facts_at(out::columns(), rows)
}

fn facts_at<'a>(columns_max: Option<u16>, rows: impl IntoIterator<Item = (&'a str, Cell)>) -> String {
    let mut table = empty(columns_max);
    for (name, value) in rows {
        let value = value.tone.on(comfy_table::Cell::new_owned(value.text));
        table.add_row(vec![Tone::Quiet.on(comfy_table::Cell::new(name)), value]);
    }
    if let Some(names) = table.column_mut(0) {
        names.set_padding((0, GAP)).set_constraint(ColumnConstraint::ContentWidth);
    }
    if let Some(values) = table.column_mut(1) {
        // However narrow the terminal, some of it has to be there.
        values.set_padding((0, 0)).set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(1)));
    }
    table.trim_fmt()
}

fn empty(columns_max: Option<u16>) -> Table {
    let mut table = Table::new();
    // What the colours are for is decided where they are written; here they are always put in.
    table.load_style(NOTHING).force_no_tty().enforce_styling().set_truncation_indicator("…");
    table.style_text_only();
    if let Some(columns) = columns_max {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns);
    }
    table
}

fn row(cells: impl Iterator<Item = comfy_table::Cell>) -> Row {
    let mut row = Row::from(cells.collect::<Vec<_>>());
    row.max_height(1);
    row
}

fn width(text: &str) -> usize {
    console::measure_text_width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    fn keys(columns_max: Option<u16>) -> String {
        let columns = [whole("ID"), text("LABEL"), text("STATE"), number("KEYS"), spare("EXIT"), spare("DETAIL")];
        let row = |n: usize, label: &str, state: &str, detail: &str| {
            let id = format!("01890000-0000-7000-8000-00000000000{n}");
            [
                id.into(),
                label.into(),
                Cell::state(state, state.replace('_', " ")),
                format!("{}", n * n * 7).into(),
                "192.0.2.7".into(),
                detail.into(),
            ]
        };
        let rows = vec![
            row(1, "main", "active", ""),
            row(2, "a label that is rather long, as people write them", "manual_review", "API key not valid"),
            row(3, "wide 漢字かな", "cooldown", "the upstream said: try again in some minutes, or tomorrow"),
            row(9, "hostile \u{1b}[2J\u{202e}\nname", "disabled", &"x".repeat(120)),
        ];
        plain(&table_at(columns_max, columns, rows))
    }

    #[test]
    fn a_table_is_as_wide_as_its_terminal_and_whole_where_nobody_looks() {
        for columns in [60, 80, 120] {
            let table = keys(Some(columns));
            assert!(table.lines().all(|line| width(line) <= columns.into()), "{table}");
            insta::assert_snapshot!(format!("a_table_{columns}_wide"), table);
        }
        let whole = keys(None);
        assert!(whole.contains(&"x".repeat(120)) && !whole.contains('…'), "{whole}");
        assert_eq!(whole.lines().count(), 5, "{whole}");
    }

    #[test]
    fn hostile_text_can_not_leave_its_cell() {
        let rows = vec![["a\u{1b}[2Jb\nc".into(), "1".into()], ["long label".into(), "20".into()]];
        let table = plain(&table_at(None, [text("LABEL"), number("N")], rows));
        assert_eq!(table, "LABEL        N\na [2Jb c     1\nlong label  20");
    }

    #[test]
    fn a_colour_takes_no_room() {
        let one = |tone| table_at(None, [text("STATE"), text("N")], vec![[Cell::from("dead").tone(tone), "1".into()]]);
        let painted = one(Tone::Bad);
        assert_ne!(painted, one(Tone::Plain));
        assert_eq!(plain(&painted), plain(&one(Tone::Plain)));
    }

    #[test]
    fn a_fact_is_never_cut() {
        let rows = [("address", Cell::from("a".repeat(100))), ("state", Cell::state("paid", "paid"))];
        let facts = plain(&facts_at(Some(40), rows));
        assert!(facts.lines().all(|line| width(line) <= 40), "{facts}");
        assert_eq!(facts.matches('a').count(), 100 + "address state paid".matches('a').count(), "{facts}");
        assert!(facts.ends_with("\nstate    paid"), "{facts}");
    }
}
