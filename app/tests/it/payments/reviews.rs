//! Money that is not simply this order's, or this customer's to use.

use nproxy_domain::PaymentId;
use nproxy_domain::processor::{PaymentSnapshot, PaymentStatus, Price};
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::{buy, history, months, row, seen, stands, tells, wrong};
use crate::world::{ASKED, World};

type Odd = Box<dyn FnOnce(&mut PaymentSnapshot)>;

both! {
    async fn what_does_not_fit_our_row_activates_nothing(db: TestDb) {
        let world = World::new(db).await;
        let another = PaymentId::new(&world.app.env);
        let oddities: [(&str, Odd); 6] = [
            ("price_mismatch", Box::new(|told| told.price = Some(Price { minor_units: 9, currency: "USD".into() }))),
            ("price_mismatch", Box::new(|told| told.price = Some(Price { minor_units: 900, currency: "EUR".into() }))),
            ("order_mismatch", Box::new(move |told| told.payment = Some(another))),
            ("wrong_coin", Box::new(|told| told.coin = Some("doge".into()))),
            ("sandbox", Box::new(|told| told.sandbox = true)),
            ("unclear", Box::new(|told| told.unclear = Some("held for a check".into()))),
        ];
        for (reason, odd) in oddities {
            let user = world.visitor().await;
            let (id, invoice) = buy(&world, user).await;
            world.bank.change(&invoice, odd);
            tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
            assert_eq!(stands(&world, id).await, ("needs_review".into(), Some(reason.into())));
            assert!(wrong(&world).await.contains(&format!("payment_review:{id}")), "{reason}");
            assert_eq!((months(&world, user).await, world.letters.take().len()), (0, 1), "{reason}");
            // The next reading, which fits, decides nothing: an admin does.
            world.bank.change(&invoice, |told| {
                told.price = Some(Price { minor_units: 900, currency: "USD".into() });
                (told.payment, told.coin) = (Some(id), Some("btc".into()));
                (told.sandbox, told.unclear) = (false, None);
            });
            tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
            assert_eq!((stands(&world, id).await.0.as_str(), months(&world, user).await), ("needs_review", 0));
        }
        world.end().await;
    }

    async fn amounts_of_another_coin_are_not_taken_for_this_ones(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.bank.change(&invoice, |told| told.coin = Some("doge".into()));
        tells(&world, &invoice, PaymentStatus::Paid, "900").await;
        let view = seen(&world, user, id).await;
        assert!(view.in_review);
        assert_eq!(view.received, None);
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn money_of_an_account_that_was_closed_meanwhile_waits_for_an_admin(db: TestDb) {
        let world = World::new(db).await;
        for (column, reason, letters) in
            [("suspended_at", "account_suspended", 1), ("deleted_at", "account_deleted", 0)]
        {
            let user = world.visitor().await;
            let (id, invoice) = buy(&world, user).await;
            world.sql(format!("UPDATE users SET {column} = created_at WHERE email = '{user}@example.com'")).await;
            tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
            assert_eq!(stands(&world, id).await, ("needs_review".into(), Some(reason.into())));
            assert!(wrong(&world).await.contains(&format!("payment_review:{id}")));
            assert_eq!((months(&world, user).await, world.letters.take().len()), (0, letters), "{reason}");
        }
        world.end().await;
    }

    async fn what_a_processor_says_is_made_plain_and_our_secrets_are_cut_out(db: TestDb) {
        let world = World::new(db).await;
        let (id, invoice) = buy(&world, world.visitor().await).await;
        world.bank.change(&invoice, |told| {
            told.unclear = Some("\u{202E}key hush\nis wrong".into());
            told.transactions = vec!["tx\u{0}1".into()];
        });
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        let row = row(&world, id).await;
        assert_eq!(row.transactions.0, ["tx 1"]);
        assert_eq!(row.review_detail.as_deref(), Some("paid, received 10 of 10 btc: key [redacted] is wrong"));
        let history = history(&world, id).await;
        let body = history.last().and_then(|event| event.body.clone()).expect("what was told");
        assert_eq!(body["unclear"], "key [redacted] is wrong");
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }
}
