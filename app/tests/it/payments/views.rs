//! What a customer sees of own payments, and how soon.

use std::time::Duration;

use nproxy_app::generations::{self, Waited as PicturesWaited};
use nproxy_app::payments::{self, GetError, ListError, Waited};
use nproxy_domain::payment::PaymentState;
use nproxy_domain::processor::PaymentStatus;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::{buy, hear};
use crate::world::{ASKED, World};

const PATIENCE: Duration = Duration::from_secs(25);

both! {
    async fn a_page_hears_of_a_change_at_once(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        let web = world.another_process().await;
        let first = payments::wait_own(&web, user, id, None, PATIENCE).await.expect("readable");
        let Waited::Changed { payment, etag } = first else { panic!("nothing is known yet") };
        assert_eq!(payment.state, PaymentState::Pending);
        let short = Duration::from_millis(50);
        payments::read(&world.app, id).await.expect("read");
        let same = payments::wait_own(&web, user, id, Some(&etag), short).await.expect("readable");
        assert_eq!(same, Waited::Unchanged { etag: etag.clone() }, "a reading that finds nothing is no news");
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        let paid = async {
            hear(&world.app, "e", &invoice).await.expect("believed");
            world.work_jobs().await;
        };
        let (news, ()) = tokio::join!(payments::wait_own(&web, user, id, Some(&etag), PATIENCE), paid);
        let Waited::Changed { payment, .. } = news.expect("readable") else { panic!("it was not told") };
        assert_eq!(payment.state, PaymentState::Paid);
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn waits_for_payments_and_for_pictures_are_counted_together(db: TestDb) {
        let world = World::new(db).await;
        let user = world.customer(10).await;
        let (id, _) = buy(&world, user).await;
        let Waited::Changed { etag, .. } = payments::wait_own(&world.app, user, id, None, PATIENCE).await.expect("seen")
        else {
            panic!("nothing is known yet")
        };
        let pictures = generations::wait(&world.app, user, &[], None, Duration::ZERO).await.expect("seen");
        let PicturesWaited::Changed { etag: of_none, .. } = pictures else { panic!("nothing is known yet") };
        let mut oldest = Box::pin(payments::wait_own(&world.app, user, id, Some(&etag), PATIENCE));
        // It takes its place at its first step.
        assert!(futures::poll!(&mut oldest).is_pending());
        let rest: Vec<_> = (0..4)
            .map(|_| {
                let (app, of_none) = (world.app.clone(), of_none.clone());
                tokio::spawn(async move { generations::wait(&app, user, &[], Some(&of_none), PATIENCE).await })
            })
            .collect();
        let first = tokio::time::timeout(Duration::from_secs(10), oldest).await.expect("it gave way at once");
        assert_eq!(first.expect("readable"), Waited::Unchanged { etag: etag.clone() });
        assert!(rest.iter().all(|wait| !wait.is_finished()));
        rest.iter().for_each(tokio::task::JoinHandle::abort);
        world.end().await;
    }

    async fn a_foreign_payment_is_none(db: TestDb) {
        let world = World::new(db).await;
        let (owner, other) = (world.visitor().await, world.visitor().await);
        let (id, _) = buy(&world, owner).await;
        let foreign = payments::get_own(&world.app, other, id).await;
        assert!(matches!(foreign, Err(GetError::NotFound)), "{foreign:?}");
        let waited = payments::wait_own(&world.app, other, id, None, Duration::ZERO).await;
        assert!(matches!(waited, Err(GetError::NotFound)), "{waited:?}");
        let list = payments::list_own(&world.app, other, None, 10).await.expect("readable");
        assert_eq!((list.items.len(), list.next_cursor), (0, None));
        world.end().await;
    }

    async fn the_list_is_turned_page_by_page(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.insert(0, buy(&world, user).await.0);
            world.pass(crate::world::LASTS);
        }
        let first = payments::list_own(&world.app, user, None, 2).await.expect("readable");
        assert_eq!(first.items.iter().map(|view| view.id).collect::<Vec<_>>(), ids[..2]);
        let cursor = first.next_cursor.expect("there is more");
        let rest = payments::list_own(&world.app, user, Some(&cursor), 2).await.expect("readable");
        assert_eq!(rest.items.iter().map(|view| view.id).collect::<Vec<_>>(), ids[2..]);
        assert_eq!(rest.next_cursor, None);
        let bad = payments::list_own(&world.app, user, Some("nonsense"), 2).await;
        assert!(matches!(bad, Err(ListError::BadCursor)), "{bad:?}");
        for limit in [0, 101] {
            let bad = payments::list_own(&world.app, user, None, limit).await;
            assert!(matches!(bad, Err(ListError::LimitOutOfRange)), "{bad:?}");
        }
        world.end().await;
    }
}
