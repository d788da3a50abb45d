//! Two admins, in two processes, act at the same time.

use nproxy_app::App;
use nproxy_app::payments::desk::{self, Act, ActError, ActRefused, PaymentFile};
use nproxy_domain::PaymentId;
use nproxy_domain::payment::PaymentState::NeedsReview;
use nproxy_domain::payment::ReviewReason::Short;
use nproxy_store::both;
use nproxy_store::testing::TestDb;

use super::shop::{HAND, Shop, admin};

/// So often the two meet; once would prove little.
const ROUNDS: usize = 8;

async fn at_once(shop: &Shop, other: &App, id: PaymentId, one: Act, two: Act) -> ActRefused {
    let (admin, reason) = (&admin(), "at the same time");
    let one = desk::act(&shop.app, admin, id, one, reason);
    let two = desk::act(other, admin, id, two, reason);
    let (one, two) = tokio::join!(one, two);
    match (one, two) {
        (Ok(PaymentFile { .. }), Err(ActError::Refused(refused)))
        | (Err(ActError::Refused(refused)), Ok(PaymentFile { .. })) => refused,
        both => panic!("one is done, the other refused: {both:?}"),
    }
}

both! {
    async fn two_who_activate_give_one_month(db: TestDb) {
        let shop = Shop::open(db);
        let other = shop.another_process().await;
        let ada = shop.user("ada@example.org").await;
        for round in 1..=ROUNDS {
            let id = shop.in_review(ada, NeedsReview, Short).await;
            let refused = at_once(&shop, &other, id, Act::Activate, Act::Activate).await;
            assert_eq!(refused, ActRefused::AlreadySettled);
            let months = shop.months(ada).await;
            assert_eq!(months.len(), round);
            assert!(months.windows(2).all(|pair| pair[0].ends_at == pair[1].starts_at), "{months:?}");
            assert_eq!(shop.audited(id).await.len(), 1);
        }
        shop.close().await;
    }

    async fn two_who_confirm_give_one_month(db: TestDb) {
        let shop = Shop::open(db);
        let other = shop.another_process().await;
        let ada = shop.user("ada@example.org").await;
        for round in 1..=ROUNDS {
            let id = shop.placed(ada, |row| HAND.clone_into(&mut row.processor)).await;
            let refused = at_once(&shop, &other, id, Act::Confirm, Act::Confirm).await;
            assert_eq!((refused, shop.months(ada).await.len()), (ActRefused::AlreadyActivated, round));
        }
        shop.close().await;
    }

    async fn requests_and_a_month_are_not_both_given(db: TestDb) {
        let shop = Shop::open(db);
        let other = shop.another_process().await;
        for nth in 0..ROUNDS {
            let user = shop.customer(&format!("{nth}@example.org")).await;
            let id = shop.in_review(user, NeedsReview, Short).await;
            let refused = at_once(&shop, &other, id, Act::Grant { requests: 4 }, Act::Activate).await;
            let months = shop.months(user).await;
            let (granted, opened) = (months[0].request_limit == 14, months.len() == 2);
            assert!(granted != opened, "{refused:?}: {months:?}");
        }
        shop.close().await;
    }
}
