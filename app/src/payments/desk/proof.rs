//! A payment on paper: for a dispute with a processor, a customer or an authority.
//!
//! It tells everything that is on record, in the order in which it happened, and no secret: nothing is on record that is
//! one. Whatever others wrote is made visible character by character ([`super::sheet`]).

use std::collections::HashMap;

use nproxy_domain::payment::Told;
use nproxy_domain::{CycleId, PaymentId, Timestamp, UserId};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::entities::text::DeliveryState;
use nproxy_store::payments::{self, EventRow, PaymentRow};
use nproxy_store::{StoreError, mails, users};

use super::sheet::Sheet;
use super::show::ShowError;
use crate::App;
use crate::payments::PaymentView;
use crate::payments::view::view;

/// What a sheet is drawn up from.
struct Record {
    row: PaymentRow,
    view: PaymentView,
    cycle: Option<CycleRow>,
    events: Vec<EventRow>,
    /// What the customer was written, when, and whether it went out.
    told: Vec<(Told, Timestamp, DeliveryState)>,
    emails: HashMap<UserId, String>,
}

/// Plain text of at most 96 columns.
pub async fn proof(app: &App, id: PaymentId) -> Result<String, ShowError> {
    let record = record(app, id).await?.ok_or(ShowError::NotFound)?;
    let mut sheet = Sheet::titled(&format!("Payment {id}"));
    sheet.say(&format!("Drawn up {} from the records of {}", moment(app.env.now()), app.settings.site.public_url));
    sheet.say("All times are UTC.");
    customer(&mut sheet, &record);
    purchase(&mut sheet, &record);
    invoice(&mut sheet, &record);
    outcome(&mut sheet, &record);
    timeline(&mut sheet, &record);
    letters(&mut sheet, &record);
    sheet.say("");
    sheet.say("End of the record.");
    Ok(sheet.end())
}

async fn record(app: &App, id: PaymentId) -> Result<Option<Record>, StoreError> {
    let db = app.store.read();
    let Some(row) = payments::get(db, id).await? else { return Ok(None) };
    let events = payments::events(db, id).await?;
    let actors = events.iter().filter_map(|event| user_of(&event.actor));
    let mut people: Vec<UserId> = actors.chain([UserId(row.user_id)]).collect();
    people.sort_unstable();
    people.dedup();
    let emails = users::emails(db, &people).await?;
    let cycle = cycles::by_payment(db, id).await?;
    let view = view(app, row.clone()).await?;
    Ok(Some(Record { told: told(app, id).await?, row, view, cycle, events, emails }))
}

async fn told(app: &App, id: PaymentId) -> Result<Vec<(Told, Timestamp, DeliveryState)>, StoreError> {
    let names: Vec<String> = Told::ALL.iter().map(|told| crate::notes::once_key(id, *told)).collect();
    let written = mails::named(app.store.read(), &names).await?;
    let what = |name: &String| names.iter().position(|other| other == name).map(|nth| Told::ALL[nth]);
    Ok(written.iter().filter_map(|(name, at, state)| Some((what(name)?, *at, *state))).collect())
}

fn customer(sheet: &mut Sheet, Record { row, emails, .. }: &Record) {
    let id = UserId(row.user_id);
    sheet.section("Customer");
    sheet.field("E-mail", emails.get(&id).map(String::as_str));
    sheet.field("Account", Some(&id.to_string()));
}

fn purchase(sheet: &mut Sheet, Record { row, view, .. }: &Record) {
    sheet.section("Purchase");
    sheet.field("Plan", Some(&format!("{} ({})", row.plan_label, row.plan)));
    sheet.field("Months", Some(&row.months.to_string()));
    sheet.field("Requests", Some(&row.request_limit.to_string()));
    sheet.field("Price", Some(&view.price.to_string()));
    sheet.field("Ordered", Some(&moment(row.created_at)));
}

fn invoice(sheet: &mut Sheet, Record { row, view, .. }: &Record) {
    sheet.section("Invoice");
    sheet.field("Processor", Some(&format!("{} ({})", view.processor_label, row.processor)));
    sheet.field("Invoice", row.external_id.as_deref());
    let coin = match (&row.coin_name, &row.coin) {
        (Some(name), Some(id)) => Some(format!("{name} ({id})")),
        (name, id) => name.clone().or_else(|| id.clone()),
    };
    sheet.field("Coin", coin.as_deref());
    sheet.field("Network", row.network.as_deref());
    sheet.field("Address", row.address.as_deref());
    sheet.field("Memo", row.memo.as_deref());
    sheet.field("Payment link", row.pay_uri.as_deref());
    sheet.field("Page", row.pay_url.as_deref());
    sheet.field("Instructions", row.instructions.as_deref());
    sheet.field("To be paid by", row.expires_at.map(moment).as_deref());
    sheet.field("Time was over", row.expired_at.map(moment).as_deref());
    sheet.section("Money");
    sheet.field("Asked", row.asked.as_deref());
    sheet.field("Received", row.received.as_deref().or(Some("nothing on record")));
    sheet.field("Missing", view.missing.map(|missing| missing.to_string()).as_deref());
    let confirmations = row.confirmations.map(|seen| match row.confirmations_needed {
        Some(needed) => format!("{seen} of {needed}"),
        None => seen.to_string(),
    });
    sheet.field("Confirmations", confirmations.as_deref());
    for (nth, transaction) in row.transactions.0.iter().enumerate() {
        sheet.field(if nth == 0 { "Transactions" } else { "" }, Some(transaction));
    }
    sheet.field("Reported", row.reported_tx.as_deref());
    sheet.field("Reported at", row.reported_at.map(moment).as_deref());
}

fn outcome(sheet: &mut Sheet, Record { row, view, cycle, .. }: &Record) {
    sheet.section("Outcome");
    sheet.field("State", Some(&row.state));
    sheet.field("Since", Some(&moment(row.changed_at)));
    sheet.field("In review", row.review.as_deref());
    sheet.field("Review opened", row.review_opened_at.map(moment).as_deref());
    sheet.field("Review detail", row.review_detail.as_deref());
    sheet.field("Settled as", row.settlement.as_deref());
    sheet.field("Settled at", row.settled_at.map(moment).as_deref());
    if let Some(refund) = &view.refund {
        sheet.field("Refund to", Some(&refund.address));
        sheet.field("Refunded", Some(&refund.amount));
        sheet.field("Refund sent in", Some(&refund.transaction));
    }
    sheet.field("Kept", row.kept.then_some("the customer keeps the month whatever becomes of the money"));
    sheet.field("Last trouble", row.detail.as_deref());
    sheet.field("Last read", row.read_at.map(moment).as_deref());
    sheet.field("Activated", row.activated_at.map(moment).as_deref());
    let Some(cycle) = cycle else { return };
    sheet.field("Month", Some(&CycleId(cycle.id).to_string()));
    sheet.field("From", Some(&moment(cycle.starts_at)));
    sheet.field("Until", Some(&moment(cycle.ends_at)));
    sheet.field("Ended early", cycle.cut_from.map(|from| format!("instead of {}", moment(from))).as_deref());
    sheet.field("Taken back", cycle.voided_at.map(moment).as_deref());
    sheet.field("Used", Some(&format!("{} of {} requests", cycle.spent, cycle.request_limit)));
}

fn timeline(sheet: &mut Sheet, record: &Record) {
    sheet.section("Timeline");
    if record.events.is_empty() {
        sheet.say("Nothing is on record.");
    }
    for (nth, event) in record.events.iter().enumerate() {
        let change = match (&event.state_before, &event.state_after) {
            (Some(before), Some(after)) if before != after => format!(", {before} -> {after}"),
            (None, Some(after)) => format!(", {after}"),
            _ => String::new(),
        };
        let kind = super::events::name(event.kind);
        let who = who(&event.actor, &record.emails);
        sheet.entry(nth + 1, &format!("{}  {kind} by {who}{change}", moment(event.at)));
        sheet.below(&event.summary);
        if let Some(external) = event.external_id.as_ref().filter(|id| record.row.external_id.as_ref() != Some(id)) {
            sheet.below(&format!("about invoice {external}"));
        }
        if let Some(key) = &event.event_key {
            sheet.below(&format!("event {key}"));
        }
        if let Some(body) = &event.body {
            sheet.below(&body.to_string());
        }
    }
}

fn letters(sheet: &mut Sheet, Record { told, .. }: &Record) {
    if told.is_empty() {
        return;
    }
    sheet.section("Mails to the customer");
    for (what, at, state) in told {
        let went = match state {
            DeliveryState::Pending => "not sent yet",
            DeliveryState::Sent => "sent",
            DeliveryState::Failed => "could not be sent",
        };
        sheet.say(&format!("{}  {}, {went}", moment(*at), what.as_str()));
    }
}

/// `user:<id>` with the address.
fn who(actor: &str, emails: &HashMap<UserId, String>) -> String {
    match user_of(actor).and_then(|user| emails.get(&user)) {
        Some(email) => format!("{email} ({actor})"),
        None => actor.to_owned(),
    }
}

fn user_of(actor: &str) -> Option<UserId> {
    actor.strip_prefix("user:")?.parse().ok()
}

fn moment(at: Timestamp) -> String {
    at.format("%F %T").to_string()
}
