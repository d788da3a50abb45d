//! `nproxy keys show`, `nproxy keys why`, `nproxy keys history`

use nproxy_app::App;
use nproxy_app::keys::{self, AttemptView, EventView, KeyRecord, words};
use nproxy_domain::Timestamp;
use serde_json::json;

use super::list::balance;
use super::with_advice;
use crate::args::KeyHistory;
use crate::out::{COLUMNS_MAX, Out, fit, table};

/// Of what `show` names.
const NAME_CHARS: usize = 18;

pub async fn why(app: &App, name: &str, out: Out) -> anyhow::Result<()> {
    let KeyRecord { key, why, cause, spend_stop, .. } = keys::show(app, name).await.map_err(with_advice)?;
    let answer = json!({
        "key": { "id": key.id, "provider": key.provider, "label": key.label },
        "state": key.state,
        "until": key.until,
        "back_at": why.back_at,
        "cause": cause,
        "spend_stop": spend_stop,
        "why": why.sentences,
    });
    out.say(&answer, || {
        format!("{} of {} {}.\n{}", key.label, key.provider, words::does(key.state), why.sentences.join("\n"))
    });
    Ok(())
}

pub async fn show(app: &App, name: &str, out: Out) -> anyhow::Result<()> {
    let record = keys::show(app, name).await.map_err(with_advice)?;
    out.say(&record, || in_words(&record, app.env.now()));
    Ok(())
}

fn in_words(record: &KeyRecord, now: Timestamp) -> String {
    let KeyRecord { key, why, not_for, incident, proxy, last_ok_at, attempts, .. } = record;
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
    let rows = [
        ("id", key.id.to_string()),
        ("provider", key.provider.clone()),
        ("label", key.label.clone()),
        ("fingerprint", key.fingerprint.clone()),
        ("account", or_none(key.account.clone())),
        ("state", words::state(key.state).to_owned()),
        ("strikes", key.strikes.to_string()),
        ("in flight", format!("{} of {}", key.in_flight, key.max_in_flight)),
        ("requests a minute", key.rpm.map_or("no limit".to_owned(), |rpm| rpm.to_string())),
        ("last picked", key.picked_at.map_or("never".to_owned(), |at| words::ago(at, now))),
        ("last worked", last_ok_at.map_or("never".to_owned(), |at| words::ago(at, now))),
        ("balance", balance(key, now)),
        (
            "proxy",
            or_none(proxy.as_ref().map(|proxy| {
                let only = if key.proxy_only { ", never around it" } else { "" };
                format!("{} ({}), {}{only}", proxy.label, proxy.place, if proxy.dead { "dead" } else { "ok" })
            })),
        ),
        (
            "not for",
            or_none(
                Some(not_for.iter().map(|not| not.model.clone()).collect::<Vec<_>>().join(", "))
                    .filter(|list| !list.is_empty()),
            ),
        ),
        ("incident", or_none(incident.as_ref().map(|incident| incident.title.clone()))),
        ("added", words::ago(key.created_at, now)),
    ];
    let mut lines: Vec<String> = rows
        .iter()
        .map(|(name, value)| {
            let value = fit(value, COLUMNS_MAX - NAME_CHARS - 1);
            format!("{name:<NAME_CHARS$} {value}")
        })
        .collect();
    lines.push(String::new());
    lines.extend(why.sentences.iter().cloned());
    lines.push(String::new());
    lines.push(if attempts.is_empty() {
        "There were no attempts yet.".to_owned()
    } else {
        let rows: Vec<_> = attempts.iter().map(|attempt| row(attempt, now)).collect();
        table(["STARTED", "CLASS", "SPENT", "MS", "MODEL", "DETAIL"], &rows)
    });
    lines.join("\n")
}

fn row(attempt: &AttemptView, now: Timestamp) -> [String; 6] {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    [
        words::moment(attempt.started_at, now),
        attempt.class.clone().unwrap_or_else(|| "under way".to_owned()),
        or_dash(attempt.spent.clone()),
        or_dash(attempt.upstream_ms.map(|ms| ms.to_string())),
        attempt.model.clone(),
        attempt.detail.clone().unwrap_or_default(),
    ]
}

pub async fn history(app: &App, which: &KeyHistory, out: Out) -> anyhow::Result<()> {
    let history = keys::history(app, &which.key, which.before, which.limit).await.map_err(with_advice)?;
    out.say(&history, || {
        if history.events.is_empty() {
            return format!("Nothing happened to {}.", history.key.label);
        }
        let rows: Vec<_> = history.events.iter().map(event).collect();
        let events = table(["TIME", "CHANGE", "CAUSE", "BY", "EVIDENCE"], &rows);
        let more = history.next_before.as_ref().map(|id| format!("\nMore with --before {id}"));
        format!("{events}{}", more.unwrap_or_default())
    });
    Ok(())
}

fn event(event: &EventView) -> [String; 5] {
    [
        event.at.format("%F %T UTC").to_string(),
        if event.before == event.after {
            "(no change)".to_owned()
        } else {
            format!("{} -> {}", words::state(&event.before), words::state(&event.after))
        },
        event.cause.clone(),
        event.actor.clone(),
        event.evidence.clone().unwrap_or_default(),
    ]
}
