//! A processor's own list against our rows.

use chrono::Duration;
use nproxy_app::audit::By;
use nproxy_app::payments::{self, Reconciled};
use nproxy_domain::processor::{ExternalId, PaymentSnapshot, PaymentStatus};
use nproxy_store::both;
use nproxy_store::entities::audit_log;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use super::{buy, months, place, row, stands, the_invoice, wish, wrong};
use crate::world::{ASKED, BankScript, Call, World, coins};

async fn pass_of_the_day(world: &World) {
    payments::review(&world.app).await.expect("the database is there");
    assert_eq!(world.work_jobs().await.failed, [""; 0]);
}

both! {
    async fn the_daily_pass_finds_what_we_do_not_know(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        // One that was paid and that nobody asks about any more, a few that nothing came for.
        let (forgotten, invoice) = buy(&world, user).await;
        world.sql("UPDATE payments SET next_read_at = NULL".to_owned()).await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        for _ in 0..3 {
            buy(&world, world.visitor().await).await;
        }
        // One whose answer was lost and paid meanwhile.
        world.bank.then(Call::Checkout, [BankScript::Lost]);
        let other = world.visitor().await;
        let lost = place(&world, &wish(other, "k")).await.payment.id;
        world.bank.says(&the_invoice(&world, lost), PaymentStatus::Paid, ASKED);
        // One that is nobody's, and a second invoice of an order of ours.
        let stray = PaymentSnapshot::new(ExternalId("stray".into()), PaymentStatus::Paid);
        world.bank.invent(PaymentSnapshot { received: Some(coins("7")), ..stray.clone() });
        let twin = PaymentSnapshot { id: ExternalId("twin".into()), payment: Some(forgotten), ..stray };
        world.bank.invent(twin);
        let asked_before = world.bank.calls(Call::Status);

        pass_of_the_day(&world).await;
        assert_eq!(world.bank.calls(Call::List), 3, "page by page");
        assert_eq!(world.bank.calls(Call::Status), asked_before + 1, "only where there is news");
        assert_eq!(stands(&world, lost).await, ("paid".into(), None));
        assert_eq!(stands(&world, forgotten).await, ("paid".into(), Some("second_payment".into())));
        assert_eq!((months(&world, user).await, months(&world, other).await), (1, 1));
        let mut found = wrong(&world).await;
        found.sort();
        assert_eq!(found, [format!("payment_review:{forgotten}"), "payments_unknown:bank".to_owned()]);
        let letters = world.letters.take().len();

        // The next day says the same and asks nothing again.
        let by = By::operator();
        let rejected = payments::desk::act(&world.app, &by, forgotten, payments::desk::Act::Reject, "sent back").await;
        rejected.expect("settled");
        world.pass(Duration::days(1));
        pass_of_the_day(&world).await;
        assert_eq!(stands(&world, forgotten).await.1, None, "an answered question is not asked again");
        assert_eq!(wrong(&world).await, ["payments_unknown:bank"]);
        assert_eq!((letters, world.letters.take().len()), (2, 0));
        world.end().await;
    }

    async fn money_for_nothing_we_know_is_no_trouble_once_it_is_gone_from_the_list(db: TestDb) {
        let world = World::new(db).await;
        let stray = ExternalId("stray".to_owned());
        world.bank.invent(PaymentSnapshot::new(stray.clone(), PaymentStatus::Paid));
        pass_of_the_day(&world).await;
        assert_eq!(wrong(&world).await, ["payments_unknown:bank"]);
        world.bank.says(&stray, PaymentStatus::Pending, "0");
        pass_of_the_day(&world).await;
        assert_eq!(wrong(&world).await, [""; 0]);
        world.end().await;
    }

    async fn what_cannot_be_read_in_a_list_hides_nothing_behind_it(db: TestDb) {
        let world = World::new(db).await;
        let stray = ExternalId("stray".to_owned());
        world.bank.invent(PaymentSnapshot::new(stray.clone(), PaymentStatus::Paid));
        // The rest of the first page, and all of the second.
        for n in 0..5 {
            world.bank.mumble(&format!("of-the-future-{n}"));
        }
        world.bank.then(Call::Checkout, [BankScript::Lost]);
        let user = world.visitor().await;
        let lost = place(&world, &wish(user, "k")).await.payment.id;
        world.bank.says(&the_invoice(&world, lost), PaymentStatus::Paid, ASKED);
        pass_of_the_day(&world).await;
        assert_eq!(world.bank.calls(Call::List), 3, "page by page, to the end");
        assert_eq!((stands(&world, lost).await.0, months(&world, user).await), ("paid".into(), 1));
        assert_eq!(wrong(&world).await, ["payments_unknown:bank"]);

        // The one that was money is gone, and those that nobody can read keep the trouble no longer than it is.
        world.bank.says(&stray, PaymentStatus::Pending, "0");
        pass_of_the_day(&world).await;
        assert_eq!((wrong(&world).await, world.letters.take().len()), (vec![], 1));
        world.end().await;
    }

    async fn a_page_that_cannot_be_had_is_asked_for_again(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (_, invoice) = buy(&world, user).await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        world.bank.then(Call::List, [BankScript::Down]);
        payments::review(&world.app).await.expect("the database is there");
        assert_eq!(world.work_jobs().await.failed, ["payments_review_page"]);
        assert_eq!(world.work_jobs().await.failed, [""; 0]);
        assert_eq!((months(&world, user).await, world.letters.take().len()), (1, 1));
        world.end().await;
    }

    async fn an_operator_has_everything_since_a_moment_looked_after(db: TestDb) {
        let world = World::new(db).await;
        let (old, _) = buy(&world, world.visitor().await).await;
        world.pass(Duration::hours(3));
        let since = world.app.env.now();
        let user = world.visitor().await;
        let (fresh, invoice) = buy(&world, user).await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        world.bank.then(Call::Checkout, [BankScript::Cut]);
        place(&world, &wish(world.visitor().await, "k")).await;
        world.bank.invent(PaymentSnapshot::new(ExternalId("stray".into()), PaymentStatus::Pending));
        world.pass(Duration::minutes(1));
        let done = payments::reconcile_since(&world.app, &By::operator(), since, || {}).await.expect("the database is there");
        assert_eq!(done, Reconciled { read: 1, found: 1, unknown: 1, failed: 0 });
        assert_eq!((row(&world, old).await.read_at, months(&world, user).await), (None, 1));
        assert_eq!(stands(&world, fresh).await.0, "paid");
        let acts = audit_log::Entity::find().all(world.app.store.read()).await.expect("readable");
        let [act] = acts.try_into().expect("one line");
        assert_eq!((act.act.as_str(), act.actor.as_str()), ("payments.reconcile", "operator"));
        assert_eq!(act.after.expect("counts")["unknown"], 1);
        world.work_jobs().await;
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }
}
