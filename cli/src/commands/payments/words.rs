//! A payment in words, for a terminal.

use std::fmt::Display;

use nproxy_app::keys::words;
use nproxy_app::payments::desk::EventView;
use nproxy_domain::Timestamp;

use super::shown::{File, Shown};
use crate::style::Tone;
use crate::table::{self, Cell, spare, table, text, whole};

pub fn overview(payments: &[Shown]) -> String {
    // An id is what the other commands are given: the rest gives way.
    let head = [whole("ID"), spare("PLACED"), text("STATE"), text("REVIEW"), text("CUSTOMER")];
    let rows = payments.iter().map(|payment| {
        [
            payment.id.to_string().into(),
            payment.created_at.format("%F").to_string().into(),
            Cell::state(payment.state.as_str(), spoken(payment.state.as_str())),
            payment.review.map(|reason| spoken(reason.as_str())).unwrap_or_default().into(),
            Cell::from(&payment.email),
        ]
    });
    table(head, rows.collect())
}

pub fn details(file: &File, now: Timestamp) -> String {
    let tone = |name: &str| match name {
        "state" => Tone::of(file.payment.state.as_str()),
        "in review" | "because" | "trouble" => Tone::Warn,
        _ => Tone::Plain,
    };
    let facts = facts(&file.payment, now).into_iter().map(|(name, value)| (name, Cell::from(value).tone(tone(name))));
    let mut lines = vec![table::facts(facts), String::new()];
    lines.push(match file.acts.as_slice() {
        [] => "There is nothing to be done about it.".to_owned(),
        acts => format!("What may be done: {}", acts.join(", ")),
    });
    lines.push(String::new());
    let head = [whole("TIME (UTC)"), text("WHAT"), text("BY"), text("STATE"), text("SUMMARY")];
    lines.push(table(head, file.events.iter().map(event).collect()));
    lines.join("\n")
}

/// What came of an act.
pub fn done(payment: &Shown) -> String {
    let mut said = vec![format!("{} is {} now", payment.id, spoken(payment.state.as_str()))];
    said.extend(payment.settlement.map(|settled| format!("settled as {}", spoken(settled.as_str()))));
    said.extend(payment.period.as_ref().map(|month| {
        format!("its month runs from {} to {}", month.starts_at.format("%F %R"), month.ends_at.format("%F %R UTC"))
    }));
    said.extend(payment.kept.then(|| "which the customer keeps".to_owned()));
    format!("{}.", said.join(", "))
}

fn facts(payment: &Shown, now: Timestamp) -> Vec<(&'static str, String)> {
    let some = |name: &'static str, value: &Option<String>| value.clone().map(|value| (name, value));
    let at = |name: &'static str, at: Option<Timestamp>| at.map(|at| (name, moment(at, now)));
    let amount = |name: &'static str, amount: Option<_>| amount.map(|amount| (name, money(&amount, payment)));
    let Shown { plan, processor, price, .. } = payment;
    let question = payment.review.map(|reason| spoken(reason.as_str()));
    let month = payment
        .period
        .as_ref()
        .map(|month| format!("{} to {}", month.starts_at.format("%F %R"), month.ends_at.format("%F %R UTC")));
    let refund = payment.refund.as_ref();
    let refund = refund.map(|note| format!("{} to {} in {}", note.amount, note.address, note.transaction));
    let confirmations = payment.confirmations.map(|seen| match payment.confirmations_needed {
        Some(needed) => format!("{seen} of {needed}"),
        None => seen.to_string(),
    });
    let failures = (payment.read_failures > 0).then(|| words::counted(payment.read_failures, "reading"));
    let facts = [
        Some(("id", payment.id.to_string())),
        Some(("state", spoken(payment.state.as_str()))),
        some("in review", &question),
        some("because", &payment.review_detail),
        Some(("customer", format!("{} ({})", payment.email, payment.user))),
        Some(("plan", format!("{} ({}), {} requests", plan.label, plan.id, payment.request_limit))),
        Some(("price", format!("{} {}", price.amount, price.currency))),
        Some(("processor", format!("{} ({})", processor.label, processor.id))),
        some("invoice", &payment.external_id),
        some("network", &payment.network),
        some("address", &payment.address),
        some("memo", &payment.memo),
        some("page", &payment.pay_url),
        amount("asked", payment.asked),
        amount("received", payment.received),
        amount("missing", payment.missing),
        some("confirmations", &confirmations),
        some("transactions", &Some(payment.transactions.join(" ")).filter(|all| !all.is_empty())),
        some("reported", &payment.reported_tx),
        Some(("placed", moment(payment.created_at, now))),
        at("expires", payment.expires_at),
        at("activated", payment.activated_at),
        some("month", &month),
        payment.kept.then(|| ("kept", "whatever becomes of the money".to_owned())),
        some("settled as", &payment.settlement.map(|settled| spoken(settled.as_str()))),
        some("refund", &refund),
        some("trouble", &payment.detail),
        at("last read", payment.read_at),
        at("next reading", payment.next_read_at),
        some("failed", &failures),
    ];
    facts.into_iter().flatten().collect()
}

fn money(amount: &impl Display, payment: &Shown) -> String {
    let coin = payment.coin_name.as_ref().or(payment.coin.as_ref());
    coin.map_or_else(|| amount.to_string(), |coin| format!("{amount} {coin}"))
}

fn moment(at: Timestamp, now: Timestamp) -> String {
    let when = at.format("%F %T UTC");
    if at > now {
        format!("{when} (in {})", words::span(at - now))
    } else {
        format!("{when} ({})", words::ago(at, now))
    }
}

fn event(event: &EventView) -> [Cell; 5] {
    let change = match (&event.before, &event.after) {
        (Some(before), Some(after)) if before == after => String::new(),
        (_, after) => after.as_deref().map(spoken).unwrap_or_default(),
    };
    [
        event.at.format("%F %T").to_string(),
        event.kind.to_owned(),
        if event.actor.starts_with("user:") { "user" } else { event.actor.as_str() }.to_owned(),
        change,
        event.summary.clone(),
    ]
    .map(Cell::from)
}

fn spoken(name: &str) -> String {
    name.replace('_', " ")
}
