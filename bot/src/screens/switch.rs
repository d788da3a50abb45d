//! One switch: how it stands, who turned it and why, and where else it can be turned.

use nproxy_app::{StoreError, switches};

use super::Sight;
use super::page::{Page, gone};
use crate::{Act, Place, View};

const TEXT_CHARS_MAX: usize = 300;

pub(super) async fn view(sight: &Sight<'_>, wanted: &str) -> Result<View, StoreError> {
    let words = &sight.words.switches;
    let all = switches::list(sight.app).await?;
    let Some(one) = all.into_iter().find(|one| one.name == wanted) else {
        return Ok(gone(sight, sight.words.refusals.switch_gone));
    };
    let name = name(sight, &one.name);
    let mut page = Page::titled(&sight.name(&name));
    page.say(format!("{}: {}", sight.words.keys.state_label, (words.value)(&one.value)));
    if let (Some(actor), Some(at)) = (&one.actor, one.changed_at) {
        page.say((words.turned)(who(sight, actor), &sight.ago(at)));
    }
    page.say_if(one.reason.as_deref().map(|reason| (words.reason)(&sight.esc(reason, TEXT_CHARS_MAX))));
    page.say_if(one.text.as_deref().map(|text| (words.told)(&sight.esc(text, TEXT_CHARS_MAX))));
    page.say_if(one.until.map(|until| (words.until)(&sight.moment(until))));
    for value in one.values.iter().filter(|value| **value != one.value) {
        let turn = Act::TurnSwitch { name: one.name.clone(), value: (*value).to_owned() };
        page.row(sight.ask((words.turn)((words.value)(value)), turn));
    }
    Ok(page.end(sight, Place::Switches { from: 0 }, Place::Switch { name: one.name }))
}

/// What a switch is called; not safe between tags.
pub(crate) fn name(sight: &Sight<'_>, name: &str) -> String {
    let words = &sight.words.switches;
    if let Some(known) = (words.name)(name) {
        return known.to_owned();
    }
    match name.split_once(':') {
        Some(("invoices", id)) => (words.of_invoices)(id),
        Some(("provider", id)) => (words.of_provider)(id),
        Some(("model", id)) => (words.of_model)(id),
        _ => name.to_owned(),
    }
}

/// No address of an admin is shown to another.
fn who(sight: &Sight<'_>, actor: &str) -> &'static str {
    let words = &sight.words.switches;
    match actor {
        "operator" => words.operator,
        "system" => words.system,
        _ if actor == format!("user:{}", sight.reader.admin) => words.you,
        _ => words.an_admin,
    }
}
