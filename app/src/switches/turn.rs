//! The one deed that turns a switch.

use nproxy_domain::Timestamp;
use nproxy_domain::redact::line;
use nproxy_store::{StoreError, Topic, switches};
use serde_json::{Value, json};

use super::{Notice, Switch};
use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

/// Customers read it on one line.
pub const NOTICE_CHARS_MAX: usize = 300;

/// As it was typed.
#[derive(Clone, Debug)]
pub struct Turn {
    pub name: String,
    pub value: String,
    /// What customers read while generation is paused or the product is read-only, and when it is expected to be over.
    pub text: Option<String>,
    pub until: Option<Timestamp>,
    pub reason: String,
}

#[derive(Debug, thiserror::Error)]
pub enum TurnError {
    #[error("there is no such switch")]
    UnknownSwitch,
    #[error("the switch has no such position")]
    UnknownValue,
    #[error("customers read something only while generation is paused or the product is read-only")]
    NoNotice,
    #[error("the text may have at most {NOTICE_CHARS_MAX} characters")]
    TextTooLong,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Turns the switch of a name. Only what the configuration has can be turned: a name that is misspelt is told.
pub async fn turn(app: &App, by: &By, wanted: Turn) -> Result<(), TurnError> {
    let reason = audit::reason(&wanted.reason).ok_or(TurnError::ReasonMissing)?;
    if !super::list::names(app).contains(&wanted.name) {
        return Err(TurnError::UnknownSwitch);
    }
    let switch = Switch::parse(&wanted.name, &wanted.value).ok_or(TurnError::UnknownValue)?;
    let text = wanted.text.as_deref().map(line).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > NOTICE_CHARS_MAX) {
        return Err(TurnError::TextTooLong);
    }
    let notice = Notice { text, until: wanted.until };
    if notice != Notice::default() && !switch.has_notice() {
        return Err(TurnError::NoNotice);
    }
    Ok(put(app, by, &switch, &notice, Some(&reason)).await?)
}

/// Turns a switch that is known, without a word to customers.
pub async fn set(app: &App, by: &By, switch: Switch, reason: Option<&str>) -> Result<(), StoreError> {
    put(app, by, &switch, &Notice::default(), reason).await
}

async fn put(app: &App, by: &By, switch: &Switch, notice: &Notice, reason: Option<&str>) -> Result<(), StoreError> {
    app.store
        .write(move |tx| async move {
            let stood = switches::read(&tx).await?;
            let before = stood.position(switch).map(|before| {
                let notice = match before {
                    Switch::GenerationPaused(true) => stood.paused_notice.clone(),
                    Switch::ReadOnly(true) => stood.read_only_notice.clone(),
                    _ => Notice::default(),
                };
                told(&before, &notice)
            });
            switches::set(&tx, switch, notice, by.actor, reason, app.env.now()).await?;
            let change = Change::of("switches.set", format!("switch:{}", switch.name()))
                .before(before.unwrap_or(Value::Null))
                .after(told(switch, notice))
                .because(reason.map(str::to_owned));
            by.did(&tx, &app.env, change).await?;
            // Work that was held back by the switch goes on.
            tx.notify(Topic::Work);
            Ok(())
        })
        .await
}

/// For the record: the position alone, where nothing more was said.
fn told(switch: &Switch, notice: &Notice) -> Value {
    if *notice == Notice::default() {
        return json!(switch.value());
    }
    json!({ "value": switch.value(), "text": notice.text, "until": notice.until })
}
