//! Paid months: in a row, ended early, taken back, and what is in them.

use chrono::Duration;
use nproxy_domain::audit::Actor;
use nproxy_domain::generation::Settle;
use nproxy_domain::mail::Mail;
use nproxy_domain::quota::{Counters, EntryKind, Span};
use nproxy_domain::{CycleId, MailId, PaymentId, Timestamp, UserId};
use nproxy_store::cycles::{self, AddRequestsError, CycleRow, LimitChange, Misplaced};
use nproxy_store::entities::ledger_entries;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use nproxy_store::testing::{TestDb, execute};
use nproxy_store::{StoreError, both, mails};
use tokio::task::JoinSet;

use crate::life::{Customer, a_customer, queue};
use crate::payments::{a_payment, insert};

fn a_month(db: &TestDb, user: UserId, span: Span) -> CycleRow {
    CycleRow {
        id: CycleId::new(&db.env).0,
        user_id: user.0,
        plan: "month".into(),
        plan_label: "Month".into(),
        anchor: span.anchor,
        starts_at: span.starts_at,
        ends_at: span.ends_at,
        request_limit: 10,
        spent: 0,
        held: 0,
        payment_id: None,
        created_at: db.env.now(),
        months: 1,
        voided_at: None,
        cut_from: None,
    }
}

async fn open(db: &TestDb, row: &CycleRow) -> Result<(), StoreError> {
    let env = &db.env;
    db.store.write(|tx| async move { cycles::open(&tx, env, row, Actor::System, "paid").await }).await
}

/// Opens a month behind the given one.
async fn next(db: &TestDb, before: &CycleRow) -> CycleRow {
    let row = a_month(db, UserId(before.user_id), cycles::span(before).after(1).expect("a date"));
    open(db, &row).await.expect("opened");
    row
}

async fn first(db: &TestDb) -> (Customer, CycleRow) {
    let customer = a_customer(&db.store, &db.env, 10).await;
    let row = cycles::current(db.store.read(), customer.id, db.env.now()).await.expect("readable").expect("there");
    (customer, row)
}

async fn usable(db: &TestDb, user: UserId, now: Timestamp, grace_days: i64) -> Option<uuid::Uuid> {
    let grace = Duration::days(grace_days);
    cycles::usable(db.store.read(), user, now, grace).await.expect("readable").map(|row| row.id)
}

async fn cut(db: &TestDb, row: &CycleRow, now: Timestamp) -> CycleRow {
    db.store.write(|tx| async move { cycles::cut(&tx, row, now).await }).await.expect("cut")
}

async fn void(db: &TestDb, row: &CycleRow, now: Timestamp) -> CycleRow {
    db.store.write(|tx| async move { cycles::void(&tx, row, now).await }).await.expect("voided")
}

async fn restore(db: &TestDb, row: &CycleRow) -> Option<CycleRow> {
    db.store.write(|tx| async move { cycles::restore(&tx, row).await }).await.expect("tried")
}

async fn misplaced(db: &TestDb) -> Vec<Misplaced> {
    cycles::misplaced(db.store.read(), 100).await.expect("readable")
}

async fn add(db: &TestDb, cycle: CycleId, change: LimitChange) -> Result<CycleRow, AddRequestsError> {
    let (env, by) = (&db.env, Actor::Operator);
    db.store.write(|tx| async move { cycles::add_requests(&tx, env, cycle, change, by, "sorry").await }).await
}

/// What the ledger says of a cycle beside what its row does.
async fn by_the_ledger(db: &TestDb, cycle: CycleId) -> (Option<Counters>, Counters) {
    let sums = cycles::sums(db.store.read()).await.expect("readable");
    let (mut ledger, mut row) = (nproxy_domain::quota::Ledger::default(), None);
    for sum in sums.into_iter().filter(|sum| sum.cycle_id == cycle.0) {
        let kind = EntryKind::ALL.into_iter().find(|kind| Some(kind.as_str()) == sum.kind.as_deref());
        ledger.add(kind.expect("a kind"), sum.amount.expect("a sum"));
        let count = |n| u32::try_from(n).expect("a count");
        row = Some(Counters { limit: count(sum.request_limit), spent: count(sum.spent), held: count(sum.held) });
    }
    (ledger.counters(), row.expect("it has entries"))
}

both! {
    async fn a_month_is_of_use_until_its_grace_is_over_or_a_newer_one_is_there(db: TestDb) {
        let (customer, month) = first(&db).await;
        let user = customer.id;
        let last_moment = month.ends_at - Duration::microseconds(1);
        assert_eq!(usable(&db, user, last_moment, 0).await, Some(month.id));
        assert_eq!(usable(&db, user, month.ends_at, 0).await, None);
        assert_eq!(usable(&db, user, month.ends_at, 3).await, Some(month.id));
        assert_eq!(usable(&db, user, month.ends_at + Duration::days(3) - Duration::microseconds(1), 3).await, Some(month.id));
        assert_eq!(usable(&db, user, month.ends_at + Duration::days(3), 3).await, None);
        let second = next(&db, &month).await;
        assert_eq!(usable(&db, user, month.ends_at, 3).await, Some(second.id));
        void(&db, &second, db.env.now()).await;
        assert_eq!(usable(&db, user, month.ends_at, 3).await, Some(month.id), "what was voided is not there");
        let now = month.starts_at + Duration::days(2);
        cut(&db, &month, now).await;
        assert_eq!(usable(&db, user, now, 3).await, None, "what was ended early has no grace");
        let later = month.ends_at + Duration::days(100);
        let far = a_month(&db, user, Span::first(later, 1).expect("a date"));
        open(&db, &far).await.expect("opened");
        assert_eq!(usable(&db, user, later - Duration::days(1), 3).await, None, "not yet");
    }

    async fn the_queue_moves_up_when_the_running_month_is_ended(db: TestDb) {
        let (customer, month) = first(&db).await;
        let (second, now) = (next(&db, &month).await, month.starts_at + Duration::days(10));
        let third = next(&db, &second).await;
        let read = db.store.read();
        let queued = async |now| {
            let queue = cycles::queued(read, customer.id, now).await.expect("readable");
            queue.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(queued(now).await, [second.id, third.id]);
        assert_eq!(queued(second.starts_at).await, [third.id], "it runs");
        let held = queue(&db.store, &db.env, customer, 1).await;
        let ended = cut(&db, &month, now).await;
        assert_eq!((ended.ends_at, ended.cut_from), (now, Some(month.ends_at)));
        let spans = Span::row(now, &[1, 1]).expect("dates");
        for (row, span) in [&second, &third].into_iter().zip(&spans) {
            let moved = db.store.write(|tx| async move { cycles::move_to(&tx, row, *span).await }).await.expect("moved");
            assert_eq!(cycles::span(&moved), *span);
        }
        assert_eq!(usable(&db, customer.id, now, 0).await, Some(second.id));
        assert_eq!(queued(now).await, [third.id]);
        assert_eq!(misplaced(&db).await, []);
        // The picture that ran settles where it was held.
        let (env, held) = (&db.env, held[0]);
        db.store.write(|tx| async move { cycles::settle(&tx, env, customer.cycle, held, Settle::Spend).await }).await.expect("settled");
        let row = cycles::ended(read, customer.id, now).await.expect("readable").expect("there");
        assert_eq!((row.id, row.spent, row.held), (month.id, 1, 0));
        assert_eq!(restore(&db, &row).await, None, "another month runs there now");
        let stale = db.store.write(|tx| { let second = &second; async move { cycles::void(&tx, second, now).await } }).await;
        assert!(matches!(stale, Err(StoreError::Internal(_))), "it was read before it moved: {stale:?}");
    }

    async fn what_was_ended_or_taken_back_can_be_given_again(db: TestDb) {
        let (customer, month) = first(&db).await;
        let (read, now) = (db.store.read(), month.starts_at + Duration::days(10));
        let second = next(&db, &month).await;
        let gone = void(&db, &second, now).await;
        assert_eq!(gone.voided_at, Some(now));
        assert_eq!(cycles::last(read, customer.id).await.expect("readable").map(|row| row.id), Some(month.id));
        let ended = cut(&db, &month, now).await;
        assert_eq!(cycles::current(read, customer.id, now).await.expect("readable"), None);
        assert_eq!(restore(&db, &ended).await.as_ref(), Some(&month), "as it was");
        assert_eq!(restore(&db, &gone).await.as_ref(), Some(&second));
        let gone = void(&db, &second, now).await;
        let instead = a_month(&db, customer.id, cycles::span(&second));
        open(&db, &instead).await.expect("its place is free");
        assert_eq!(restore(&db, &gone).await, None, "and taken now");
        let twin = a_month(&db, customer.id, cycles::span(&second));
        assert!(open(&db, &twin).await.is_err_and(|e| e.is_unique()));
        // No time is left to end in.
        let begun = void(&db, &instead, now).await;
        assert_eq!(cut(&db, &restore(&db, &begun).await.expect("free"), begun.starts_at).await.voided_at, Some(begun.starts_at));
        assert_eq!(misplaced(&db).await, []);
    }

    async fn a_payment_opens_one_month(db: TestDb) {
        let (customer, month) = first(&db).await;
        let payment = a_payment(&db, customer.id);
        insert(&db, &payment).await.expect("placed");
        let span = |n| Span::first(month.ends_at + Duration::days(n), 1).expect("a date");
        let paid = |n| CycleRow { payment_id: Some(payment.id), ..a_month(&db, customer.id, span(n)) };
        let row = paid(0);
        open(&db, &row).await.expect("opened");
        assert!(open(&db, &paid(100)).await.is_err_and(|e| e.is_unique()));
        let by_payment = async || cycles::by_payment(db.store.read(), PaymentId(payment.id)).await.expect("readable");
        assert_eq!(by_payment().await, Some(row.clone()));
        void(&db, &row, db.env.now()).await;
        assert!(by_payment().await.is_some_and(|row| row.voided_at.is_some()), "also when it was taken back");
        assert!(open(&db, &paid(200)).await.is_err_and(|e| e.is_unique()), "and for good");
    }

    async fn what_is_out_of_place_is_found(db: TestDb) {
        let (customer, month) = first(&db).await;
        let second = next(&db, &month).await;
        let (id, now) = (second.id, db.env.now());
        let paid = nproxy_store::payments::PaymentRow { activated_at: Some(now), ..a_payment(&db, customer.id) };
        insert(&db, &paid).await.expect("placed");
        assert_eq!(misplaced(&db).await, [Misplaced::NoCycle { payment: paid.id }]);
        let third = CycleRow { payment_id: Some(paid.id), ..a_month(&db, customer.id, cycles::span(&second).after(1).expect("a date")) };
        open(&db, &third).await.expect("opened");
        assert_eq!(misplaced(&db).await, []);
        let early = Span { starts_at: second.starts_at - Duration::days(1), ..cycles::span(&second) };
        let second = &second;
        db.store.write(|tx| async move { cycles::move_to(&tx, second, early).await }).await.expect("moved");
        assert_eq!(misplaced(&db).await, [Misplaced::Overlap { cycle: id, other: month.id }]);
        void(&db, &month, now).await;
        assert_eq!(misplaced(&db).await, [], "a voided month is in nobody's way");
        let not_paid = vec![Misplaced::NotPaid { cycle: third.id, payment: paid.id }];
        let spoil = async |sql: &'static str| {
            db.store.write(|tx| async move { execute(&tx, sql).await }).await.expect("spoilt");
        };
        spoil("UPDATE payments SET activated_at = NULL").await;
        assert_eq!(misplaced(&db).await, not_paid);
        spoil("UPDATE payments SET activated_at = created_at").await;
        assert_eq!(misplaced(&db).await, []);
        let stranger = a_customer(&db.store, &db.env, 10).await.id;
        let theirs = PaymentId(paid.id);
        let change = nproxy_store::payments::PaymentChange {
            user_id: nproxy_store::payments::Set(stranger.0),
            ..Default::default()
        };
        let change = &change;
        db.store.write(|tx| async move {
            let row = nproxy_store::payments::lock(&tx, theirs).await?.expect("there");
            nproxy_store::payments::advance(&tx, &row, change.clone()).await
        }).await.expect("spoilt");
        assert_eq!(misplaced(&db).await, not_paid, "it is another customer's");
    }

    async fn requests_are_added_together_with_their_entry_and_never_below_what_is_used(db: TestDb) {
        let (customer, _) = first(&db).await;
        let cycle = customer.cycle;
        queue(&db.store, &db.env, customer, 4).await;
        let granted = add(&db, cycle, LimitChange::Grant(5)).await.expect("granted");
        assert_eq!((granted.request_limit, granted.held), (15, 4));
        assert_eq!(add(&db, cycle, LimitChange::Correct(-11)).await.expect("corrected").request_limit, 4);
        let used = Counters { limit: 4, spent: 0, held: 4 };
        let refused = add(&db, cycle, LimitChange::Correct(-1)).await;
        assert!(matches!(refused, Err(AddRequestsError::BelowUse(counters)) if counters == used), "{refused:?}");
        for much in [i64::MAX, i64::from(u32::MAX)] {
            assert!(matches!(add(&db, cycle, LimitChange::Correct(much)).await, Err(AddRequestsError::TooMany)));
        }
        assert_eq!(by_the_ledger(&db, cycle).await, (Some(used), used));
        let entries = ledger_entries::Entity::find().all(db.store.read()).await.expect("readable");
        let given: Vec<_> = entries.iter().filter(|entry| entry.reason.as_deref() == Some("sorry"))
            .map(|entry| (entry.kind.as_str(), entry.amount, entry.actor.as_str())).collect();
        assert_eq!(given.len(), 2, "a refused change leaves no entry");
        assert!(given.contains(&("grant", 5, "operator")) && given.contains(&("correct", -11, "operator")), "{given:?}");
    }

    async fn requests_are_added_and_held_at_once_without_a_loss(db: TestDb) {
        let customer = a_customer(&db.store, &db.env, 100).await;
        let cycle = customer.cycle;
        let mut all = JoinSet::new();
        for n in 0..8 {
            let (store, env) = (db.store.clone(), db.env_of(100 + n));
            all.spawn(async move {
                if n % 2 == 0 {
                    queue(&store, &env, customer, 1).await;
                } else {
                    let (env, change) = (&env, LimitChange::Grant(1));
                    store.write(|tx| async move { cycles::add_requests(&tx, env, cycle, change, Actor::System, "x").await })
                        .await.expect("granted");
                }
            });
        }
        all.join_all().await;
        let counters = Counters { limit: 104, spent: 0, held: 4 };
        assert_eq!(by_the_ledger(&db, cycle).await, (Some(counters), counters));
    }

    async fn months_that_end_are_walked_page_by_page(db: TestDb) {
        let mut rows = Vec::new();
        for n in 0..5_i64 {
            let customer = a_customer(&db.store, &db.env, 10).await;
            let row = cycles::current(db.store.read(), customer.id, db.env.now()).await.expect("readable").expect("there");
            // The last two end together.
            let ends_at = row.ends_at + Duration::hours(n.min(3));
            let (row, to) = (&row, Span { ends_at, ..cycles::span(&row) });
            rows.push(db.store.write(|tx| async move { cycles::move_to(&tx, row, to).await }).await.expect("moved"));
        }
        void(&db, &rows.remove(0), db.env.now()).await;
        let (from, until) = (db.env.now(), rows[3].ends_at + Duration::microseconds(1));
        rows.sort_by_key(|row| (row.ends_at, row.id));
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = cycles::ending(db.store.read(), from, until, 2, after).await.expect("readable");
            let Some(last) = page.last() else { break };
            after = Some((last.ends_at, CycleId(last.id)));
            seen.extend(page);
        }
        assert_eq!(seen, rows, "each once, without the voided one");
        let until = rows[3].ends_at;
        let ending = cycles::ending(db.store.read(), rows[0].ends_at, until, 9, None).await.expect("readable");
        assert_eq!(ending, rows[..2], "the end is open");
        cut(&db, &rows[0], rows[0].starts_at + Duration::days(1)).await;
        let ending = cycles::ending(db.store.read(), rows[0].starts_at, until, 9, None).await.expect("readable");
        assert_eq!(ending, rows[1..2], "what was ended early needs no reminder");
    }

    async fn a_mail_with_a_name_is_written_once(db: TestDb) {
        let mail = Mail { to: "ada@example.com".into(), subject: "Your month ends".into(), text: "soon".into(), html: None };
        let mut all = JoinSet::new();
        for _ in 0..4 {
            let (store, id, mail, now) = (db.store.clone(), MailId::new(&db.env), mail.clone(), db.env.now());
            all.spawn(async move {
                let mail = &mail;
                let new = store.write(|tx| async move { mails::insert_once(&tx, id, "ends:1", mail, None, now).await }).await;
                (id, new.expect("written or known"))
            });
        }
        let all = all.join_all().await;
        assert_eq!(all.iter().filter(|(_, new)| *new).count(), 1);
        for (id, new) in all {
            let pending = mails::pending(db.store.read(), id).await.expect("readable");
            assert_eq!(pending.is_some(), new);
        }
        let (mail, now) = (&mail, db.env.now());
        let other = MailId::new(&db.env);
        assert!(db.store.write(|tx| async move { mails::insert_once(&tx, other, "ends:2", mail, None, now).await }).await.expect("ok"));
        for _ in 0..2 {
            let id = MailId::new(&db.env);
            db.store.write(|tx| async move { mails::insert(&tx, id, mail, None, now).await }).await.expect("one without a name");
        }
    }
}
