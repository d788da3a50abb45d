//! A view being written, within what Telegram takes.

use super::Sight;
use crate::words::html::bold;
use crate::{Button, Place, View};

/// Telegram takes 4,096 UTF-16 units; the rest is for the line that says that something was left away.
const TEXT_UNITS_MAX: usize = 4000;
const ROWS_MAX: usize = 8;

#[derive(Default)]
pub(super) struct Page {
    lines: Vec<String>,
    rows: Vec<Vec<Button>>,
}

impl Page {
    /// `title` is safe to be shown.
    pub fn titled(title: &str) -> Self {
        Self { lines: vec![bold(title)], rows: Vec::new() }
    }

    /// Each line is whole HTML by itself.
    pub fn say(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    pub fn say_if(&mut self, line: Option<String>) {
        self.lines.extend(line);
    }

    pub fn section(&mut self, title: &str) {
        self.lines.extend([String::new(), bold(title)]);
    }

    pub fn gap(&mut self) {
        self.lines.push(String::new());
    }

    /// Nothing where there is no button.
    pub fn row(&mut self, buttons: impl IntoIterator<Item = Button>) {
        let buttons: Vec<Button> = buttons.into_iter().collect();
        if !buttons.is_empty() {
            self.rows.push(buttons);
        }
    }

    /// With the way back, and the way to see it anew.
    pub fn end(mut self, sight: &Sight<'_>, back: Place, here: Place) -> View {
        let common = &sight.words.common;
        self.rows.truncate(ROWS_MAX - 1);
        let back_label = if back == Place::Overview { common.overview } else { common.back };
        let back = sight.to(back_label, back);
        self.row([back, sight.to(common.refresh, here)]);
        self.alone(sight)
    }

    /// Without a way to anywhere else.
    pub fn alone(mut self, sight: &Sight<'_>) -> View {
        self.rows.truncate(ROWS_MAX);
        let mut units = 0;
        let fits = self.lines.iter().take_while(|line| {
            units += line.encode_utf16().count() + 1;
            units <= TEXT_UNITS_MAX
        });
        let fits = fits.count();
        let left_away = self.lines.len() - fits;
        self.lines.truncate(fits);
        if left_away > 0 {
            self.lines.push((sight.words.common.lines_more)(left_away));
        }
        View { text: self.lines.join("\n"), rows: self.rows }
    }
}

/// What isn't there any more.
pub(super) fn gone(sight: &Sight<'_>, why: &str) -> View {
    let mut page = Page::default();
    page.say(why);
    page.row([sight.to(sight.words.common.overview, Place::Overview)]);
    page.alone(sight)
}
