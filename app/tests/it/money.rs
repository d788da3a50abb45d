//! What an admin entered is counted down, what was spent is shown.

use std::collections::BTreeMap;

use chrono::Duration;
use nproxy_app::Settings;
use nproxy_app::audit::By;
use nproxy_app::balances::{self, BalanceSettings, EnterError, Holder, Known};
use nproxy_app::spending;
use nproxy_domain::ProviderId;
use nproxy_domain::provider::MicroUsd;
use nproxy_store::entities::text::IncidentState;
use nproxy_store::entities::{audit_log, incidents};
use nproxy_store::jobs::JobEnd;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use nproxy_store::{both, keys};

use crate::world::{PROVIDER, World};

const DOLLAR: i64 = 1_000_000;

fn provider() -> ProviderId {
    ProviderId::from(PROVIDER)
}

/// Three keys of one account, a floor of a dollar.
async fn world(db: TestDb) -> World {
    let floors = BTreeMap::from([(provider(), MicroUsd(DOLLAR))]);
    let balances = BalanceSettings { floors, ..BalanceSettings::default() };
    let world = World::with(db, 3, Settings { balances, ..Settings::default() }).await;
    world.sql("UPDATE provider_keys SET account = 'main'".to_owned()).await;
    world
}

/// So many pictures, each at this price.
async fn buy(world: &World, pictures: u32, micros: i64) {
    let user = world.customer(100).await;
    for _ in 0..pictures {
        world.queue(user, 1).await;
    }
    world.work().await;
    let price = format!("UPDATE attempts SET cost_estimate_micro_usd = {micros} WHERE cost_estimate_micro_usd IS NULL");
    world.sql(price).await;
}

async fn enter(world: &World, micros: i64) {
    let (by, provider) = (By::operator(), provider());
    let entered = balances::enter(&world.app, &by, &provider, "main", MicroUsd(micros), Some("topped up"));
    entered.await.expect("kept");
}

/// What is known of the account.
async fn known(world: &World) -> Known {
    let [account] = balances::list(&world.app, None).await.expect("readable").try_into().expect("one account");
    assert_eq!((account.keys, account.floor), (3, Some(MicroUsd(DOLLAR))));
    assert_eq!(account.holder, Holder::Account("main".to_owned()));
    account.known
}

async fn poll(world: &World) {
    assert_eq!(balances::poll(&world.app).await.expect("asked"), JobEnd::Done);
}

async fn warnings(world: &World) -> Vec<(String, String)> {
    let rows = incidents::Entity::find().all(world.app.store.read()).await.expect("readable");
    let open = rows.into_iter().filter(|row| row.state == IncidentState::Open);
    open.map(|row| (row.key, row.detail)).collect()
}

both! {
    async fn what_was_entered_is_counted_down_by_what_was_bought_since(db: TestDb) {
        let world = world(db).await;
        assert_eq!(known(&world).await, Known::NotAsked);
        poll(&world).await;
        let at = world.app.env.now();
        assert_eq!(known(&world).await, Known::Unsupported { at }, "the upstream has no such thing");
        buy(&world, 2, 7 * DOLLAR).await;
        world.pass(Duration::minutes(1));
        enter(&world, 10 * DOLLAR).await;
        let entered_at = world.app.env.now();
        buy(&world, 3, DOLLAR / 2).await;
        let Known::Estimated(estimate) = known(&world).await else { panic!("an estimate") };
        assert_eq!((estimate.left, estimate.entered), (MicroUsd(8_500_000), MicroUsd(10 * DOLLAR)));
        assert_eq!((estimate.entered_at, estimate.last_day), (entered_at, MicroUsd(15_500_000)));
        world.pass(Duration::days(1));
        enter(&world, 3 * DOLLAR).await;
        let Known::Estimated(estimate) = known(&world).await else { panic!("an estimate") };
        assert_eq!((estimate.left, estimate.entered), (MicroUsd(3 * DOLLAR), MicroUsd(3 * DOLLAR)), "the newest counts");

        let acts = audit_log::Entity::find().all(world.app.store.read()).await.expect("readable");
        let acts: Vec<_> = acts.into_iter().filter(|act| act.act == "balances.set").collect();
        assert_eq!(acts.len(), 2);
        assert!(acts.iter().all(|act| act.subject == format!("account:{PROVIDER}:main") && act.actor == "operator"));
        world.end().await;
    }

    async fn an_estimate_warns_ahead_and_moves_no_key(db: TestDb) {
        let world = world(db).await;
        enter(&world, 10 * DOLLAR).await;
        buy(&world, 4, DOLLAR).await;
        poll(&world).await;
        assert_eq!(warnings(&world).await, [], "6 dollars last for more than a day at 4 a day");
        buy(&world, 2, DOLLAR).await;
        poll(&world).await;
        let key = format!("funds_estimate:{PROVIDER}:main");
        let ahead = "about $4.00 left by estimate; the last 24 hours cost about $6.00";
        assert_eq!(warnings(&world).await, [(key.clone(), ahead.to_owned())]);
        world.pass(Duration::hours(25));
        poll(&world).await;
        assert_eq!(warnings(&world).await, [], "nothing was bought for a day");
        buy(&world, 1, 7 * DOLLAR / 2).await;
        poll(&world).await;
        let below = "about $0.50 left by estimate; the floor is $1.00";
        assert_eq!(warnings(&world).await, [(key, below.to_owned())]);
        for key in keys::list(world.app.store.read(), None).await.expect("readable") {
            assert_eq!(key.state, "active");
        }
        enter(&world, 50 * DOLLAR).await;
        assert_eq!(warnings(&world).await, [], "at once");
        world.end().await;
    }

    async fn nothing_can_be_entered_for_an_account_that_is_not_there(db: TestDb) {
        let world = world(db).await;
        let by = By::operator();
        let refused = balances::enter(&world.app, &by, &provider(), "mian", MicroUsd(1), None).await;
        assert!(matches!(refused, Err(EnterError::UnknownAccount { .. })), "{refused:?}");
        world.end().await;
    }

    async fn what_was_spent_is_told_by_day(db: TestDb) {
        let world = world(db).await;
        buy(&world, 2, DOLLAR).await;
        world.pass(Duration::days(1));
        buy(&world, 1, DOLLAR).await;
        let spent = |days| {
            let app = world.app.clone();
            async move {
                let [fox] = spending::list(&app, days).await.expect("readable").providers.try_into().expect("one provider");
                fox.days.into_iter().map(|day| (day.day.to_string(), day.attempts)).collect::<Vec<_>>()
            }
        };
        assert_eq!(spent(1).await, [("2027-01-16".to_owned(), 1)]);
        assert_eq!(spent(2).await, [("2027-01-16".to_owned(), 1), ("2027-01-15".to_owned(), 2)]);
        world.end().await;
    }
}
