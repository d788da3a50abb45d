//! Months are bought: what a processor says or fails to say, and what becomes of it.

mod amounts;
mod creation;
mod daily;
mod life;
mod placing;
mod reports;
mod reviews;
mod storm;
mod trouble;
mod views;
mod webhooks;

use nproxy_app::App;
use nproxy_app::payments::{self, PaymentView, Place, Placed, WebhookRefused};
use nproxy_app::turns::IdempotencyKey;
use nproxy_domain::processor::{ExternalId, PaymentStatus, WebhookAnswer, WebhookCall};
use nproxy_domain::{PaymentId, ProcessorId, UserId};
use nproxy_store::incidents;
use nproxy_store::payments::{EventKind, EventRow, PaymentRow};

use crate::world::{BANK, World, event};

/// A month of 10 requests, at the bank, in bitcoin.
pub fn wish(user: UserId, key: &str) -> Place {
    Place {
        user,
        key: IdempotencyKey::parse(key).expect("a plain key"),
        plan: "month-10".to_owned(),
        processor: ProcessorId::from(BANK),
        coin: Some("btc".to_owned()),
    }
}

pub async fn place(world: &World, wish: &Place) -> Placed {
    payments::place(&world.app, wish).await.expect("placed")
}

/// A payment with its invoice.
pub async fn buy(world: &World, user: UserId) -> (PaymentId, ExternalId) {
    let placed = place(world, &wish(user, &world.app.env.uuid().to_string())).await;
    (placed.payment.id, the_invoice(world, placed.payment.id))
}

pub fn the_invoice(world: &World, payment: PaymentId) -> ExternalId {
    let [invoice] = world.bank.invoices_of(payment).try_into().expect("one invoice");
    invoice
}

/// The bank tells, unasked, that something happened to an invoice.
pub async fn hear(app: &App, key: &str, invoice: &ExternalId) -> Result<WebhookAnswer, WebhookRefused> {
    let (headers, body) = event(key, invoice);
    payments::webhook(app, &ProcessorId::from(BANK), &WebhookCall { headers: &headers, body: &body }).await
}

/// So much has come, the bank says this of it, and we hear of it.
pub async fn tells(world: &World, invoice: &ExternalId, status: PaymentStatus, received: &str) {
    world.bank.says(invoice, status, received);
    let key = world.app.env.uuid().to_string();
    hear(&world.app, &key, invoice).await.expect("believed");
    let worked = world.work_jobs().await;
    assert_eq!(worked.failed, [""; 0]);
}

pub async fn row(world: &World, id: PaymentId) -> PaymentRow {
    nproxy_store::payments::get(world.app.store.read(), id).await.expect("readable").expect("it is there")
}

pub async fn seen(world: &World, user: UserId, id: PaymentId) -> PaymentView {
    payments::get_own(&world.app, user, id).await.expect("it is there")
}

/// State and open question.
pub async fn stands(world: &World, id: PaymentId) -> (String, Option<String>) {
    let row = row(world, id).await;
    (row.state, row.review)
}

/// How often something of this kind is on record.
pub async fn recorded(world: &World, id: PaymentId, kind: EventKind) -> usize {
    history(world, id).await.iter().filter(|event| event.kind == kind).count()
}

pub async fn history(world: &World, id: PaymentId) -> Vec<EventRow> {
    nproxy_store::payments::events(world.app.store.read(), id).await.expect("readable")
}

/// The months of a customer that were not taken back.
pub async fn months(world: &World, user: UserId) -> usize {
    let (db, now) = (world.app.store.read(), world.app.env.now());
    let current = nproxy_store::cycles::current(db, user, now).await.expect("readable");
    let queued = nproxy_store::cycles::queued(db, user, now).await.expect("readable");
    usize::from(current.is_some()) + queued.len()
}

/// The keys of what is wrong now.
pub async fn wrong(world: &World) -> Vec<String> {
    incidents::open_keys(world.app.store.read()).await.expect("readable").into_iter().collect()
}

/// One round of the sweep that looks after what is due.
pub async fn sweep(world: &World) {
    payments::reconcile(&world.app).await.expect("the database is there");
    world.work_jobs().await;
}
