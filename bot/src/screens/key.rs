//! One key: where it stands and why, and what can be done.

use nproxy_app::StoreError;
use nproxy_app::balances::{self, AccountView, Known};
use nproxy_app::keys::{KeyFile, file};
use nproxy_domain::KeyId;
use nproxy_domain::provider::Usd;

use super::Sight;
use super::page::{Page, gone};
use crate::{Act, Place, View};

pub(super) async fn view(sight: &Sight<'_>, id: KeyId) -> Result<View, StoreError> {
    let words = &sight.words.keys;
    let Some(found) = file(sight.app, id).await? else { return Ok(gone(sight, sight.words.refusals.key_gone)) };
    let balance = balances::of_key(sight.app, id).await?;
    let key = &found.record.key;
    let title = format!("{} · {}", sight.name(&key.label), sight.name(&key.provider));
    let mut page = Page::titled(&title);
    state(sight, &mut page, &found);
    page.gap();
    facts(sight, &mut page, &found);
    page.say_if(balance.map(|balance| money(sight, &balance)));
    let activate = (key.state != "active").then(|| sight.ask(words.activate, Act::ActivateKey { key: id }));
    let disable = (key.state != "disabled").then(|| sight.ask(words.disable, Act::DisableKey { key: id }));
    page.row([activate, disable].into_iter().flatten().flatten());
    page.row(sight.ask(words.test, Act::TestKey { key: id }));
    let enter = key.account.is_some().then(|| sight.ask(words.enter_balance, Act::EnterBalance { key: id }));
    page.row(sight.ask(words.ask_balance, Act::AskBalance { key: id }).into_iter().chain(enter.flatten()));
    let keys = Place::Keys { provider: Some(key.provider.clone()), state: None, cursor: None };
    page.row(sight.web(["keys", &id.to_string()]));
    Ok(page.end(sight, keys, Place::Key { key: id }))
}

fn state(sight: &Sight<'_>, page: &mut Page, found: &KeyFile) {
    let (words, record) = (&sight.words.keys, &found.record);
    let until = record.key.until.map(|until| format!(", {}", sight.coming(until))).unwrap_or_default();
    page.say(format!("{}: {}{until}", words.state_label, (words.state)(record.key.state)));
    for sentence in (words.why)(record, sight.now, sight.words) {
        page.say(sight.open(&sentence));
    }
    if found.last_of_pool {
        page.say(words.last_of_pool);
    }
}

fn facts(sight: &Sight<'_>, page: &mut Page, found: &KeyFile) {
    let (words, record) = (&sight.words.keys, &found.record);
    let key = &record.key;
    page.say_if(record.why.back_at.filter(|at| *at > sight.now).map(|at| (words.back_at)(&sight.coming(at))));
    if key.strikes > 0 {
        page.say((words.strikes)(key.strikes));
    }
    page.say((words.flight)(key.in_flight, key.max_in_flight));
    page.say(record.last_ok_at.map_or_else(|| words.never_ok.to_owned(), |at| (words.last_ok)(&sight.ago(at))));
    page.say_if(record.proxy.as_ref().map(|proxy| (words.proxy)(&sight.name(&proxy.label), proxy.dead)));
    page.say_if(key.account.as_deref().map(|account| (words.account)(&sight.name(account))));
}

/// What is known of the money behind it, and how.
pub(super) fn money(sight: &Sight<'_>, view: &AccountView) -> String {
    let words = &sight.words.keys;
    match &view.known {
        Known::Polled { left, at } => (words.polled)(&Usd(*left).to_string(), &sight.ago(*at)),
        Known::OwnLimit { left, at } => (words.own_limit)(&Usd(*left).to_string(), &sight.ago(*at)),
        Known::Estimated(estimate) => (words.estimated)(
            &Usd(estimate.left).to_string(),
            &Usd(estimate.entered).to_string(),
            &sight.ago(estimate.entered_at),
        ),
        Known::Unknown { before, .. } => {
            (words.unknown_balance)(before.map(|before| Usd(before).to_string()).as_deref())
        }
        Known::Unsupported { .. } => words.unsupported.to_owned(),
        Known::NotAsked => words.not_asked.to_owned(),
    }
}
