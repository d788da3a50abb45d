//! Less, more, late, and back again.

use chrono::Duration;
use nproxy_app::audit::By;
use nproxy_app::payments;
use nproxy_app::payments::desk::{self, Act};
use nproxy_domain::payment::PaymentState;
use nproxy_domain::processor::PaymentStatus;
use nproxy_store::both;
use nproxy_store::payments::{self as rows, EventKind, PaymentChange, Set};
use nproxy_store::testing::TestDb;

use super::{buy, months, recorded, row, seen, stands, sweep, tells, wrong};
use crate::world::{ASKED, LASTS, World, coins};

both! {
    async fn what_is_missing_is_told_and_the_rest_completes_it(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        tells(&world, &invoice, PaymentStatus::Underpaid, "4").await;
        let view = seen(&world, user, id).await;
        assert_eq!((view.state, view.missing), (PaymentState::Underpaid, Some(coins("6"))));
        assert_eq!(view.received, Some(coins("4")));
        assert_eq!(months(&world, user).await, 0);
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        let view = seen(&world, user, id).await;
        assert_eq!((view.state, view.missing, view.received), (PaymentState::Paid, None, Some(coins(ASKED))));
        let now = world.app.env.now();
        assert_eq!((view.activated_at, view.period.map(|(starts_at, _)| starts_at)), (Some(now), Some(now)));
        assert_eq!((months(&world, user).await, world.letters.take().len()), (1, 2));
        world.end().await;
    }

    async fn another_coin_chosen_on_the_processors_page_has_amounts_of_its_own(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        let nothing_chosen = PaymentChange { coin: Set(None), coin_name: Set(None), asked: Set(None), ..Default::default() };
        let before = row(&world, id).await;
        let (before, change) = (&before, &nothing_chosen);
        let written = world.app.store.write(|tx| async move { rows::advance(&tx, before, change.clone()).await }).await;
        written.expect("nobody else writes");
        let chooses = |coin: &str, asked: &str| {
            world.bank.change(&invoice, |told| (told.coin, told.asked) = (Some(coin.to_owned()), Some(coins(asked))));
        };
        chooses("USDT", "10");
        tells(&world, &invoice, PaymentStatus::Underpaid, "4").await;
        let view = seen(&world, user, id).await;
        assert_eq!((view.coin_name.as_deref(), view.missing), (Some("USDT"), Some(coins("6"))));
        chooses("BTC", "0.002");
        tells(&world, &invoice, PaymentStatus::Underpaid, "0.0015").await;
        let view = seen(&world, user, id).await;
        assert_eq!((view.coin_name.as_deref(), view.missing), (Some("BTC"), Some(coins("0.0005"))));
        tells(&world, &invoice, PaymentStatus::Paid, "0.002").await;
        assert_eq!(stands(&world, id).await, ("paid".into(), None));
        assert_eq!((months(&world, user).await, wrong(&world).await.len()), (1, 0));
        assert_eq!(world.letters.take().len(), 2);
        world.end().await;
    }

    async fn what_is_waited_for_to_the_last_reading_is_over(db: TestDb) {
        let world = World::new(db).await;
        let (quiet, part) = (world.visitor().await, world.visitor().await);
        let (unpaid, _) = buy(&world, quiet).await;
        let (short, invoice) = buy(&world, part).await;
        tells(&world, &invoice, PaymentStatus::Underpaid, "4").await;
        world.bank.forget();
        world.pass(Duration::days(31) + LASTS);
        sweep(&world).await;
        assert_eq!(stands(&world, unpaid).await, ("expired".into(), None));
        assert_eq!(stands(&world, short).await, ("needs_review".into(), Some("short".into())));
        assert_eq!(world.letters.take().len(), 2, "the rest is asked for, and then not any more");
        world.end().await;
    }

    async fn what_stays_short_waits_for_an_admin_who_gives_the_month(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        tells(&world, &invoice, PaymentStatus::ClosedShort, "4").await;
        assert_eq!(stands(&world, id).await, ("needs_review".into(), Some("short".into())));
        let kept = row(&world, id).await;
        assert_eq!(kept.review_detail.as_deref(), Some("closed short, received 4 of 10 btc"));
        assert_eq!(wrong(&world).await, [format!("payment_review:{id}")]);
        assert_eq!(months(&world, user).await, 0);
        let given = desk::act(&world.app, &By::operator(), id, Act::Activate, "a good customer").await;
        assert_eq!(given.expect("done").payment.view.state, PaymentState::Paid);
        assert_eq!((wrong(&world).await.len(), months(&world, user).await), (0, 1));
        world.work_jobs().await;
        assert_eq!(world.letters.take().len(), 2);
        world.end().await;
    }

    async fn too_much_activates_once_and_asks_about_the_rest(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        tells(&world, &invoice, PaymentStatus::Overpaid, "15").await;
        tells(&world, &invoice, PaymentStatus::Overpaid, "15").await;
        assert_eq!(stands(&world, id).await, ("overpaid".into(), Some("excess".into())));
        assert_eq!((months(&world, user).await, wrong(&world).await.len()), (1, 1));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn a_little_less_and_a_little_more_are_no_question(db: TestDb) {
        let world = World::new(db).await;
        for (status, came) in [(PaymentStatus::ClosedShort, "9.95"), (PaymentStatus::Overpaid, "10.05")] {
            let user = world.visitor().await;
            let (id, invoice) = buy(&world, user).await;
            tells(&world, &invoice, status, came).await;
            assert_eq!(stands(&world, id).await, ("paid".into(), None));
            assert_eq!((months(&world, user).await, world.letters.take().len()), (1, 1));
        }
        world.end().await;
    }

    async fn what_expired_and_is_paid_after_all_activates(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.pass(LASTS);
        tells(&world, &invoice, PaymentStatus::Expired, "0").await;
        assert_eq!(stands(&world, id).await.0, "expired");
        assert_eq!(row(&world, id).await.expired_at, Some(world.app.env.now()));
        world.pass(Duration::days(20));
        world.bank.says(&invoice, PaymentStatus::Confirming, ASKED);
        sweep(&world).await;
        assert_eq!(stands(&world, id).await.0, "confirming", "an expired one is still looked after");
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        assert_eq!((stands(&world, id).await.0.as_str(), months(&world, user).await), ("paid_late", 1));
        assert_eq!(world.letters.take().len(), 3, "seen, late, activated");
        world.end().await;
    }

    async fn what_expired_is_not_asked_about_for_ever(db: TestDb) {
        let world = World::new(db).await;
        let (id, invoice) = buy(&world, world.visitor().await).await;
        world.pass(LASTS);
        tells(&world, &invoice, PaymentStatus::Expired, "0").await;
        world.pass(Duration::days(31));
        sweep(&world).await;
        assert_eq!(row(&world, id).await.next_read_at, None);
        world.end().await;
    }

    async fn a_refund_ends_the_month(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        world.pass(Duration::days(3));
        tells(&world, &invoice, PaymentStatus::Refunded, ASKED).await;
        assert_eq!((stands(&world, id).await.0.as_str(), months(&world, user).await), ("refunded", 0));
        let view = seen(&world, user, id).await;
        assert_eq!(view.period.map(|(_, ends_at)| ends_at), Some(world.app.env.now()));
        assert_eq!(row(&world, id).await.next_read_at, None);
        assert_eq!(world.letters.take().len(), 2);
        world.end().await;
    }

    async fn a_refund_ends_nothing_where_an_admin_lets_the_customer_keep_the_month(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        desk::act(&world.app, &By::operator(), id, Act::Keep, "our mistake").await.expect("kept");
        tells(&world, &invoice, PaymentStatus::Refunded, ASKED).await;
        assert_eq!((stands(&world, id).await.0.as_str(), months(&world, user).await), ("refunded", 1));
        assert_eq!(world.letters.take().len(), 2);
        world.end().await;
    }

    async fn reading_again_puts_nothing_new_on_record(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.bank.change(&invoice, |told| {
            told.status = PaymentStatus::Confirming;
            told.received = Some(coins(ASKED));
            told.transactions = vec!["tx-1".into(), "tx-1".into()];
            (told.confirmations, told.confirmations_needed) = (Some(1), Some(3));
        });
        for confirmations in 1..4 {
            world.bank.change(&invoice, |told| told.confirmations = Some(confirmations));
            payments::read(&world.app, id).await.expect("read");
        }
        let view = seen(&world, user, id).await;
        assert_eq!((view.confirmations, view.confirmations_needed), (Some(3), Some(3)));
        assert_eq!(view.transactions, ["tx-1"]);
        assert_eq!(recorded(&world, id, EventKind::Read).await, 1);
        world.work_jobs().await;
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn an_older_answer_does_not_undo_a_newer_one(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        let other = world.another_process().await;
        world.bank.then(crate::world::Call::Status, [crate::world::BankScript::Held]);
        let slow = async {
            // Its hold runs out while it waits.
            payments::read(&world.app, id).await.expect("read");
        };
        let quick = async {
            world.bank.arrived(crate::world::Call::Status, 1).await;
            world.pass(Duration::seconds(46));
            world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
            payments::read(&other, id).await.expect("read");
            world.bank.says(&invoice, PaymentStatus::Pending, "0");
            world.bank.let_go();
        };
        tokio::join!(slow, quick);
        assert_eq!(stands(&world, id).await, ("paid".into(), None));
        world.work_jobs().await;
        assert_eq!((months(&world, user).await, world.letters.take().len()), (1, 1));
        world.end().await;
    }
}
