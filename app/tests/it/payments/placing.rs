//! Somebody buys a month.

use chrono::Duration;
use nproxy_app::Settings;
use nproxy_app::payments::{self, Offers, PaymentSettings, Place, PlaceError};
use nproxy_domain::ProcessorId;
use nproxy_domain::payment::PaymentState;
use nproxy_domain::processor::PaymentStatus;
use nproxy_store::both;
use nproxy_store::payments::EventKind;
use nproxy_store::testing::TestDb;

use super::{history, months, place, recorded, row, sweep, tells, the_invoice, wish};
use crate::world::{ASKED, BankScript, Call, DEAF_BANK, LASTS, World, coins, plan};

both! {
    async fn an_invoice_says_where_how_much_and_until_when(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let placed = place(&world, &wish(user, "k")).await;
        let (now, view) = (world.app.env.now(), placed.payment);
        let invoice = the_invoice(&world, view.id);
        assert!(!placed.replayed);
        assert_eq!((view.state, view.in_review), (PaymentState::Pending, false));
        assert_eq!((view.plan.as_str(), view.months, view.request_limit), ("month-10", 1, 10));
        assert_eq!((view.price.to_string().as_str(), view.processor_label.as_str()), ("9.00 USD", "The bank"));
        assert_eq!((view.coin.as_deref(), view.coin_name.as_deref()), (Some("btc"), Some("BTC")));
        assert_eq!((view.network.as_deref(), view.address.as_deref()), (Some("Bitcoin"), Some("bc1-0")));
        assert_eq!((view.asked, view.expires_at), (Some(coins(ASKED)), Some(now + LASTS)));
        let row = row(&world, view.id).await;
        assert_eq!((row.external_id, row.creating_until), (Some(invoice.0), None));
        assert_eq!(row.next_read_at, Some(now + Duration::seconds(45)), "somebody looks at a page");
        let kinds: Vec<_> = history(&world, view.id).await.into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::Placed, EventKind::Created]);
        assert_eq!(months(&world, user).await, 0);
        world.end().await;
    }

    async fn the_same_key_gives_the_same_payment_and_another_body_is_refused(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let first = place(&world, &wish(user, "k")).await;
        let again = place(&world, &wish(user, "k")).await;
        assert!(again.replayed);
        assert_eq!(again.payment, first.payment);
        let other = Place { coin: Some("eth".to_owned()), ..wish(user, "k") };
        let refused = payments::place(&world.app, &other).await;
        assert!(matches!(refused, Err(PlaceError::KeyReused)), "{refused:?}");
        let theirs = place(&world, &wish(world.visitor().await, "k")).await;
        assert_ne!(theirs.payment.id, first.payment.id, "another customer's keys are other keys");
        assert_eq!(world.bank.calls(Call::Checkout), 2);
        world.end().await;
    }

    async fn a_request_sent_twice_at_the_same_instant_makes_one_invoice(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let other = world.another_process().await;
        let (wish, another) = (wish(user, "k"), wish(user, "another"));
        let (a, b, c) = tokio::join!(
            payments::place(&world.app, &wish),
            payments::place(&other, &wish),
            payments::place(&other, &another),
        );
        let ids = [a, b, c].map(|placed| placed.expect("placed").payment.id);
        assert_eq!((ids[0], ids[0]), (ids[1], ids[2]));
        assert_eq!(world.bank.calls(Call::Checkout), 1);
        world.end().await;
    }

    async fn an_open_invoice_is_given_again_until_it_has_expired(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let first = place(&world, &wish(user, "a")).await.payment;
        assert_eq!(place(&world, &wish(user, "b")).await.payment.id, first.id);
        let in_another_coin = Place { coin: Some("eth".to_owned()), ..wish(user, "c") };
        let other = place(&world, &in_another_coin).await.payment;
        assert_ne!(other.id, first.id);
        world.pass(LASTS);
        let fresh = place(&world, &wish(user, "d")).await.payment;
        assert!(fresh.id != first.id && fresh.id != other.id);
        // Money is on this one: it is the one to go on with, whatever is chosen now.
        tells(&world, &the_invoice(&world, other.id), PaymentStatus::Underpaid, "4").await;
        let rest = place(&world, &wish(user, "e")).await.payment;
        assert_eq!((rest.id, rest.missing), (other.id, Some(coins("6"))));
        assert_eq!(world.letters.take().len(), 1);
        // Nor is anybody tied to a processor that answers for it no more.
        world.bank.then(Call::Status, [BankScript::Down]);
        payments::read(&world.app, other.id).await.expect_err("down");
        assert_ne!(place(&world, &wish(user, "f")).await.payment.id, other.id);
        world.end().await;
    }

    async fn an_open_invoice_is_given_again_while_its_processor_is_down(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let first = place(&world, &wish(user, "a")).await.payment;
        let fresh = world.another_process().await;
        world.bank.then(Call::Offers, [BankScript::Down]);
        assert_eq!(payments::place(&fresh, &wish(user, "b")).await.expect("placed").payment.id, first.id);
        let stranger = wish(world.visitor().await, "c");
        let refused = payments::place(&fresh, &stranger).await;
        assert!(matches!(refused, Err(PlaceError::ProcessorUnavailable)), "{refused:?}");
        world.end().await;
    }

    async fn what_is_not_sold_is_refused_before_anything_is_written(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let mut plans = vec![plan(10), plan(4)];
        plans[1].on_sale = false;
        let app = world.process(5, plans).await;
        let wish = || wish(user, "k");
        let app = &app;
        let refused = |place| async move { payments::place(app, &place).await.expect_err("refused") };
        let gold = Place { plan: "gold".into(), ..wish() };
        assert!(matches!(refused(gold).await, PlaceError::UnknownPlan));
        let old = Place { plan: "month-4".into(), ..wish() };
        assert!(matches!(refused(old).await, PlaceError::NotOnSale));
        let elsewhere = Place { processor: ProcessorId::from("elsewhere"), ..wish() };
        assert!(matches!(refused(elsewhere).await, PlaceError::UnknownProcessor));
        assert!(matches!(refused(Place { coin: None, ..wish() }).await, PlaceError::CoinMissing));
        // Below its minimum a coin is not offered.
        assert!(matches!(refused(Place { coin: Some("xmr".into()), ..wish() }).await, PlaceError::UnknownCoin));
        world.sql(format!("UPDATE users SET suspended_at = created_at WHERE email = '{user}@example.com'")).await;
        assert!(matches!(refused(wish()).await, PlaceError::AccountSuspended));
        let page = payments::list_own(&world.app, user, None, 10).await.expect("readable");
        assert_eq!(page.items, []);
        assert_eq!(world.bank.calls(Call::Checkout), 0);
        world.end().await;
    }

    async fn invoices_of_a_day_are_counted(db: TestDb) {
        let two = PaymentSettings { invoices_per_day_max: 2, ..PaymentSettings::default() };
        let world = World::with(db, 0, Settings { payments: two, ..Settings::default() }).await;
        let user = world.visitor().await;
        place(&world, &wish(user, "a")).await;
        world.pass(Duration::hours(2));
        place(&world, &wish(user, "b")).await;
        world.pass(Duration::hours(2));
        let refused = payments::place(&world.app, &wish(user, "c")).await;
        let Err(PlaceError::TooManyInvoices { retry_after }) = refused else { panic!("{refused:?}") };
        assert_eq!(retry_after, std::time::Duration::from_hours(20));
        place(&world, &wish(user, "a")).await;
        place(&world, &wish(world.visitor().await, "c")).await;
        world.pass(Duration::hours(20));
        place(&world, &wish(user, "c")).await;
        world.end().await;
    }

    async fn orders_that_no_invoice_came_of_bar_nobody(db: TestDb) {
        let two = PaymentSettings { invoices_per_day_max: 2, ..PaymentSettings::default() };
        let world = World::with(db, 0, Settings { payments: two, ..Settings::default() }).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Refused; 3]);
        for key in ["a", "b", "c"] {
            let refused = payments::place(&world.app, &wish(user, key)).await;
            assert!(matches!(refused, Err(PlaceError::ProcessorRefused(_))), "{refused:?}");
        }
        place(&world, &wish(user, "d")).await;
        world.end().await;
    }

    async fn a_plan_that_was_taken_away_is_activated_by_whoever_paid_for_it(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let placed = place(&world, &wish(user, "k")).await.payment;
        world.bank.says(&the_invoice(&world, placed.id), PaymentStatus::Paid, ASKED);
        let app = world.process(5, vec![plan(4)]).await;
        payments::read(&app, placed.id).await.expect("read");
        let month = nproxy_store::cycles::current(world.app.store.read(), user, world.app.env.now()).await;
        let month = month.expect("readable").expect("a month");
        assert_eq!((month.plan.as_str(), month.request_limit, month.payment_id), ("month-10", 10, Some(placed.id.0)));
        world.work_jobs().await;
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn offers_are_asked_for_once_by_many(db: TestDb) {
        let world = World::new(db).await;
        world.bank.then(Call::Offers, [BankScript::Held, BankScript::Down]);
        let asked = (0..8).map(|_| payments::processors(&world.app, "month-10"));
        let let_go = async {
            world.bank.arrived(Call::Offers, 2).await;
            world.bank.let_go();
        };
        let (all, ()) = tokio::join!(futures::future::join_all(asked), let_go);
        for answer in all {
            let [bank, deaf] = answer.expect("a plan").try_into().expect("two processors");
            assert_eq!((bank.label.as_str(), bank.coin_needed, bank.by_hand), ("The bank", true, false));
            let mut told = [bank.offers, deaf.offers].map(|offers| match offers {
                Offers::Known(offers) => offers.len(),
                Offers::Unavailable => 0,
            });
            told.sort_unstable();
            assert_eq!(told, [0, 2], "one of the two was down");
        }
        assert_eq!(world.bank.calls(Call::Offers), 2);
        world.pass(Duration::seconds(11));
        payments::processors(&world.app, "month-10").await.expect("a plan");
        assert_eq!(world.bank.calls(Call::Offers), 3, "only the one that was down is asked again");
        world.pass(Duration::minutes(5));
        payments::processors(&world.app, "month-10").await.expect("a plan");
        assert_eq!(world.bank.calls(Call::Offers), 5);
        assert!(payments::processors(&world.app, "gold").await.is_err());
        world.end().await;
    }

    async fn a_processor_that_cannot_be_searched_takes_orders_as_well(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let placed = place(&world, &Place { processor: ProcessorId::from(DEAF_BANK), ..wish(user, "k") }).await.payment;
        world.bank.says(&the_invoice(&world, placed.id), PaymentStatus::Paid, ASKED);
        world.pass(Duration::minutes(1));
        sweep(&world).await;
        assert_eq!((months(&world, user).await, recorded(&world, placed.id, EventKind::Read).await), (1, 1));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }
}
