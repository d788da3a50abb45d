//! What becomes of the month when its money moves.

use nproxy_app::payments::desk::{self, Act, ActError, ActRefused};
use nproxy_domain::payment::{PaymentState, ReviewReason};
use nproxy_domain::processor::PaymentStatus;
use nproxy_store::both;
use nproxy_store::payments::Set;
use nproxy_store::testing::TestDb;
use serde_json::json;

use super::shop::{Shop, admin, snapshot};

fn refund() -> Act {
    Act::RefundNoted { address: "TXsender".into(), amount: "10".into(), transaction: "0xback".into() }
}

async fn reversed(shop: &Shop, user: nproxy_domain::UserId) -> nproxy_domain::PaymentId {
    let id = shop.activated(user).await;
    let row = &shop.row(id).await;
    let change = &nproxy_store::payments::PaymentChange {
        review: Set(Some(ReviewReason::Reversed.as_str().to_owned())),
        review_opened_at: Set(Some(shop.db.env.now())),
        settlement: Set(None),
        settled_at: Set(None),
        ..Default::default()
    };
    let write =
        shop.db.store.write(|tx| async move { nproxy_store::payments::advance(&tx, row, change.clone()).await });
    write.await.expect("written");
    id
}

both! {
    async fn a_refund_that_is_noted_ends_the_month_it_had_paid_for(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = reversed(&shop, ada).await;
        shop.db.clock.advance(chrono::Duration::days(3));
        let file = shop.act(id, refund()).await.unwrap();
        assert_eq!(file.payment.view.state, PaymentState::Refunded);
        let months = shop.months(ada).await;
        assert_eq!((months.len(), months[0].ends_at), (1, shop.db.env.now()));
        assert_eq!(file.acts, ["keep"]);
        shop.close().await;
    }

    async fn a_month_that_its_refund_ended_is_given_back_where_the_customer_may_keep_it(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = reversed(&shop, ada).await;
        let bought = shop.months(ada).await.remove(0);
        shop.db.clock.advance(chrono::Duration::days(3));
        shop.act(id, refund()).await.unwrap();
        shop.db.clock.advance(chrono::Duration::days(1));
        let file = shop.act(id, Act::Keep).await.unwrap();
        assert!(file.payment.kept);
        let months = shop.months(ada).await;
        assert_eq!((months.len(), months[0].ends_at, months[0].cut_from), (1, bought.ends_at, None));
        let line = shop.audited(id).await.pop().unwrap();
        let after = line.after.unwrap();
        assert_eq!((line.act.as_str(), &after["kept"], &after["cycle"]), ("payments.keep", &json!(true), &json!(bought.id)));
        shop.close().await;
    }

    async fn a_month_is_not_given_back_over_another_one(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = reversed(&shop, ada).await;
        shop.db.clock.advance(chrono::Duration::days(3));
        shop.act(id, refund()).await.unwrap();
        shop.activated(ada).await;
        let before = (shop.row(id).await, shop.audited(id).await.len(), shop.months(ada).await);
        let refused = shop.act(id, Act::Keep).await;
        assert!(matches!(refused, Err(ActError::MonthInTheWay)), "{refused:?}");
        assert_eq!((shop.row(id).await, shop.audited(id).await.len(), shop.months(ada).await), before);
        shop.close().await;
    }

    async fn a_month_that_may_be_kept_outlives_its_refund(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = shop.placed(ada, |row| row.external_id = Some("paid".to_owned())).await;
        shop.says(Ok(snapshot("paid", PaymentStatus::Paid, "10")));
        desk::read_now(&shop.app, &admin(), id).await.unwrap();
        let file = shop.act(id, Act::Keep).await.unwrap();
        assert_eq!((file.payment.kept, file.acts), (true, vec!["refund_noted"]));
        let again = shop.act(id, Act::Keep).await;
        assert!(matches!(again, Err(ActError::Refused(ActRefused::AlreadyKept))), "{again:?}");
        let bought = shop.months(ada).await;
        shop.says(Ok(snapshot("paid", PaymentStatus::Refunded, "10")));
        let file = desk::read_now(&shop.app, &admin(), id).await.unwrap();
        assert_eq!(file.payment.view.state, PaymentState::Refunded);
        assert_eq!(shop.months(ada).await, bought);
        shop.close().await;
    }

    async fn nothing_that_did_not_activate_is_kept(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = shop.placed(ada, |_| {}).await;
        let refused = shop.act(id, Act::Keep).await;
        assert!(matches!(refused, Err(ActError::Refused(ActRefused::NotActivated))), "{refused:?}");
        shop.close().await;
    }
}
