//! `nproxy keys show`, `nproxy keys why`, `nproxy keys history`

use nproxy_app::keys::{self, AttemptView, EventView, KeyRecord, words};
use nproxy_domain::Timestamp;
use serde_json::json;

use super::list::balance;
use super::with_advice;
use crate::args::KeyHistory;
use crate::desk::Desk;
use crate::style::Tone;
use crate::table::{Cell, facts, number, spare, table, text, whole};

pub async fn why(desk: &Desk, name: &str) -> anyhow::Result<()> {
    let Desk { app, out, .. } = desk;
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
        let does = Tone::of(key.state).paint(&words::does(key.state));
        format!("{} of {} {does}.\n{}", key.label, key.provider, why.sentences.join("\n"))
    });
    Ok(())
}

pub async fn show(desk: &Desk, name: &str) -> anyhow::Result<()> {
    let Desk { app, out, .. } = desk;
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
    let state = |name: &str| if name == "state" { Tone::of(key.state) } else { Tone::Plain };
    let rows = rows.into_iter().map(|(name, value)| (name, Cell::from(value).tone(state(name))));
    let mut lines = vec![facts(rows), String::new()];
    lines.extend(why.sentences.iter().cloned());
    lines.push(String::new());
    lines.push(if attempts.is_empty() {
        "There were no attempts yet.".to_owned()
    } else {
        let head = [whole("STARTED"), text("CLASS"), text("SPENT"), number("MS"), text("MODEL"), spare("DETAIL")];
        table(head, attempts.iter().map(|attempt| row(attempt, now)).collect())
    });
    lines.join("\n")
}

fn row(attempt: &AttemptView, now: Timestamp) -> [Cell; 6] {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    [
        words::moment(attempt.started_at, now),
        attempt.class.clone().unwrap_or_else(|| "under way".to_owned()),
        or_dash(attempt.spent.clone()),
        or_dash(attempt.upstream_ms.map(|ms| ms.to_string())),
        attempt.model.clone(),
        attempt.detail.clone().unwrap_or_default(),
    ]
    .map(Cell::from)
}

pub async fn history(desk: &Desk, which: &KeyHistory) -> anyhow::Result<()> {
    let Desk { app, out, .. } = desk;
    let history = keys::history(app, &which.key, which.before, which.limit).await.map_err(with_advice)?;
    out.say(&history, || {
        if history.events.is_empty() {
            return format!("Nothing happened to {}.", history.key.label);
        }
        let head = [whole("TIME (UTC)"), text("CHANGE"), text("CAUSE"), text("BY"), spare("EVIDENCE")];
        let events = table(head, history.events.iter().map(event).collect());
        let more = history.next_before.as_ref().map(|id| format!("\nMore with --before {id}"));
        format!("{events}{}", more.unwrap_or_default())
    });
    Ok(())
}

fn event(event: &EventView) -> [Cell; 5] {
    [
        event.at.format("%F %T").to_string(),
        if event.before == event.after {
            "(no change)".to_owned()
        } else {
            format!("{} -> {}", words::state(&event.before), words::state(&event.after))
        },
        event.cause.clone(),
        event.actor.clone(),
        event.evidence.clone().unwrap_or_default(),
    ]
    .map(Cell::from)
}
