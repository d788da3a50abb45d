//! How many orders a customer has placed.

use nproxy_store::both;
use nproxy_store::payments::{self, Orders};
use nproxy_store::testing::TestDb;

use crate::payments::{placed, user};

both! {
    async fn orders_that_no_invoice_came_of_count_apart(db: TestDb) {
        let user = user(&db).await;
        let first = placed(&db, user, |_| {}).await;
        let never_made = placed(&db, user, |row| {
            row.state = "failed".into();
            row.external_id = None;
        })
        .await;
        let failed_later = placed(&db, user, |row| {
            row.state = "failed".into();
            row.external_id = Some("made".into());
        })
        .await;
        let nth = async |orders, n| payments::nth_newest(db.store.read(), user, orders, n).await.expect("readable");
        assert_eq!(nth(Orders::All, 1).await, Some(failed_later.created_at));
        assert_eq!(nth(Orders::All, 2).await, Some(never_made.created_at));
        assert_eq!(nth(Orders::Made, 2).await, Some(first.created_at));
        assert_eq!(nth(Orders::Made, 3).await, None);
    }
}
