//! What admins do to months, and what the check of the books says of them.

use chrono::Duration;
use nproxy_app::audit::By;
use nproxy_app::cycles::{self, AddRequestsError, GrantError, LedgerProblem, LimitChange};
use nproxy_domain::quota::{Counters, Span};
use nproxy_domain::{CycleId, PaymentId, UserId};
use nproxy_store::both;
use nproxy_store::cycles::{move_to, span};
use nproxy_store::entities::audit_log;
use nproxy_store::payments::{self, PaymentRow};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use super::with_grace;
use crate::till::{month_of, ordered, pay, span_of, wait_until};
use crate::world::World;

both! {
    async fn requests_are_added_and_corrected_on_record(db: TestDb) {
        let world = with_grace(db, 3).await;
        let user = world.visitor().await;
        let by = By::operator();
        let add = async |change, reason: &str| cycles::add_requests(&world.app, &by, user, change, reason).await;
        let none = add(LimitChange::Grant(5), "sorry").await;
        assert!(matches!(none, Err(AddRequestsError::NoCurrentMonth)), "{none:?}");
        let paid = pay(&world, user, 10).await;
        world.queue(user, 4).await;
        world.work().await;
        world.queue(user, 2).await;
        let changed = add(LimitChange::Grant(5), " sorry\nfor that ").await.expect("added");
        let counters = |limit| Counters { limit, spent: 4, held: 2 };
        assert_eq!((changed.before, changed.after), (counters(10), counters(15)));
        assert_eq!(changed.cycle, CycleId(month_of(&world, &paid).await.id));
        let changed = add(LimitChange::Correct(-9), "a slip").await.expect("corrected");
        assert_eq!((changed.before, changed.after), (counters(15), counters(6)));
        let refused = add(LimitChange::Correct(-1), "a slip").await;
        assert!(matches!(refused, Err(AddRequestsError::BelowUse { spent: 4, held: 2 })), "{refused:?}");
        let refused = add(LimitChange::Correct(i64::MAX), "a slip").await;
        assert!(matches!(refused, Err(AddRequestsError::TooMany)), "{refused:?}");
        for nothing in ["", " \n", &"x".repeat(501)] {
            let refused = add(LimitChange::Grant(1), nothing).await;
            assert!(matches!(refused, Err(AddRequestsError::ReasonMissing)), "{refused:?}");
        }
        let nobody = UserId::new(&world.app.env);
        let nobody = cycles::add_requests(&world.app, &by, nobody, LimitChange::Grant(1), "sorry").await;
        assert!(matches!(nobody, Err(AddRequestsError::UserNotFound)), "{nobody:?}");
        let acts = audit_log::Entity::find().all(world.app.store.read()).await.expect("readable");
        let acts: Vec<_> = acts.iter().filter(|act| act.subject.starts_with("cycle:"))
            .map(|act| (act.act.as_str(), act.reason.as_deref())).collect();
        assert_eq!(acts.len(), 2, "what is refused is no act");
        assert!(acts.contains(&("cycles.add", Some("sorry for that"))) && acts.contains(&("cycles.correct", Some("a slip"))));
        world.work().await;
        wait_until(&world, span_of(&world, &paid).await.1);
        add(LimitChange::Grant(1), "sorry").await.expect("its grace runs");
        world.end().await;
    }

    async fn a_month_is_granted_for_a_reason_and_in_its_place(db: TestDb) {
        let world = with_grace(db, 3).await;
        let user = world.visitor().await;
        let first = pay(&world, user, 10).await;
        let (_, end) = span_of(&world, &first).await;
        wait_until(&world, end + Duration::days(1));
        let refused = cycles::grant_cycle(&world.app, &By::operator(), user, "month-10", " ").await;
        assert!(matches!(refused, Err(GrantError::ReasonMissing)), "{refused:?}");
        let granted = cycles::grant_cycle(&world.app, &By::operator(), user, "month-10", "sorry").await.expect("granted");
        assert_eq!(granted.starts_at, end);
        assert_eq!(granted.ends_at, Span::first(granted.starts_at, 1).expect("a date").ends_at);
        world.end().await;
    }

    async fn a_month_out_of_its_place_is_found_and_named(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (first, second) = (pay(&world, user, 10).await, pay(&world, user, 10).await);
        let ids = [month_of(&world, &first).await.id, month_of(&world, &second).await.id].map(CycleId);
        let problems = async || cycles::check_ledger(&world.app).await.expect("readable");
        assert_eq!(problems().await, []);
        let stray = PaymentRow { activated_at: Some(world.app.env.now()), ..ordered(&world, user, 10) };
        let row = &stray;
        world.app.store.write(move |tx| async move { payments::insert(&tx, row).await }).await.expect("placed");
        assert_eq!(problems().await, [LedgerProblem::NoCycle { payment: PaymentId(stray.id) }]);
        world.sql("UPDATE payments SET activated_at = NULL".to_owned()).await;
        let mut not_paid: Vec<_> = [&first, &second].iter().zip(ids)
            .map(|(payment, cycle)| LedgerProblem::NotPaid { cycle, payment: PaymentId(payment.id) }).collect();
        not_paid.sort_by_key(ToString::to_string);
        let mut found = problems().await;
        found.sort_by_key(ToString::to_string);
        assert_eq!(found, not_paid);
        let late = &month_of(&world, &second).await;
        let early = Span { starts_at: late.starts_at - Duration::days(1), ..span(late) };
        world.app.store.write(move |tx| async move { move_to(&tx, late, early).await }).await.expect("moved");
        assert!(problems().await.contains(&LedgerProblem::Overlap { cycle: ids[1], other: ids[0] }));
        world.end_with_wrong_books();
    }
}
