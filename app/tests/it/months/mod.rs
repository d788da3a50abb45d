//! Paid months: one after the other, ended early, taken back.

mod desk;
mod in_a_row;
mod life;
mod refunds;
mod start_next;

use chrono::Duration;
use nproxy_app::Settings;
use nproxy_app::cycles::{CycleSettings, Month, SubscriptionState};
use nproxy_domain::UserId;
use nproxy_store::payments::PaymentRow;
use nproxy_store::testing::TestDb;

use crate::till::{month_of, subscription};
use crate::world::World;

async fn with_grace(db: TestDb, days: i64) -> World {
    let cycles = CycleSettings { grace: Duration::days(days) };
    World::with(db, 3, Settings { cycles, ..Settings::default() }).await
}

/// The month that runs, as its customer sees it.
async fn running(world: &World, user: UserId) -> Month {
    match subscription(world, user).await.state {
        SubscriptionState::Active(month) => month,
        other => panic!("no month runs: {other:?}"),
    }
}

/// Spent and held of the month that a payment opened.
async fn used(world: &World, payment: &PaymentRow) -> (i64, i64) {
    let month = month_of(world, payment).await;
    (month.spent, month.held)
}
