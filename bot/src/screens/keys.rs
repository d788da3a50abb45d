//! Keys, page by page.

use nproxy_app::StoreError;
use nproxy_app::keys::KeyView;
use nproxy_app::lists::{KeyListFilter, page};
use nproxy_domain::ProviderId;

use super::Sight;
use super::page::Page;
use super::sight::turned;
use crate::{Place, View};

/// The states that a list is narrowed to by a button.
const TROUBLED: [&str; 3] = ["manual_review", "out_of_funds", "cooldown"];

pub(super) async fn view(
    sight: &Sight<'_>,
    provider: Option<&str>,
    state: Option<&str>,
    cursor: Option<&str>,
) -> Result<View, StoreError> {
    let (app, words) = (sight.app, &sight.words.keys);
    let filter = &KeyListFilter {
        part: None,
        provider: provider.map(ProviderId::from),
        states: state.map(str::to_owned).into_iter().collect(),
        account: None,
        proxy: None,
        now: sight.now,
    };
    let listed = turned(cursor, |turning| Box::pin(async move { page(app, filter, &turning).await })).await?;
    let here = |state: Option<&str>, cursor: Option<String>| Place::Keys {
        provider: provider.map(str::to_owned),
        state: state.map(str::to_owned),
        cursor,
    };
    let title = provider.map_or_else(|| words.title.to_owned(), |provider| (words.of_provider)(&sight.name(provider)));
    let mut view = Page::titled(&title);
    view.say_if(state.map(|state| format!("{}: {}", words.state_label, (words.state)(state))));
    if listed.items.is_empty() {
        view.say(words.none);
    } else {
        view.say(sight.in_all(listed.total));
        view.gap();
    }
    for key in &listed.items {
        view.say(line(sight, key));
        view.row([sight.to(&key.label, Place::Key { key: key.id })]);
    }
    let narrow = TROUBLED.into_iter().filter(|name| state != Some(*name));
    view.row(narrow.map(|name| sight.to((words.state)(name), here(Some(name), None))));
    let common = &sight.words.common;
    let first = cursor.map(|_| sight.to(common.first, here(state, None)));
    let next = listed.next_cursor.map(|next| sight.to(common.next, here(state, Some(next))));
    view.row([first, next].into_iter().flatten());
    let back = if state.is_some() { here(None, None) } else { Place::Pool };
    Ok(view.end(sight, back, here(state, cursor.map(str::to_owned))))
}

/// Labels may be alike; the beginning of the fingerprint tells them apart.
fn line(sight: &Sight<'_>, key: &KeyView) -> String {
    let print: String = key.fingerprint.chars().take(6).collect();
    let until = key.until.map(|until| format!(", {}", sight.coming(until))).unwrap_or_default();
    let state = (sight.words.keys.state)(key.state);
    format!("• {} ({}) — {state}{until}", sight.name(&key.label), sight.name(&print))
}
