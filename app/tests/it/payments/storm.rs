//! Everything at once, in several processes.

use std::time::Duration;

use futures::StreamExt as _;
use nproxy_app::{App, background};
use nproxy_domain::processor::PaymentStatus;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::{ConnectionTrait as _, Statement};
use tokio_util::sync::CancellationToken;

use super::{hear, place, the_invoice, wish, wrong};
use crate::world::{ASKED, World};

const PAYMENTS: usize = 200;
const WEBHOOKS_EACH: usize = 5;
const PROCESSES: u64 = 3;
const AT_ONCE: usize = 24;
/// A storm that never ends fails the test and does not hang it.
const PATIENCE: Duration = Duration::from_mins(4);

async fn count(app: &App, sql: &str) -> i64 {
    let row = app.store.read().query_one_raw(Statement::from_string(app.store.backend(), sql)).await;
    row.expect("readable").expect("a count is one row").try_get("", "n").expect("a number")
}

fn many(n: usize) -> i64 {
    i64::try_from(n).expect("not that many")
}

/// Until the last one is active. Every activation rings the bell.
async fn all_active(app: &App) {
    let mut bell = app.store.bell().subscribe();
    while count(app, "SELECT count(*) AS n FROM payments WHERE activated_at IS NOT NULL").await < many(PAYMENTS) {
        let _ = bell.recv().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_webhooks_for_two_hundred_payments_open_two_hundred_months() {
    let world = World::with(TestDb::postgres().await, 0, nproxy_app::Settings::default()).await;
    let mut apps = vec![world.app.clone()];
    for seed in 1..PROCESSES {
        apps.push(world.process(100 + seed, [10].map(crate::world::plan).to_vec()).await);
    }
    let mut invoices = Vec::new();
    for _ in 0..PAYMENTS {
        let payment = place(&world, &wish(world.visitor().await, "k")).await.payment;
        let invoice = the_invoice(&world, payment.id);
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        invoices.push(invoice);
    }
    let shutdown = CancellationToken::new();
    let running: Vec<_> = apps
        .iter()
        .map(|app| tokio::spawn(background::run(app.clone(), shutdown.clone(), Duration::from_secs(30))))
        .collect();
    // Four events of each, one of which comes twice, mixed and at whichever process.
    let calls = (0..PAYMENTS * WEBHOOKS_EACH).map(|n| {
        let (app, invoice) = (&apps[n % apps.len()], &invoices[(n * 7) % PAYMENTS]);
        let key = format!("{invoice}:{}", (n / PAYMENTS) % (WEBHOOKS_EACH - 1));
        async move { hear(app, &key, invoice).await.expect("believed") }
    });
    let answers: Vec<_> = futures::stream::iter(calls).buffer_unordered(AT_ONCE).collect().await;
    assert_eq!(answers.len(), PAYMENTS * WEBHOOKS_EACH);
    tokio::time::timeout(PATIENCE, all_active(&world.app)).await.expect("all are activated");
    shutdown.cancel();
    for process in running {
        process.await.expect("no panic").expect("it stops");
    }
    world.work_left().await;
    let months = "SELECT count(*) AS n FROM cycles WHERE payment_id IS NOT NULL AND voided_at IS NULL";
    assert_eq!(count(&world.app, months).await, many(PAYMENTS));
    assert_eq!(count(&world.app, "SELECT count(*) AS n FROM payments WHERE state = 'paid'").await, many(PAYMENTS));
    let stored = "SELECT count(*) AS n FROM payment_events WHERE kind = 'webhook'";
    assert_eq!(count(&world.app, stored).await, many(PAYMENTS * (WEBHOOKS_EACH - 1)));
    // The database's own clock is not turned by hand, and the watch sees that.
    let wrong: Vec<String> = wrong(&world).await.into_iter().filter(|key| key != "clock").collect();
    assert_eq!((wrong, world.letters.take().len()), (Vec::new(), PAYMENTS));
    world.end().await;
}
