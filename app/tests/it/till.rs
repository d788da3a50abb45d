//! Purchases without a processor: rows as the deeds of payments leave them, and what those do to months.

use chrono::Duration;
use nproxy_app::cycles::{self, Subscription};
use nproxy_domain::{PaymentId, Timestamp, UserId};
use nproxy_store::cycles::CycleRow;
use nproxy_store::payments::{self, PaymentChange, PaymentRow, Set};
use nproxy_store::testing::payment;
use nproxy_store::users;

use crate::world::World;

/// A month that was asked for and that nothing came for yet.
pub fn ordered(world: &World, user: UserId, requests: u32) -> PaymentRow {
    let row = payment(&world.app.env, user);
    PaymentRow {
        plan: format!("month-{requests}"),
        plan_label: "Standard".into(),
        request_limit: requests.into(),
        state: "pending".into(),
        external_id: Some(PaymentId(row.id).to_string()),
        address: Some("TXaddress".into()),
        asked: Some("9.1".into()),
        next_read_at: None,
        ..row
    }
}

/// All of it came: the row says so and its month is opened.
pub async fn pay(world: &World, user: UserId, requests: u32) -> PaymentRow {
    let now = world.app.env.now();
    let asked = ordered(world, user, requests);
    let paid = PaymentRow { state: "paid".into(), activated_at: Some(now), received: asked.asked.clone(), ..asked };
    let (app, row) = (&world.app, &paid);
    let opened = app.store.write(move |tx| async move {
        users::lock(&tx, user).await?;
        payments::insert(&tx, row).await?;
        cycles::open_paid(&tx, app, row).await
    });
    opened.await.expect("a month");
    paid
}

/// Its money went back.
pub async fn refund(world: &World, payment: &PaymentRow) {
    let (app, id) = (&world.app, PaymentId(payment.id));
    let ended = app.store.write(move |tx| async move {
        users::lock(&tx, UserId(payment.user_id)).await?;
        let row = payments::lock(&tx, id).await?.expect("it is there");
        let change = PaymentChange { state: Set("refunded".into()), ..Default::default() };
        let row = payments::advance(&tx, &row, change).await?;
        cycles::end_paid(&tx, app, &row).await
    });
    ended.await.expect("ended");
}

/// The month that a payment opened, whatever became of it.
pub async fn month_of(world: &World, payment: &PaymentRow) -> CycleRow {
    let row = nproxy_store::cycles::by_payment(world.app.store.read(), PaymentId(payment.id)).await;
    row.expect("readable").expect("it opened one")
}

/// When the month of a payment begins and ends.
pub async fn span_of(world: &World, payment: &PaymentRow) -> (Timestamp, Timestamp) {
    let month = month_of(world, payment).await;
    (month.starts_at, month.ends_at)
}

pub async fn subscription(world: &World, user: UserId) -> Subscription {
    cycles::subscription(&world.app, user).await.expect("readable")
}

/// Turns the clock to a moment that is not over yet.
pub fn wait_until(world: &World, at: Timestamp) {
    let wait = at - world.app.env.now();
    assert!(wait >= Duration::zero(), "{at} is over");
    world.pass(wait);
}

pub fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}
