//! The keys of all providers, counted.

use nproxy_app::pool_state::{KEY_STATES, PoolWatch, ProviderState};
use nproxy_domain::provider::Usd;

use super::Sight;
use super::page::Page;
use crate::words::html::bold;
use crate::{Button, Place, View};

/// Buttons to providers, two in a row.
const PROVIDERS_MAX: usize = 12;

pub(super) async fn view(sight: &Sight<'_>) -> View {
    let words = &sight.words.keys;
    let mut page = Page::titled(words.pool);
    match PoolWatch::new(sight.app.clone()).look().await {
        Err(_) => page.say(sight.words.overview.unseen),
        Ok(pool) if pool.providers.is_empty() => page.say(words.no_pool),
        Ok(pool) => {
            for (provider, state) in &pool.providers {
                page.say(line(sight, provider, state));
            }
            let to = |provider: &String| {
                let place = Place::Keys { provider: Some(provider.clone()), state: None, cursor: None };
                sight.to(provider, place)
            };
            let buttons: Vec<Button> = pool.providers.keys().take(PROVIDERS_MAX).map(to).collect();
            for two in buttons.chunks(2) {
                page.row(two.to_vec());
            }
        }
    }
    page.row(sight.web(["keys"]));
    page.end(sight, Place::Overview, Place::Pool)
}

fn line(sight: &Sight<'_>, provider: &str, state: &ProviderState) -> String {
    let words = &sight.words.keys;
    let of = |name: &str| state.keys.get(name).copied().unwrap_or(0);
    let mut said = vec![(words.works)(of("active") + of("probation"), state.keys.values().sum())];
    let others = KEY_STATES.iter().filter(|name| **name != "active" && of(name) > 0);
    said.extend(others.map(|name| format!("{}: {}", (words.state)(name), of(name))));
    if state.in_flight > 0 {
        said.push((words.in_flight)(state.in_flight));
    }
    said.push((words.spent_today)(&Usd(state.spent_today).to_string()));
    format!("{} — {}", bold(&sight.name(provider)), said.join("; "))
}
