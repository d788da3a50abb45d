//! A customer says that he paid.

use nproxy_app::payments::{self, ReportError};
use nproxy_domain::payment::PaymentState;
use nproxy_domain::processor::PaymentStatus;
use nproxy_store::both;
use nproxy_store::payments::EventKind;
use nproxy_store::testing::TestDb;

use super::{buy, months, recorded, row, stands, tells, wrong};
use crate::world::{ASKED, BankScript, Call, World};

both! {
    async fn a_report_that_nothing_bears_out_asks_an_admin_to_look(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, _) = buy(&world, user).await;
        let view = payments::report(&world.app, user, id, " 0xabc ").await.expect("kept");
        assert_eq!((view.state, view.in_review), (PaymentState::Pending, true));
        assert_eq!(view.reported_at, Some(world.app.env.now()));
        assert_eq!(stands(&world, id).await, ("pending".into(), Some("reported".into())));
        assert_eq!(row(&world, id).await.reported_tx.as_deref(), Some("0xabc"));
        assert_eq!((wrong(&world).await, world.bank.calls(Call::Status)), (vec![format!("payment_review:{id}")], 1));
        payments::report(&world.app, user, id, "0xabc").await.expect("kept");
        assert_eq!(recorded(&world, id, EventKind::Reported).await, 1);
        world.end().await;
    }

    async fn a_report_of_what_is_paid_activates_at_once(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        let view = payments::report(&world.app, user, id, "0xabc").await.expect("kept");
        assert_eq!((view.state, view.in_review), (PaymentState::Paid, false));
        assert_eq!((months(&world, user).await, wrong(&world).await.len()), (1, 0));
        let again = payments::report(&world.app, user, id, "0xabc").await;
        assert!(matches!(again, Err(ReportError::AlreadyPaid)), "{again:?}");
        world.work_jobs().await;
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn a_report_is_kept_while_the_processor_is_down(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.bank.then(Call::Status, [BankScript::Down]);
        let view = payments::report(&world.app, user, id, "0xabc").await.expect("kept");
        assert!(view.in_review);
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        assert_eq!((stands(&world, id).await, wrong(&world).await.len()), (("paid".into(), None), 0));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn what_is_no_transaction_and_what_is_foreign_is_refused(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, _) = buy(&world, user).await;
        for bad in ["", " ", "0x a", "транзакция", "a\u{7}b", &"x".repeat(129)] {
            let refused = payments::report(&world.app, user, id, bad).await;
            assert!(matches!(refused, Err(ReportError::TxIdInvalid)), "{bad:?}: {refused:?}");
        }
        let foreign = payments::report(&world.app, world.visitor().await, id, "0xabc").await;
        assert!(matches!(foreign, Err(ReportError::NotFound)), "{foreign:?}");
        for nth in 0..5 {
            payments::report(&world.app, user, id, &format!("0x{nth}")).await.expect("kept");
        }
        let one_more = payments::report(&world.app, user, id, "0x5").await;
        assert!(matches!(one_more, Err(ReportError::TooManyReports)), "{one_more:?}");
        world.end().await;
    }
}
