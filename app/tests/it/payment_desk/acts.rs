//! What an admin does is done once, for a reason, and on record.

use chrono::Duration;
use nproxy_app::audit::{By, REASON_CHARS_MAX};
use nproxy_app::payments;
use nproxy_app::payments::desk::{self, Act, ActError, ActRefused, NoteInvalid};
use nproxy_domain::PaymentId;
use nproxy_domain::payment::{PaymentState, ReviewReason, Settlement};
use nproxy_domain::payment::{PaymentState::NeedsReview, ReviewReason::Short};
use nproxy_store::both;
use nproxy_store::testing::TestDb;
use serde_json::json;

use super::shop::{HAND, Shop};

fn refund(amount: &str) -> Act {
    Act::RefundNoted { address: "TXsender".into(), amount: amount.into(), transaction: "0xback".into() }
}

both! {
    async fn money_that_came_short_is_activated_by_an_admin_and_all_of_it_is_on_record(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = shop.in_review(ada, NeedsReview, Short).await;
        let file = desk::show(&shop.app, id).await.unwrap();
        assert_eq!(file.acts, ["activate", "refund_noted", "reject"], "a grant needs a month that it can be added to");

        let file = shop.act(id, Act::Activate).await.unwrap();
        let view = &file.payment.view;
        assert_eq!((view.state, view.in_review, view.settlement.map(Settlement::as_str)), (PaymentState::Paid, false, Some("activated")));
        assert_eq!(file.payment.settled_at, Some(shop.db.env.now()));
        assert_eq!(file.acts, ["keep"]);
        let months = shop.months(ada).await;
        assert_eq!((months.len(), months[0].payment_id, months[0].request_limit), (1, Some(id.0), 10));
        assert_eq!(view.period, Some((months[0].starts_at, months[0].ends_at)));
        assert!(!shop.is_troubled_by(id).await);

        let event = file.events.last().unwrap();
        let admin = "user:00000000-0000-7000-8000-00000000000a";
        assert_eq!((event.kind, event.actor.as_str()), ("act", admin));
        assert_eq!((event.before.as_deref(), event.after.as_deref()), (Some("needs_review"), Some("paid")));
        assert_eq!(event.summary, "activate: seen on the chain");
        let lines = shop.audited(id).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        let line = &lines[0];
        assert_eq!((line.act.as_str(), line.actor.as_str(), line.surface.as_str()), ("payments.activate", admin, "web"));
        assert_eq!((line.reason.as_deref(), line.request_id.as_deref()), (Some("seen on the chain"), Some("r1")));
        let (before, after) = (line.before.as_ref().unwrap(), line.after.as_ref().unwrap());
        assert_eq!((&before["state"], &before["review"]), (&json!("needs_review"), &json!("short")));
        assert_eq!((&after["state"], &after["review"], &after["settlement"]), (&json!("paid"), &json!(null), &json!("activated")));
        shop.close().await;
    }

    async fn nothing_is_done_without_a_reason_or_with_particulars_that_say_nothing(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.customer("ada@example.org").await;
        let id = shop.in_review(ada, NeedsReview, Short).await;
        let before = shop.row(id).await;
        for reason in ["", " \n ", &"x".repeat(REASON_CHARS_MAX + 1)] {
            let refused = desk::act(&shop.app, &By::operator(), id, Act::Activate, reason).await;
            assert!(matches!(refused, Err(ActError::ReasonMissing)), "{refused:?}");
        }
        for (act, why) in [
            (Act::Grant { requests: 0 }, NoteInvalid::Requests),
            (refund("0"), NoteInvalid::Amount),
            (refund("ten"), NoteInvalid::Amount),
        ] {
            let refused = shop.act(id, act).await;
            assert!(matches!(refused, Err(ActError::Invalid(found)) if found == why), "{refused:?}");
        }
        let unknown = PaymentId::new(&shop.db.env);
        assert!(matches!(shop.act(unknown, Act::Activate).await, Err(ActError::NotFound)));
        assert_eq!(shop.row(id).await, before);
        assert_eq!((shop.audited(id).await.len(), shop.months(ada).await.len()), (0, 1));
        shop.close().await;
    }

    async fn what_came_may_become_requests_on_top_of_the_month(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.customer("ada@example.org").await;
        let id = shop.in_review(ada, NeedsReview, Short).await;
        assert_eq!(desk::show(&shop.app, id).await.unwrap().acts, ["activate", "grant", "refund_noted", "reject"]);
        let file = shop.act(id, Act::Grant { requests: 4 }).await.unwrap();
        assert_eq!((file.payment.view.state, file.payment.view.activated_at), (PaymentState::Paid, None));
        let months = shop.months(ada).await;
        assert_eq!((months.len(), months[0].request_limit), (1, 14));
        let lines = shop.audited(id).await;
        let after = lines[0].after.as_ref().unwrap();
        assert_eq!((lines[0].act.as_str(), &after["requests"]), ("payments.grant", &json!(4)));
        assert_eq!(after["cycle"], json!(months[0].id));
        let again = shop.act(id, Act::Grant { requests: 4 }).await;
        assert!(matches!(again, Err(ActError::Refused(ActRefused::AlreadySettled))), "{again:?}");
        assert_eq!(shop.months(ada).await[0].request_limit, 14);
        shop.close().await;
    }

    async fn a_grant_without_a_month_changes_nothing(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = shop.in_review(ada, NeedsReview, Short).await;
        let before = shop.row(id).await;
        let refused = shop.act(id, Act::Grant { requests: 4 }).await;
        assert!(matches!(refused, Err(ActError::NoCycle)), "{refused:?}");
        assert_eq!((shop.row(id).await, shop.audited(id).await), (before, Vec::new()));
        assert!(desk::show(&shop.app, id).await.unwrap().events.is_empty());
        assert!(shop.is_troubled_by(id).await);
        shop.close().await;
    }

    async fn a_refund_is_noted_with_where_to_how_much_and_in_which_transaction(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = shop.in_review(ada, NeedsReview, Short).await;
        let file = shop.act(id, refund(" 4.00 ")).await.unwrap();
        let view = file.payment.view;
        assert_eq!(view.state, PaymentState::Refunded);
        let note = view.refund.unwrap();
        assert_eq!((note.address.as_str(), note.amount.as_str(), note.transaction.as_str()), ("TXsender", "4", "0xback"));
        let lines = shop.audited(id).await;
        assert_eq!(lines[0].after.as_ref().unwrap()["refund"]["amount"], json!("4"));
        assert!(file.acts.is_empty(), "{:?}", file.acts);
        shop.close().await;
    }

    async fn a_report_that_nothing_bears_out_is_rejected_and_the_payment_stays_open(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = shop.in_review(ada, PaymentState::Pending, ReviewReason::Reported).await;
        let file = shop.act(id, Act::Reject).await.unwrap();
        let view = file.payment.view;
        assert_eq!((view.state, view.in_review, view.settlement), (PaymentState::Pending, false, None));
        assert!(shop.row(id).await.next_read_at.is_some(), "it is still asked about");
        let short = shop.in_review(ada, NeedsReview, Short).await;
        let file = shop.act(short, Act::Reject).await.unwrap();
        assert_eq!(file.payment.view.state, PaymentState::Failed);
        shop.close().await;
    }

    async fn only_what_comes_past_us_is_confirmed_by_hand(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let told = shop.placed(ada, |_| {}).await;
        let refused = shop.act(told, Act::Confirm).await;
        assert!(matches!(refused, Err(ActError::Refused(ActRefused::NotByHand))), "{refused:?}");
        let by_hand = shop.placed(ada, |row| HAND.clone_into(&mut row.processor)).await;
        assert_eq!(desk::show(&shop.app, by_hand).await.unwrap().acts, ["confirm"]);
        let file = shop.act(by_hand, Act::Confirm).await.unwrap();
        assert_eq!((file.payment.view.state, file.payment.view.settlement), (PaymentState::Paid, None));
        let again = shop.act(by_hand, Act::Confirm).await;
        assert!(matches!(again, Err(ActError::Refused(ActRefused::AlreadyActivated))), "{again:?}");
        assert_eq!((shop.months(ada).await.len(), shop.audited(by_hand).await.len()), (1, 1));
        shop.close().await;
    }

    async fn what_comes_past_us_expires_by_the_clock_and_is_still_confirmed(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let end = shop.db.env.now() + Duration::hours(2);
        let id = shop
            .placed(ada, |row| {
                HAND.clone_into(&mut row.processor);
                row.expires_at = Some(end);
                row.next_read_at = Some(row.created_at);
            })
            .await;
        let sweep = async || {
            payments::reconcile(&shop.app).await.unwrap();
        };
        sweep().await;
        let row = shop.row(id).await;
        assert_eq!((row.state.as_str(), row.next_read_at), ("pending", Some(end)), "nobody is asked before its end");
        shop.db.clock.advance(Duration::hours(3));
        sweep().await;
        let row = shop.row(id).await;
        assert_eq!((row.state.as_str(), row.next_read_at, row.read_failures), ("expired", None, 0));
        let file = shop.act(id, Act::Confirm).await.unwrap();
        assert_eq!(file.payment.view.state, PaymentState::PaidLate);
        // A month that was confirmed is nothing that the clock takes back.
        shop.due(id).await;
        sweep().await;
        let row = shop.row(id).await;
        assert_eq!((row.state.as_str(), row.review, row.next_read_at), ("paid_late", None, None));
        shop.close().await;
    }

    async fn nobody_gets_a_month_while_the_account_is_suspended_or_gone(db: TestDb) {
        let shop = Shop::open(db);
        for (column, why) in [("suspended_at", ActRefused::AccountSuspended), ("deleted_at", ActRefused::AccountDeleted)] {
            let user = shop.customer(&format!("{column}@example.org")).await;
            let id = shop.in_review(user, NeedsReview, Short).await;
            shop.mark(user, column).await;
            assert_eq!(desk::show(&shop.app, id).await.unwrap().acts, ["refund_noted", "reject"], "{column}");
            for act in [Act::Activate, Act::Grant { requests: 4 }] {
                let refused = shop.act(id, act).await;
                assert!(matches!(refused, Err(ActError::Refused(found)) if found == why), "{refused:?}");
            }
            let file = shop.act(id, refund("4")).await.unwrap();
            assert_eq!(file.payment.email, format!("{column}@example.org"), "whose it was is still known");
        }
        shop.close().await;
    }
}
