//! A processor is down, slow, or says what makes no sense.

use std::time::Duration as StdDuration;

use chrono::Duration;
use nproxy_app::payments::{self, ReadError};
use nproxy_domain::processor::PaymentStatus;
use nproxy_store::both;
use nproxy_store::entities::incidents;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use super::{buy, hear, months, place, row, seen, stands, sweep, tells, the_invoice, wish, wrong};
use crate::world::BankScript::{Cut, Down, Nonsense};
use crate::world::{ASKED, BankScript, Call, World};

both! {
    async fn a_processor_that_does_not_answer_is_one_incident_until_it_does(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        let troubles = [Down, Nonsense, Cut, Down, Nonsense, Down];
        for (n, trouble) in (1..).zip(troubles) {
            world.bank.then(Call::Status, [trouble]);
            let failed = payments::read(&world.app, id).await;
            assert!(matches!(failed, Err(ReadError::Processor(_))), "{failed:?}");
            let kept = row(&world, id).await;
            assert_eq!((kept.read_failures, kept.state.as_str()), (n, "pending"));
            let down = if n < 5 { vec![] } else { vec!["processor_down:bank".to_owned()] };
            assert_eq!(wrong(&world).await, down);
        }
        let pause = row(&world, id).await.next_read_at.expect("due") - world.app.env.now();
        assert_eq!(pause, Duration::seconds(45 * 64), "it is asked more and more seldom");
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        world.pass(pause);
        sweep(&world).await;
        assert_eq!((wrong(&world).await.len(), months(&world, user).await), (0, 1));
        assert_eq!(row(&world, id).await.read_failures, 0);
        let all = incidents::Entity::find().all(world.app.store.read()).await.expect("readable");
        assert_eq!((all.len(), all[0].times), (1, 2));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn one_question_that_is_disliked_is_no_outage(db: TestDb) {
        let world = World::new(db).await;
        let (id, _) = buy(&world, world.visitor().await).await;
        for _ in 0..6 {
            world.bank.then(Call::Status, [BankScript::Refused]);
            payments::read(&world.app, id).await.expect_err("refused");
        }
        assert_eq!(wrong(&world).await, [""; 0]);
        world.end().await;
    }

    async fn a_slow_processor_is_not_waited_for_and_one_lookup_does_not_stop_the_others(db: TestDb) {
        let world = World::new(db).await;
        let (slow, quick) = (world.visitor().await, world.visitor().await);
        let (slow_one, _) = buy(&world, slow).await;
        world.pass(Duration::seconds(1));
        let (_, invoice) = buy(&world, quick).await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        world.bank.then(Call::Status, [BankScript::Held]);
        world.bank.patience(StdDuration::from_secs(2));
        world.pass(Duration::minutes(1));
        sweep(&world).await;
        let one_paid = months(&world, quick).await;
        if one_paid == 0 {
            // The script met the other of the two, which are asked side by side.
            world.pass(Duration::minutes(2));
            sweep(&world).await;
        }
        assert_eq!((months(&world, quick).await, stands(&world, slow_one).await.0.as_str()), (1, "pending"));
        world.bank.let_go();
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn a_payment_whose_processor_is_gone_is_kept_and_not_asked_about(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.sql("UPDATE payments SET processor = 'closed'".to_owned()).await;
        world.pass(Duration::minutes(1));
        let asked = payments::read(&world.app, id).await;
        assert!(matches!(asked, Err(ReadError::ProcessorGone)), "{asked:?}");
        sweep(&world).await;
        assert_eq!((stands(&world, id).await.0.as_str(), world.bank.calls(Call::Status)), ("pending", 0));
        assert_eq!(row(&world, id).await.next_read_at, Some(world.app.env.now() + Duration::hours(1)));
        let view = seen(&world, user, id).await;
        assert_eq!((view.processor_label.as_str(), view.by_hand), ("closed", false));
        // It comes back.
        world.sql("UPDATE payments SET processor = 'bank'".to_owned()).await;
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        assert_eq!((months(&world, user).await, world.letters.take().len()), (1, 1));
        world.end().await;
    }

    async fn whoever_reads_at_this_moment_is_waited_for(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        let other = world.another_process().await;
        world.bank.then(Call::Status, [BankScript::Held]);
        let first = payments::read(&other, id);
        let second = async {
            world.bank.arrived(Call::Status, 1).await;
            assert!(matches!(payments::read(&world.app, id).await, Err(ReadError::Busy)));
            // A webhook that comes now is not answered by the reading that began before it.
            world.pass(Duration::seconds(1));
            world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
            hear(&world.app, "e", &invoice).await.expect("believed");
            assert_eq!(world.work_jobs().await.failed, ["payment_read"]);
            world.bank.let_go();
        };
        let (first, ()) = tokio::join!(first, second);
        first.expect("read");
        assert_eq!(world.work_jobs().await.done[0], "payment_read");
        world.work_jobs().await;
        assert_eq!((months(&world, user).await, world.letters.take().len()), (1, 1));
        world.end().await;
    }

    async fn a_search_that_fails_is_made_again_and_not_for_ever(db: TestDb) {
        let world = World::new(db).await;
        world.bank.then(Call::Checkout, [BankScript::Lost]);
        world.bank.then(Call::Search, [Down, Nonsense]);
        let user = world.visitor().await;
        let id = place(&world, &wish(user, "k")).await.payment.id;
        world.pass(Duration::seconds(46));
        sweep(&world).await;
        let pause = row(&world, id).await.next_read_at.expect("due") - world.app.env.now();
        assert_eq!(pause, Duration::seconds(30));
        world.pass(Duration::days(1));
        sweep(&world).await;
        assert_eq!(stands(&world, id).await.0, "failed");
        // Should its money come after all, it is this payment's.
        let invoice = the_invoice(&world, id);
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        assert_eq!((stands(&world, id).await.0.as_str(), months(&world, user).await), ("paid", 1));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }
}
