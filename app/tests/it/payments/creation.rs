//! The answer that tells of an invoice is lost, late or a refusal.

use chrono::Duration;
use nproxy_app::payments::{self, Place, PlaceError};
use nproxy_domain::payment::PaymentState;
use nproxy_domain::processor::PaymentStatus;
use nproxy_domain::{PaymentId, ProcessorId, UserId};
use nproxy_store::both;
use nproxy_store::payments::{EventKind, PaymentRow};
use nproxy_store::testing::TestDb;

use super::{months, place, recorded, row, seen, stands, sweep, the_invoice, wish};
use crate::till;
use crate::world::{ASKED, BANK, BankScript, Call, DEAF_BANK, World};

/// A process wrote the row and died before it asked for an invoice.
async fn orphan(world: &World, user: UserId, processor: &str) -> PaymentId {
    let now = world.app.env.now();
    let row = PaymentRow {
        state: "creating".into(),
        processor: processor.into(),
        coin: Some("btc".into()),
        external_id: None,
        address: None,
        asked: None,
        read_failures: 1,
        creating_until: Some(now + Duration::seconds(45)),
        next_read_at: Some(now + Duration::seconds(45)),
        ..till::ordered(world, user, 10)
    };
    let row = &row;
    let written = world.app.store.write(|tx| async move { nproxy_store::payments::insert(&tx, row).await });
    written.await.expect("written");
    PaymentId(row.id)
}

both! {
    async fn a_lost_answer_is_searched_for_and_the_invoice_is_not_made_twice(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Lost]);
        let placed = place(&world, &wish(user, "k")).await.payment;
        assert_eq!((placed.state, placed.address), (PaymentState::Creating, None));
        sweep(&world).await;
        assert_eq!(world.bank.calls(Call::Search), 0, "the answer may still be on its way");
        assert_eq!(place(&world, &wish(user, "other")).await.payment.id, placed.id, "it counts as open");
        world.pass(Duration::seconds(46));
        sweep(&world).await;
        let view = seen(&world, user, placed.id).await;
        assert_eq!((view.state, view.address.as_deref()), (PaymentState::Pending, Some("bc1-0")));
        assert_eq!((world.bank.calls(Call::Search), world.bank.calls(Call::Checkout)), (1, 1));
        assert_eq!(row(&world, placed.id).await.external_id, Some(the_invoice(&world, placed.id).0));
        assert_eq!(recorded(&world, placed.id, EventKind::Failed).await, 1);
        assert_eq!(recorded(&world, placed.id, EventKind::Created).await, 1);
        world.end().await;
    }

    async fn an_invoice_that_was_paid_before_it_was_found_activates(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Lost]);
        let placed = place(&world, &wish(user, "k")).await.payment;
        world.bank.says(&the_invoice(&world, placed.id), PaymentStatus::Paid, ASKED);
        world.pass(Duration::seconds(46));
        sweep(&world).await;
        assert_eq!((stands(&world, placed.id).await.0.as_str(), months(&world, user).await), ("paid", 1));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn what_a_search_does_not_find_is_made_once_more(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Cut]);
        let placed = place(&world, &wish(user, "k")).await.payment;
        assert_eq!(placed.state, PaymentState::Creating);
        world.pass(Duration::seconds(46));
        sweep(&world).await;
        the_invoice(&world, placed.id);
        assert_eq!(stands(&world, placed.id).await.0, "pending");
        assert_eq!((world.bank.calls(Call::Search), world.bank.calls(Call::Checkout)), (1, 2));
        world.pass(Duration::seconds(46));
        sweep(&world).await;
        assert_eq!(world.bank.calls(Call::Checkout), 2);
        world.end().await;
    }

    async fn a_found_invoice_of_which_nobody_can_be_told_where_to_pay_is_made_once_more(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Lost]);
        let placed = place(&world, &wish(user, "k")).await.payment;
        let first = the_invoice(&world, placed.id);
        world.bank.hides_where_to_pay(&first);
        world.pass(Duration::seconds(46));
        sweep(&world).await;
        let invoices = world.bank.invoices_of(placed.id);
        assert_eq!((invoices.len(), row(&world, placed.id).await.external_id), (2, Some(invoices[1].0.clone())));
        let view = seen(&world, user, placed.id).await;
        assert_eq!((view.state, view.address.is_some()), (PaymentState::Pending, true));

        // With money on it, it is the one, told or not.
        world.bank.then(Call::Checkout, [BankScript::Lost]);
        let other = place(&world, &wish(world.visitor().await, "k")).await.payment;
        let paid = the_invoice(&world, other.id);
        world.bank.says(&paid, PaymentStatus::Paid, ASKED);
        world.bank.hides_where_to_pay(&paid);
        world.pass(Duration::seconds(46));
        sweep(&world).await;
        assert_eq!((the_invoice(&world, other.id), stands(&world, other.id).await.0.as_str()), (paid, "paid"));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn whoever_dies_before_or_after_the_processor_was_called_is_replaced(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        for processor in [BANK, DEAF_BANK] {
            let id = orphan(&world, user, processor).await;
            sweep(&world).await;
            assert_eq!(stands(&world, id).await.0, "creating", "somebody may be at it");
            world.pass(Duration::seconds(46));
            let other = world.another_process().await;
            let both = tokio::join!(payments::reconcile(&world.app), payments::reconcile(&other));
            both.0.and(both.1).expect("the database is there");
            the_invoice(&world, id);
            assert_eq!(stands(&world, id).await.0, "pending");
        }
        world.end().await;
    }

    async fn where_nothing_can_be_searched_another_invoice_is_made_and_both_may_be_paid(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Lost]);
        let placed = place(&world, &Place { processor: ProcessorId::from(DEAF_BANK), ..wish(user, "k") }).await.payment;
        world.pass(Duration::seconds(46));
        sweep(&world).await;
        let invoices = world.bank.invoices_of(placed.id);
        assert_eq!((invoices.len(), row(&world, placed.id).await.external_id), (2, Some(invoices[1].0.clone())));
        // The first one's money is not forgotten.
        world.bank.says(&invoices[0], PaymentStatus::Paid, ASKED);
        let (headers, body) = crate::world::event("e", &invoices[0]);
        let call = nproxy_domain::processor::WebhookCall { headers: &headers, body: &body };
        payments::webhook(&world.app, &ProcessorId::from(DEAF_BANK), &call).await.expect("believed");
        world.work_jobs().await;
        assert_eq!(stands(&world, placed.id).await, ("needs_review".into(), Some("second_payment".into())));
        // The row's own is still what activates.
        world.bank.says(&invoices[1], PaymentStatus::Paid, ASKED);
        world.pass(Duration::minutes(10));
        sweep(&world).await;
        assert_eq!(stands(&world, placed.id).await, ("paid".into(), Some("second_payment".into())));
        assert_eq!((months(&world, user).await, world.letters.take().len()), (1, 2));
        world.end().await;
    }

    async fn a_refusal_fails_the_payment_at_once_and_a_new_key_is_a_new_one(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Refused]);
        let refused = payments::place(&world.app, &wish(user, "k")).await;
        let Err(PlaceError::ProcessorRefused(words)) = refused else { panic!("{refused:?}") };
        assert_eq!(words, "400: no such thing");
        let again = place(&world, &wish(user, "k")).await;
        assert_eq!((again.replayed, again.payment.state), (true, PaymentState::Failed));
        let row = row(&world, again.payment.id).await;
        assert_eq!((row.next_read_at, row.detail.as_deref()), (None, Some("400: no such thing")));
        assert_eq!(place(&world, &wish(user, "another")).await.payment.state, PaymentState::Pending);
        world.end().await;
    }

    async fn an_answer_that_never_comes_is_given_up_after_a_few_tries(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Down, BankScript::Nonsense, BankScript::Cut]);
        let placed = place(&world, &wish(user, "k")).await.payment;
        assert_eq!(placed.state, PaymentState::Creating, "a 503 may have made one");
        for _ in 0..6 {
            world.pass(Duration::seconds(46));
            sweep(&world).await;
        }
        assert_eq!(stands(&world, placed.id).await.0, "failed");
        assert_eq!((world.bank.calls(Call::Checkout), world.bank.calls(Call::Search)), (3, 3));
        assert_eq!(row(&world, placed.id).await.next_read_at, None);
        assert_eq!(place(&world, &wish(user, "another")).await.payment.state, PaymentState::Pending);
        world.end().await;
    }

    async fn an_invoice_is_made_though_its_customer_goes_away(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Held]);
        let (app, wish) = (world.app.clone(), wish(user, "k"));
        let request = tokio::spawn({
            let wish = wish.clone();
            async move { payments::place(&app, &wish).await }
        });
        world.bank.arrived(Call::Checkout, 1).await;
        request.abort();
        world.bank.let_go();
        let id = place(&world, &wish).await.payment.id;
        let mut known = None;
        loop {
            let patience = std::time::Duration::from_secs(20);
            let news = payments::wait_own(&world.app, user, id, known.as_ref(), patience).await.expect("readable");
            let payments::Waited::Changed { payment, etag } = news else { panic!("it is never made") };
            if payment.state == PaymentState::Pending {
                break;
            }
            known = Some(etag);
        }
        assert_eq!(world.bank.calls(Call::Checkout), 1);
        world.end().await;
    }
}
