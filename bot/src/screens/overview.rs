//! What needs attention first, then the day.

use nproxy_app::overview::{Attention, AttentionKind, Day, overview};
use nproxy_app::pool_state::PoolWatch;
use nproxy_app::{StoreError, switches};
use nproxy_domain::Timestamp;
use nproxy_domain::mail::Severity;
use nproxy_domain::processor::Price;

use super::page::Page;
use super::{Sight, switch_name};
use crate::words::span;
use crate::{Button, Place, View};

/// Lines of what needs attention; what is worst stands first.
const NEEDS_MAX: usize = 12;
/// Buttons to what needs attention, above those that are always there.
const LEADS_MAX: usize = 4;
const TITLE_CHARS_MAX: usize = 160;

pub(super) async fn view(sight: &Sight<'_>) -> Result<View, StoreError> {
    let (app, words) = (sight.app, &sight.words.overview);
    let pool = PoolWatch::new(app.clone()).look().await.ok();
    let seen = overview(app, pool.as_deref()).await?;
    let needs = needs(sight, &seen.attention).await?;
    let mut page = Page::titled(words.title);
    page.say(sight.moment(seen.at));
    if pool.is_none() {
        page.say(words.unseen);
    }
    if needs.is_empty() {
        page.say(words.all_well);
    } else {
        page.section(words.attention);
        for need in needs.iter().take(NEEDS_MAX) {
            page.say(need.line.clone());
        }
        page.say_if(needs.len().checked_sub(NEEDS_MAX).filter(|n| *n > 0).map(sight.words.common.lines_more));
    }
    page.section(words.today);
    if let Some(day) = seen.days.last() {
        today(sight, &mut page, day);
    }
    let oldest = i64::try_from(seen.oldest_queued.as_secs()).unwrap_or(i64::MAX);
    let oldest = span(sight.words, chrono::Duration::try_seconds(oldest).unwrap_or_default());
    page.say((words.now)(seen.running, seen.queued, &oldest));
    let mut led: Vec<Place> = Vec::new();
    for need in needs {
        if led.len() < LEADS_MAX && !led.contains(&need.place) {
            led.push(need.place.clone());
            page.row([sight.to(&need.label, need.place)]);
        }
    }
    page.row([button(words.pool, Place::Pool), button(words.payments, Place::Payments { cursor: None })]);
    page.row([button(words.incidents, Place::Incidents { cursor: None }), button(words.health, Place::Health)]);
    page.row([button(words.switches, Place::Switches { from: 0 }), button(words.quiet, Place::Quiet)]);
    page.row([button(words.language, Place::Language), button(sight.words.common.refresh, Place::Overview)]);
    Ok(page.alone(sight))
}

fn button(label: &str, place: Place) -> Button {
    Button::to(label, place)
}

struct Need {
    line: String,
    label: String,
    place: Place,
}

/// The switches are told by themselves: as this reader calls them.
async fn needs(sight: &Sight<'_>, attention: &[Attention]) -> Result<Vec<Need>, StoreError> {
    let words = &sight.words.overview;
    let others = attention.iter().filter(|one| one.kind != AttentionKind::SwitchedOff);
    let mut needs: Vec<Need> = others
        .map(|one| {
            let whose = one.provider.as_deref().unwrap_or(&one.title);
            let what = |whose: &str| (words.needs)(one.kind, one.count, whose);
            Need {
                line: line(sight, one.severity, &what(&sight.esc(whose, TITLE_CHARS_MAX)), one.since),
                label: what(whose),
                place: leads_to(one),
            }
        })
        .collect();
    if others_are_off(attention) {
        let unusual = switches::list(sight.app).await?;
        let unusual = unusual.into_iter().filter(|one| one.values.first().is_some_and(|usual| *usual != one.value));
        needs.extend(unusual.map(|one| {
            let name = switch_name(sight, &one.name);
            let what = (words.needs)(AttentionKind::SwitchedOff, 1, &name);
            let place = Place::Switch { name: one.name };
            Need {
                line: line(sight, Severity::Warning, &sight.esc(&what, TITLE_CHARS_MAX), one.changed_at),
                label: name,
                place,
            }
        }));
    }
    Ok(needs)
}

fn others_are_off(attention: &[Attention]) -> bool {
    attention.iter().any(|one| one.kind == AttentionKind::SwitchedOff)
}

/// Said in words as well: the mark alone tells nothing to who can't see its colour.
fn line(sight: &Sight<'_>, severity: Severity, what: &str, since: Option<Timestamp>) -> String {
    let since = since.map(|at| format!(", {}", (sight.words.overview.since)(&sight.moment(at))));
    format!("{} {what}{}", mark(severity), since.unwrap_or_default())
}

pub(super) fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "🔴",
        Severity::Warning => "🟡",
        Severity::Info => "🔵",
    }
}

fn leads_to(one: &Attention) -> Place {
    let keys = |state: Option<&str>| Place::Keys {
        provider: one.provider.clone(),
        state: state.map(str::to_owned),
        cursor: None,
    };
    match one.kind {
        AttentionKind::PoolEmpty | AttentionKind::PoolLow => keys(None),
        AttentionKind::KeysInReview => keys(Some("manual_review")),
        AttentionKind::KeysOutOfFunds => keys(Some("out_of_funds")),
        AttentionKind::PaymentsInReview => Place::Payments { cursor: None },
        AttentionKind::MailsFailed | AttentionKind::ProcessesSilent | AttentionKind::ProxiesDead => Place::Health,
        AttentionKind::SwitchedOff => Place::Switches { from: 0 },
        AttentionKind::WebhooksRefused | AttentionKind::Incident => Place::Incidents { cursor: None },
    }
}

fn today(sight: &Sight<'_>, page: &mut Page, day: &Day) {
    let words = &sight.words.overview;
    page.say((words.made)([day.succeeded, day.failed, day.declined, day.cancelled]));
    if let (Some(half), Some(most)) = (day.p50_ms, day.p95_ms) {
        let unit = sight.words.common.units[0];
        let seconds = |ms: i64| format!("{}.{} {unit}", ms / 1000, ms % 1000 / 100);
        page.say((words.pace)(&seconds(half), &seconds(most)));
    }
    let price =
        |(currency, minor): (&String, &i64)| Price { minor_units: *minor, currency: currency.clone() }.to_string();
    let revenue: Vec<String> = day.revenue.iter().map(price).collect();
    let revenue = if revenue.is_empty() { words.no_revenue.to_owned() } else { revenue.join(", ") };
    page.say((words.money)(&sight.name(&revenue), &day.cost_usd));
    page.say((words.people)(day.new_users, day.active_subscriptions));
}
