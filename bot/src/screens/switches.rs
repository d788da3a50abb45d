//! All switches, some at a time: every model and provider has one.

use nproxy_app::{StoreError, switches};

use super::page::Page;
use super::{Sight, switch};
use crate::{Place, View};

const ROWS: usize = 5;

pub(super) async fn view(sight: &Sight<'_>, from: usize) -> Result<View, StoreError> {
    let words = &sight.words.switches;
    let all = switches::list(sight.app).await?;
    // Of a list that got shorter.
    let from = if from < all.len() { from } else { 0 };
    let mut page = Page::titled(words.title);
    for one in all.iter().skip(from).take(ROWS) {
        let (name, value) = (switch::name(sight, &one.name), (words.value)(&one.value));
        let is_usual = one.values.first().is_some_and(|usual| *usual == one.value);
        let mark = if is_usual { "•" } else { "🟡" };
        page.say(format!("{mark} {}: {value}", sight.name(&name)));
        page.row([sight.to(&format!("{name}: {value}"), Place::Switch { name: one.name.clone() })]);
    }
    let common = &sight.words.common;
    let first = (from > 0).then(|| sight.to(common.first, Place::Switches { from: 0 }));
    let next = (from + ROWS < all.len()).then(|| sight.to(common.next, Place::Switches { from: from + ROWS }));
    page.row([first, next].into_iter().flatten());
    page.row(sight.web(["switches"]));
    Ok(page.end(sight, Place::Overview, Place::Switches { from }))
}
