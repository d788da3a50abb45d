//! Whatever is asked about money often goes by an index, judged on many rows.

use chrono::Duration;
use nproxy_domain::payment::PaymentState;
use nproxy_domain::processor::ExternalId;
use nproxy_domain::{CycleId, PaymentId, UserId};
use nproxy_store::payments::{self, Orders, PaymentFilter};
use nproxy_store::testing::{Recorder, TestDb};
use nproxy_store::{both, cycles};

use crate::lists::seeded;

const ROWS: u32 = 20_000;

both! {
    async fn payments_are_found_and_listed_by_index(db: TestDb) {
        db.seed(1).await;
        db.seed_money(ROWS).await;
        let asked = Recorder::new(&db);
        let (user, id, now) = (UserId(seeded(1, 7)), PaymentId(seeded(10, 7)), db.env.now());

        assert_eq!(payments::due(&asked, now, 50).await.expect("an answer").len(), 50);
        assert_eq!(payments::own_page(&asked, user, None, 20).await.expect("an answer").len(), 20);
        payments::own_page(&asked, user, Some(id), 20).await.expect("an answer");
        let external = ExternalId("x7".into());
        assert!(payments::by_external(&asked, &"till-1".into(), &external).await.expect("an answer").is_some());
        assert!(payments::by_key(&asked, user, "k7").await.expect("an answer").is_some());
        let waits = UserId(seeded(1, 102));
        assert_eq!(payments::open_of(&asked, waits, "p").await.expect("an answer").len(), 100);
        assert!(payments::newest_open_of(&asked, waits).await.expect("an answer").is_some());
        for orders in [Orders::All, Orders::Made] {
            assert!(payments::nth_newest(&asked, user, orders, 10).await.expect("an answer").is_some());
        }
        assert_eq!(payments::events(&asked, id).await.expect("an answer").len(), 1);
        payments::get_own(&asked, user, id).await.expect("an answer");
        asked.assert_uses_indexes().await;

        let any = PaymentFilter::default;
        let pages = [
            any(),
            PaymentFilter { in_review: true, ..any() },
            PaymentFilter { states: vec![PaymentState::Pending], ..any() },
            PaymentFilter { states: vec![PaymentState::Pending, PaymentState::NeedsReview], ..any() },
            PaymentFilter { processor: Some("till-1".into()), ..any() },
            PaymentFilter { user: Some(user), ..any() },
        ];
        for filter in pages {
            assert_eq!(payments::page(&asked, &filter, None, 50).await.expect("an answer").len(), 50, "{filter:?}");
            payments::page(&asked, &filter, Some(PaymentId(seeded(10, 10_000))), 50).await.expect("an answer");
            asked.assert_uses_indexes().await;
        }
        let today = PaymentFilter { activated_from: Some(now), activated_to: Some(now + Duration::days(1)), ..any() };
        payments::page(&asked, &today, None, 50).await.expect("an answer");
        asked.assert_uses_indexes().await;
        payments::waiting_by_processor(&asked).await.expect("an answer");
        asked.assert_uses_indexes().await;
    }

    async fn a_payment_is_found_by_any_of_its_names_without_reading_the_others(db: TestDb) {
        db.seed(1).await;
        db.seed_money(ROWS).await;
        let asked = Recorder::new(&db);
        for text in ["x104".to_owned(), "address-104".into(), "reported-104".into(), "seen-104".into(), seeded(10, 104).to_string()] {
            let filter = PaymentFilter { text: Some(text.clone()), ..PaymentFilter::default() };
            let found = payments::page(&asked, &filter, None, 50).await.expect("an answer");
            assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [seeded(10, 104)], "{text}");
            let plans = asked.assert_uses_indexes().await;
            // Walking all payments by their ids to see which is meant would be an index as well.
            let plan = plans[0].replace("SCAN CONSTANT ROW", "");
            let walks = plan.contains("Backward") || plan.contains("SCAN payments") && !plan.contains("USING");
            assert!(!walks, "{plan}");
            for index in ["external_id", "address", "reported_tx", "payment_transactions"] {
                assert!(plan.contains(index), "{index}: {plan}");
            }
        }
    }

    async fn months_are_found_by_index(db: TestDb) {
        db.seed(1).await;
        db.seed_money(ROWS).await;
        let asked = Recorder::new(&db);
        let (user, now) = (UserId(seeded(1, 7)), db.env.now());
        assert!(cycles::usable(&asked, user, now + Duration::days(40), Duration::days(30)).await.expect("an answer").is_some());
        cycles::queued(&asked, user, now).await.expect("an answer");
        cycles::current(&asked, user, now).await.expect("an answer");
        cycles::ended(&asked, user, now).await.expect("an answer");
        assert!(cycles::by_payment(&asked, PaymentId(seeded(10, 7))).await.expect("an answer").is_some());
        let some: Vec<_> = (1..=100).map(|n| PaymentId(seeded(10, n))).collect();
        assert!(!cycles::by_payments(&asked, &some).await.expect("an answer").is_empty());
        let from = now - Duration::days(31);
        let ending = cycles::ending(&asked, from, now, 50, None).await.expect("an answer");
        let last = ending.last().expect("50");
        let after = Some((last.ends_at, CycleId(last.id)));
        cycles::ending(&asked, from, now, 50, after).await.expect("an answer");
        asked.assert_uses_indexes().await;
    }
}
