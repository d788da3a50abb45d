//! What an admin sees of payments, and how he has a processor asked.

use nproxy_app::audit::By;
use nproxy_app::lists::{ListError, Listed, Turning};
use nproxy_app::payments::desk::{self, AdminPayment, PaymentQuery, ReadNowError, ShowError};
use nproxy_domain::payment::{PaymentState, ReviewReason};
use nproxy_domain::processor::PaymentStatus;
use nproxy_domain::{PaymentId, ProcessorId};
use nproxy_store::both;
use nproxy_store::payments::Transactions;
use nproxy_store::testing::TestDb;
use serde_json::json;

use super::shop::{HAND, Shop, TILL, admin, no_answer, snapshot};

fn ids(page: &Listed<AdminPayment>) -> Vec<PaymentId> {
    page.items.iter().map(|payment| payment.view.id).collect()
}

both! {
    async fn payments_are_found_by_state_question_processor_customer_and_name(db: TestDb) {
        let shop = Shop::open(db);
        let (ada, bob) = (shop.user("ada@example.org").await, shop.user("bob@example.org").await);
        let open = shop.placed(ada, |row| row.address = Some("TXshared".to_owned())).await;
        let by_hand = shop.placed(bob, |row| HAND.clone_into(&mut row.processor)).await;
        let short = shop.in_review_with(bob, PaymentState::NeedsReview, ReviewReason::Short, |row| {
            row.transactions = Transactions(vec!["0xseen".to_owned()]);
            row.reported_tx = Some("0xsaid".to_owned());
        }).await;
        let found = async |query: PaymentQuery| ids(&desk::list(&shop.app, &query, &Turning::default()).await.unwrap());
        let all = PaymentQuery::default;
        let text = |text: &str| PaymentQuery { text: Some(text.to_owned()), ..all() };
        let email = |email: &str| PaymentQuery { email: Some(email.to_owned()), ..all() };
        assert_eq!(found(all()).await, [short, by_hand, open]);
        assert_eq!(found(PaymentQuery { states: vec![PaymentState::Pending], ..all() }).await, [by_hand, open]);
        assert_eq!(found(PaymentQuery { in_review: true, ..all() }).await, [short]);
        assert_eq!(found(PaymentQuery { processor: Some(ProcessorId::from(HAND)), ..all() }).await, [by_hand]);
        assert_eq!(found(PaymentQuery { user: Some(ada), ..all() }).await, [open]);
        assert_eq!(found(email(" Bob@Example.ORG ")).await, [short, by_hand]);
        assert_eq!(found(email("eve@example.org")).await, []);
        assert_eq!(found(PaymentQuery { user: Some(ada), ..email("bob@example.org") }).await, []);
        for name in ["0xseen", " 0xsaid ", &short.to_string(), &format!("invoice-{short}")] {
            assert_eq!(found(text(name)).await, [short], "{name}");
        }
        assert_eq!(found(text("TXshared")).await, [open]);
        assert_eq!(found(text("TXshare")).await, []);
        assert_eq!(found(text(" ")).await.len(), 3, "nothing said is nothing asked");
        shop.close().await;
    }

    async fn pages_leave_nothing_out_and_show_nothing_twice(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let mut placed = Vec::new();
        for _ in 0..5 {
            placed.insert(0, shop.placed(ada, |_| {}).await);
        }
        let (mut seen, mut cursor) = (Vec::new(), None);
        for left in [true, true, false] {
            let turning = Turning { cursor, limit: Some(2), ..Turning::default() };
            let page = desk::list(&shop.app, &PaymentQuery::default(), &turning).await.unwrap();
            assert_eq!((page.total.count, page.total.more), (5, false));
            seen.extend(ids(&page));
            cursor = page.next_cursor;
            assert_eq!(cursor.is_some(), left);
        }
        assert_eq!(seen, placed);
        let list = async |cursor: Option<&str>, limit| {
            let turning = Turning { cursor: cursor.map(str::to_owned), limit: Some(limit), ..Turning::default() };
            desk::list(&shop.app, &PaymentQuery::default(), &turning).await
        };
        assert!(matches!(list(Some("nonsense"), 2).await, Err(ListError::BadCursor)));
        for limit in [0, 101] {
            assert!(matches!(list(None, limit).await, Err(ListError::LimitOutOfRange)));
        }
        shop.close().await;
    }

    async fn a_processor_asked_at_once_tells_what_came(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = shop.placed(ada, |row| row.external_id = Some("x1".to_owned())).await;
        shop.says(Ok(snapshot("x1", PaymentStatus::Paid, "10")));
        let file = desk::read_now(&shop.app, &admin(), id).await.unwrap();
        assert_eq!(file.payment.view.state, PaymentState::Paid);
        assert_eq!((file.payment.read_at, shop.months(ada).await.len()), (Some(shop.db.env.now()), 1));
        let event = file.events.last().unwrap();
        assert_eq!((event.kind, event.actor.as_str(), event.after.as_deref()), ("read", "system", Some("paid")));
        let lines = shop.audited(id).await;
        assert_eq!((lines.len(), lines[0].act.as_str(), lines[0].surface.as_str()), (1, "payments.read", "web"));
        assert_eq!(lines[0].before.as_ref().unwrap()["state"], json!("pending"));
        assert_eq!(lines[0].after.as_ref().unwrap()["state"], json!("paid"));
        shop.close().await;
    }

    async fn a_processor_that_does_not_answer_is_said_and_on_record(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = shop.placed(ada, |_| {}).await;
        shop.says(Err(no_answer()));
        let refused = desk::read_now(&shop.app, &By::operator(), id).await;
        assert!(matches!(&refused, Err(ReadNowError::Processor(words)) if words.contains("out to lunch")), "{refused:?}");
        let lines = shop.audited(id).await;
        assert_eq!((lines.len(), lines[0].actor.as_str()), (1, "operator"));
        assert!(lines[0].after.as_ref().unwrap()["trouble"].as_str().unwrap().contains("out to lunch"));
        assert_eq!(shop.row(id).await.read_failures, 1);
        shop.close().await;
    }

    async fn what_nobody_can_be_asked_about_is_told_apart(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let unknown = PaymentId::new(&shop.db.env);
        assert!(matches!(desk::show(&shop.app, unknown).await, Err(ShowError::NotFound)));
        assert!(matches!(desk::proof(&shop.app, unknown).await, Err(ShowError::NotFound)));
        let read = async |app: &nproxy_app::App, id| desk::read_now(app, &By::operator(), id).await;
        assert!(matches!(read(&shop.app, unknown).await, Err(ReadNowError::NotFound)));
        let not_made = shop.placed(ada, |row| (row.external_id, row.state) = (None, "creating".to_owned())).await;
        assert!(matches!(read(&shop.app, not_made).await, Err(ReadNowError::NotMade)));
        let id = shop.placed(ada, |_| {}).await;
        let without = shop.without_till();
        assert!(matches!(read(&without, id).await, Err(ReadNowError::ProcessorGone)));
        let shown = desk::show(&without, id).await.unwrap().payment;
        assert_eq!((shown.view.processor_label.as_str(), shown.email.as_str()), (TILL, "ada@example.org"));
        for id in [not_made, id] {
            assert!(shop.audited(id).await.is_empty(), "nobody was asked");
        }
        shop.close().await;
    }
}
