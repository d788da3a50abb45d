//! One payment: what is asked, what came, what happened, and how it may be settled.

use nproxy_app::StoreError;
use nproxy_app::payments::desk::{AdminPayment, EventView, PaymentFile, ShowError, show};
use nproxy_domain::PaymentId;
use nproxy_domain::payment::PaymentState;

use super::Sight;
use super::page::{Page, gone};
use crate::act::Settle;
use crate::words::html::code;
use crate::{Act, Button, Place, Scope, View};

/// The newest; all of them are in the web.
const EVENTS_MAX: usize = 12;
const TEXT_CHARS_MAX: usize = 160;
/// Requests that a button grants, where they are fewer than those of the month that was bought.
const GRANTS: [u32; 2] = [5, 20];

pub(super) async fn view(sight: &Sight<'_>, id: PaymentId) -> Result<View, StoreError> {
    let found = match show(sight.app, id).await {
        Ok(found) => found,
        Err(ShowError::NotFound) => return Ok(gone(sight, sight.words.refusals.payment_gone)),
        Err(ShowError::Store(error)) => return Err(error),
    };
    let words = &sight.words.payments;
    let payment = &found.payment;
    let title = format!("{} · {}", sight.name(&payment.view.price.to_string()), sight.name(&payment.view.plan_label));
    let mut page = Page::titled(&title);
    facts(sight, &mut page, payment);
    page.section(words.timeline);
    let skipped = found.events.len().saturating_sub(EVENTS_MAX);
    if skipped > 0 {
        page.say((sight.words.common.lines_more)(skipped));
    }
    for event in found.events.iter().skip(skipped) {
        page.say(happened(sight, event));
    }
    if !found.acts.is_empty() && sight.reader.scope == Scope::Ops {
        page.gap();
        page.say(words.money_only);
    }
    for row in settling(sight, &found) {
        page.row(row);
    }
    let customer = sight.to(words.who, Place::Person { user: payment.view.user });
    page.row([customer].into_iter().chain(sight.web(["payments", &id.to_string()])));
    Ok(page.end(sight, Place::Payments { cursor: None }, Place::Payment { payment: id }))
}

fn facts(sight: &Sight<'_>, page: &mut Page, payment: &AdminPayment) {
    let (words, view) = (&sight.words.payments, &payment.view);
    page.say(format!("{}: {}", sight.words.keys.state_label, (words.state)(view.state)));
    page.say_if(payment.review.map(|reason| (words.review)(reason).to_owned()));
    let detail = payment.review_detail.as_deref().filter(|detail| !detail.is_empty());
    page.say_if(detail.map(|detail| sight.esc(detail, TEXT_CHARS_MAX)));
    page.gap();
    page.say((words.customer)(&sight.email(&payment.email)));
    page.say((words.processor)(&sight.name(&view.processor_label)));
    let coin = view.coin_name.as_deref().map(|coin| format!(" {}", sight.name(coin))).unwrap_or_default();
    page.say_if(view.asked.map(|asked| (words.asked)(&format!("{asked}{coin}"))));
    page.say_if(view.received.map(|came| (words.came)(&format!("{came}{coin}"))));
    let transaction = payment.reported_tx.as_deref();
    page.say_if(transaction.map(|tx| (words.reported)(&code(&sight.esc(tx, TEXT_CHARS_MAX)))));
    page.say_if(view.period.map(|(from, to)| (words.month)(&sight.moment(from), &sight.moment(to))));
    page.say_if(view.settlement.map(|how| (words.settled)((words.settlement)(how))));
    if payment.kept {
        page.say(words.kept);
    }
}

/// What was said goes along only where a person said it, or something failed: the rest is in the states.
fn happened(sight: &Sight<'_>, event: &EventView) -> String {
    let words = &sight.words.payments;
    let state = |name: &String| PaymentState::parse(name).map(words.state);
    let moved = match (event.before.as_ref().and_then(state), event.after.as_ref().and_then(state)) {
        (Some(before), Some(after)) if before != after => format!(": {before} → {after}"),
        (None, Some(after)) => format!(": {after}"),
        _ => String::new(),
    };
    let is_said = matches!(event.kind, "act" | "reported" | "failed") && !event.summary.is_empty();
    let said = if is_said { format!(" ({})", sight.esc(&event.summary, TEXT_CHARS_MAX)) } else { String::new() };
    let when = event.at.format("%m-%d %H:%M");
    format!("{when} {}{moved}{said}", (words.event)(event))
}

/// As the rules allow it now, for who may do it.
fn settling(sight: &Sight<'_>, found: &PaymentFile) -> Vec<Vec<Button>> {
    let words = &sight.words.payments;
    let payment = found.payment.view.id;
    let may = |name: &str| found.acts.contains(&name);
    let one = |name: &str, label: &str, how: Settle| {
        if may(name) { sight.ask(label, Act::Settle { payment, how }) } else { None }
    };
    let month = found.payment.view.request_limit;
    let requests = GRANTS.into_iter().filter(|few| *few < month).chain([month]);
    let grants = requests.filter(|_| may("grant")).filter_map(|requests| {
        sight.ask((words.grant)(requests), Act::Settle { payment, how: Settle::Grant { requests } })
    });
    let rows: [Vec<Button>; 5] = [
        one("confirm", words.confirm, Settle::Confirm).into_iter().collect(),
        one("activate", words.activate, Settle::Activate).into_iter().collect(),
        grants.collect(),
        [one("refund_noted", words.refund, Settle::RefundNoted), one("reject", words.reject, Settle::Reject)]
            .into_iter()
            .flatten()
            .collect(),
        one("keep", words.keep, Settle::Keep).into_iter().collect(),
    ];
    rows.into_iter().filter(|row| !row.is_empty()).collect()
}
