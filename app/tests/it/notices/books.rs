//! The books are compared every day.

use nproxy_app::notices::watch_ledger;
use nproxy_domain::mail::NoticeStage;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::{heard, open, told};

both! {
    async fn books_that_disagree_are_told_of_until_they_agree_again(db: TestDb) {
        let world = heard(db).await;
        let user = world.customer(10).await;
        world.queue(user, 2).await;
        world.work().await;
        watch_ledger(&world.app).await.expect("readable");
        assert_eq!(told(&world).await, []);
        world.sql("UPDATE cycles SET spent = spent + 1".to_owned()).await;
        watch_ledger(&world.app).await.expect("readable");
        let [message] = told(&world).await.try_into().expect("it is told");
        assert_eq!((open(&world).await, message.title()), (vec!["ledger".to_owned()], "The books disagree: 1"));
        assert!(message.says("the cycle says"), "{message:?}");
        world.sql("UPDATE cycles SET spent = spent - 1".to_owned()).await;
        watch_ledger(&world.app).await.expect("readable");
        assert_eq!(told(&world).await.pop().expect("its end").stage(), NoticeStage::Recovered);
        world.end().await;
    }
}
