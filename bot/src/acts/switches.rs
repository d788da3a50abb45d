//! A switch is turned.

use nproxy_app::switches::{SwitchView, Turn, TurnError, list, turn};
use serde_json::json;

use super::answer::moved;
use super::{Deed, Looked, No};
use crate::screens::{Sight, switch_name};
use crate::words::html::bold;

pub(super) async fn look(sight: &Sight<'_>, name: &str, value: &str) -> Result<Looked, No> {
    let found = find(sight, name).await?;
    if !found.values.contains(&value) {
        return Err(No::said(sight.words.refusals.no_such_position));
    }
    let (switch, value) = (bold(&called(sight, name)), bold((sight.words.switches.value)(value)));
    Ok(Looked { text: (sight.words.acts.turn)(&switch, &value), state: json!({ "value": found.value }) })
}

pub(super) async fn perform(deed: &Deed<'_>, name: &str, value: &str) -> Result<String, No> {
    let (sight, refusals) = (deed.sight, &deed.sight.words.refusals);
    let before = find(sight, name).await?;
    let wanted = Turn {
        name: name.to_owned(),
        value: value.to_owned(),
        text: None,
        until: None,
        reason: deed.reason.to_owned(),
    };
    turn(sight.app, deed.by, wanted).await.map_err(|error| match error {
        TurnError::UnknownSwitch => No::said(refusals.switch_gone),
        TurnError::UnknownValue | TurnError::NoNotice | TurnError::TextTooLong => No::said(refusals.no_such_position),
        TurnError::ReasonMissing => No::said(refusals.reason),
        TurnError::Store(error) => No::Store(error),
    })?;
    let word = sight.words.switches.value;
    Ok(moved(&called(sight, name), sight.words.keys.state_label, word(&before.value), word(value)))
}

async fn find(sight: &Sight<'_>, name: &str) -> Result<SwitchView, No> {
    let all = list(sight.app).await?;
    all.into_iter().find(|one| one.name == name).ok_or_else(|| No::said(sight.words.refusals.switch_gone))
}

fn called(sight: &Sight<'_>, name: &str) -> String {
    sight.name(&switch_name(sight, name))
}
