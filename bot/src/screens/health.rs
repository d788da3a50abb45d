//! What is not as it should be. Values are in the words that monitoring and the web have for them.

use nproxy_app::health::{Component, HealthWatch, State};
use nproxy_domain::mail::Severity;

use super::Sight;
use super::overview::mark;
use super::page::Page;
use crate::words::html::code;
use crate::{Place, View};

const VALUE_CHARS_MAX: usize = 200;

pub(super) async fn view(sight: &Sight<'_>) -> View {
    let words = &sight.words.overview;
    let report = HealthWatch::new(sight.app.clone()).look().await;
    let mut page = Page::titled(words.health);
    page.say((words.verdict)(report.status));
    let mut bad: Vec<&Component> = report.components.iter().filter(|part| part.state != State::Ok).collect();
    bad.sort_by_key(|part| std::cmp::Reverse(part.state));
    if !bad.is_empty() {
        page.gap();
    }
    for part in &bad {
        say(sight, &mut page, part);
    }
    page.gap();
    page.say((words.parts_well)(report.components.len() - bad.len()));
    page.row(sight.web(["health"]));
    page.end(sight, Place::Overview, Place::Health)
}

fn say(sight: &Sight<'_>, page: &mut Page, part: &Component) {
    let words = &sight.words.overview;
    let mark = match part.state {
        State::Critical => mark(Severity::Critical),
        State::Warning => mark(Severity::Warning),
        State::Unknown | State::Ok => "⚪",
    };
    // Of several of a kind, which one.
    let which = part.id.split_once(':').map(|(_, which)| format!(" {}", sight.name(which))).unwrap_or_default();
    let value = code(&sight.esc(&part.value, VALUE_CHARS_MAX));
    page.say(format!("{mark} {}{which}: {}, {value}", (words.part)(part.kind), (words.state)(part.state)));
    page.say_if(part.detail.as_deref().map(|detail| format!("   {}", sight.esc(detail, VALUE_CHARS_MAX))));
}
