//! Purchases as rows.

use std::collections::BTreeMap;

use chrono::Duration;
use nproxy_domain::audit::Actor;
use nproxy_domain::payment::{AccountStanding, PaymentState, ReviewReason, Settlement};
use nproxy_domain::processor::ExternalId;
use nproxy_domain::{PaymentEventId, PaymentId, ProcessorId, Timestamp, UserId};
use nproxy_store::payments::{self, EventKind, NewEvent, PaymentChange, PaymentFilter, PaymentRow, Set, Transactions};
use nproxy_store::testing::{TestDb, execute, payment};
use nproxy_store::{StoreError, both};
use tokio::task::JoinSet;

use crate::life::a_customer;

const TILL: &str = "till";

fn till() -> ProcessorId {
    ProcessorId::from(TILL)
}

/// A row to be, a millisecond after the last one.
pub fn a_payment(db: &TestDb, user: UserId) -> PaymentRow {
    db.clock.advance(Duration::milliseconds(1));
    payment(&db.env, user)
}

pub async fn insert(db: &TestDb, row: &PaymentRow) -> Result<(), StoreError> {
    db.store.write(|tx| async move { payments::insert(&tx, row).await }).await
}

pub async fn placed(db: &TestDb, user: UserId, with: impl FnOnce(&mut PaymentRow)) -> PaymentRow {
    let mut row = a_payment(db, user);
    with(&mut row);
    insert(db, &row).await.expect("placed");
    row
}

async fn advance(db: &TestDb, before: &PaymentRow, change: PaymentChange) -> Result<PaymentRow, StoreError> {
    let change = &change;
    db.store.write(|tx| async move { payments::advance(&tx, before, change.clone()).await }).await
}

pub async fn user(db: &TestDb) -> UserId {
    a_customer(&db.store, &db.env, 10).await.id
}

fn ids(rows: &[PaymentRow]) -> Vec<uuid::Uuid> {
    rows.iter().map(|row| row.id).collect()
}

fn webhook(db: &TestDb, payment: Option<PaymentId>, key: &str) -> NewEvent {
    NewEvent {
        id: PaymentEventId::new(&db.env),
        payment,
        processor: till(),
        external: Some(ExternalId("x1".into())),
        kind: EventKind::Webhook,
        event_key: Some(key.into()),
        actor: Actor::System,
        before: None,
        after: Some(PaymentState::Pending),
        summary: "finished".into(),
        body: Some(serde_json::json!({ "status": "finished" })),
        at: db.env.now(),
    }
}

both! {
    async fn a_payment_is_kept_as_it_was_placed_and_written_only_from_what_was_read(db: TestDb) {
        let user = user(&db).await;
        let row = placed(&db, user, |_| ()).await;
        let id = PaymentId(row.id);
        assert_eq!(payments::get(db.store.read(), id).await.expect("readable"), Some(row.clone()));
        let pending = PaymentChange {
            state: Set("pending".into()),
            external_id: Set(Some("x1".into())),
            transactions: Set(Transactions(vec!["t1".into(), "t2".into()])),
            settled_note: Set(Some(serde_json::json!({ "requests": 5 }))),
            ..Default::default()
        };
        let after = advance(&db, &row, pending.clone()).await.expect("from its version");
        assert_eq!((after.version, after.state.as_str()), (2, "pending"));
        assert_eq!(payments::get(db.store.read(), id).await.expect("readable"), Some(after));
        let stale = advance(&db, &row, pending).await;
        assert!(matches!(stale, Err(StoreError::Internal(_))), "{stale:?}");
    }

    async fn a_name_of_the_processor_and_a_key_of_the_customer_stand_for_one_payment(db: TestDb) {
        let user = user(&db).await;
        let row = placed(&db, user, |row| row.external_id = Some("x1".into())).await;
        let external = ExternalId("x1".into());
        let find = async |processor: &str| {
            payments::by_external(db.store.read(), &processor.into(), &external).await.expect("readable").map(|r| r.id)
        };
        assert_eq!((find(TILL).await, find("another").await), (Some(row.id), None));
        let twin = PaymentRow { external_id: Some("x1".into()), ..a_payment(&db, user) };
        assert!(insert(&db, &twin).await.is_err_and(|e| e.is_unique()));
        let elsewhere = PaymentRow { processor: "another".into(), ..twin };
        insert(&db, &elsewhere).await.expect("another processor's x1 is another payment");
        let same_key = PaymentRow { idempotency_key: row.idempotency_key.clone(), ..a_payment(&db, user) };
        assert!(insert(&db, &same_key).await.is_err_and(|e| e.is_unique()));
        let found = payments::by_key(db.store.read(), user, &row.idempotency_key).await.expect("readable");
        assert_eq!(found.map(|r| r.id), Some(row.id));
        let stranger = crate::payments::user(&db).await;
        assert_eq!(payments::by_key(db.store.read(), stranger, &row.idempotency_key).await.expect("readable"), None);
        assert_eq!(payments::get_own(db.store.read(), stranger, PaymentId(row.id)).await.expect("readable"), None);
    }

    async fn an_event_is_on_record_once_however_often_it_is_sent(db: TestDb) {
        let user = user(&db).await;
        let row = placed(&db, user, |_| ()).await;
        let id = Some(PaymentId(row.id));
        let mut sent = JoinSet::new();
        for _ in 0..8 {
            let (store, event) = (db.store.clone(), webhook(&db, id, "e1"));
            sent.spawn(async move {
                let event = &event;
                store.write(|tx| async move { payments::record(&tx, event).await }).await.expect("recorded or known")
            });
        }
        let new: Vec<bool> = sent.join_all().await;
        assert_eq!(new.iter().filter(|new| **new).count(), 1, "all at one instant");
        let record = async |event: NewEvent| {
            let event = &event;
            db.store.write(|tx| async move { payments::record(&tx, event).await }).await.expect("recorded")
        };
        assert!(!record(webhook(&db, id, "e1")).await, "and later");
        db.clock.advance(Duration::milliseconds(1));
        assert!(record(webhook(&db, id, "e2")).await);
        assert!(record(NewEvent { processor: "another".into(), ..webhook(&db, None, "e1") }).await);
        db.clock.advance(Duration::milliseconds(1));
        // What has no name of its own is a new line each time.
        for _ in 0..2 {
            assert!(record(NewEvent { event_key: None, kind: EventKind::Act, ..webhook(&db, id, "") }).await);
        }
        let events = payments::events(db.store.read(), PaymentId(row.id)).await.expect("readable");
        let lines: Vec<_> = events.iter().map(|e| (e.kind, e.event_key.as_deref())).collect();
        let (told, act) = (EventKind::Webhook, EventKind::Act);
        assert_eq!(lines, [(told, Some("e1")), (told, Some("e2")), (act, None), (act, None)]);
        assert_eq!(events[0].state_after.as_deref(), Some("pending"));
        assert_eq!(events[0].body, Some(serde_json::json!({ "status": "finished" })));
        let spoilt = db.store.write(|tx| async move { execute(&tx, "UPDATE payment_events SET summary = ''").await });
        assert!(spoilt.await.is_err(), "the record is append-only");
    }

    async fn one_hand_makes_the_invoice_and_one_reads_the_status(db: TestDb) {
        let user = user(&db).await;
        let row = placed(&db, user, |_| ()).await;
        let id = PaymentId(row.id);
        let lease = Duration::seconds(30);
        let create = async |now: Timestamp| {
            db.store.write(|tx| async move { payments::begin_creating(&tx, id, now, now + lease).await }).await.expect("ok")
        };
        let read = async |now: Timestamp| {
            db.store.write(|tx| async move { payments::begin_reading(&tx, id, now, now + lease).await }).await.expect("ok")
        };
        let now = db.env.now();
        assert!(create(now).await && !create(now).await);
        assert!(read(now).await && !read(now).await, "a reading is a thing of its own");
        assert!(!create(now + Duration::seconds(29)).await && create(now + lease).await, "it lapsed");
        assert!(!read(now + Duration::seconds(29)).await && read(now + lease).await);
        let held = payments::get(db.store.read(), id).await.expect("readable").expect("there");
        assert_eq!(held.version, 1, "who has it in hand is no news");
        let made = PaymentChange { state: Set("pending".into()), creating_until: Set(None), ..Default::default() };
        advance(&db, &held, made).await.expect("made");
        assert!(!create(now + Duration::days(1)).await, "there is an invoice");
        let mut all = JoinSet::new();
        let later = now + Duration::days(1);
        for _ in 0..8 {
            let store = db.store.clone();
            all.spawn(async move {
                store.write(|tx| async move { payments::begin_reading(&tx, id, later, later + lease).await }).await.expect("ok")
            });
        }
        assert_eq!(all.join_all().await.into_iter().filter(|begun| *begun).count(), 1);
    }

    async fn what_is_due_is_read_in_turn_and_by_one(db: TestDb) {
        let user = user(&db).await;
        let now = db.env.now();
        let at = |s: i64| Some(now + Duration::seconds(s));
        let second = placed(&db, user, |row| row.next_read_at = at(-1)).await;
        let first = placed(&db, user, |row| row.next_read_at = at(-2)).await;
        placed(&db, user, |row| row.next_read_at = at(100)).await;
        placed(&db, user, |row| row.next_read_at = None).await;
        let held = placed(&db, user, |row| { row.next_read_at = at(-3); row.reading_until = at(60); }).await;
        let made = placed(&db, user, |row| { row.next_read_at = at(-3); row.creating_until = at(90); }).await;
        let due = async |now, rows_max| {
            let ids = payments::due(db.store.read(), now, rows_max).await.expect("readable");
            ids.into_iter().map(|id| id.0).collect::<Vec<_>>()
        };
        assert_eq!(due(now, 10).await, [first.id, second.id]);
        assert_eq!(due(now, 1).await, [first.id]);
        assert_eq!(due(now + Duration::seconds(60), 1).await, [held.id], "its reader is gone");
        assert_eq!(due(now + Duration::seconds(90), 2).await, [held.id, made.id]);
    }

    async fn the_customers_open_payments_are_found_again(db: TestDb) {
        let user = user(&db).await;
        let begun = db.env.now();
        let newest = async || {
            payments::newest_open_of(db.store.read(), user).await.expect("readable").map(|row| row.id)
        };
        assert_eq!(newest().await, None);
        let state = |state: PaymentState| move |row: &mut PaymentRow| row.state = state.as_str().into();
        let pending = placed(&db, user, state(PaymentState::Pending)).await;
        let short = placed(&db, user, state(PaymentState::Underpaid)).await;
        placed(&db, user, |row| { row.plan = "year".into(); row.state = "expired".into(); }).await;
        placed(&db, user, state(PaymentState::Refunded)).await;
        assert_eq!(newest().await, Some(short.id));
        let open = payments::open_of(db.store.read(), user, "month").await.expect("readable");
        assert_eq!(ids(&open), [short.id, pending.id]);
        assert_eq!(payments::open_of(db.store.read(), user, "year").await.expect("readable"), []);
        let confirming = placed(&db, user, state(PaymentState::Confirming)).await;
        assert_eq!(newest().await, Some(confirming.id));
        let looked_at = placed(&db, user, |row| {
            row.state = "expired".into();
            row.review = Some(ReviewReason::Reported.as_str().into());
            row.review_opened_at = Some(begun);
        }).await;
        assert_eq!(newest().await, Some(looked_at.id));
        placed(&db, user, |row| {
            row.state = "overpaid".into();
            row.activated_at = Some(begun);
            row.review = Some(ReviewReason::Excess.as_str().into());
            row.review_opened_at = Some(begun);
        }).await;
        assert_eq!(newest().await, Some(looked_at.id), "who has his month waits for nothing");
    }

    async fn lists_are_pages_newest_first_and_every_word_narrows_them(db: TestDb) {
        use PaymentState::{Expired, Paid, Pending};
        let (ada, ben) = (user(&db).await, user(&db).await);
        let begun = db.env.now();
        let mut all = Vec::new();
        for n in 0..6 {
            let row = placed(&db, if n % 2 == 0 { ada } else { ben }, |row| {
                row.state = if n < 3 { "paid".into() } else { "pending".into() };
                row.processor = if n == 5 { "another".into() } else { TILL.into() };
                row.external_id = Some(format!("x{n}"));
                row.address = Some(format!("address-{n}"));
                row.reported_tx = (n == 4).then(|| "reported".into());
                row.transactions = Transactions(if n == 3 { vec!["seen".into()] } else { vec![] });
                row.activated_at = (n < 3).then(|| begun + Duration::minutes(n));
                row.review = (n == 2).then(|| "excess".into());
                row.review_opened_at = row.review.is_some().then_some(row.created_at);
            });
            all.insert(0, row.await);
        }
        let page = async |filter: PaymentFilter, before: Option<usize>, rows_max| {
            let before = before.map(|n| PaymentId(all[n].id));
            let rows = payments::page(db.store.read(), &filter, before, rows_max).await.expect("readable");
            rows.iter().map(|row| all.iter().position(|one| one.id == row.id).expect("one of them")).collect::<Vec<_>>()
        };
        let any = PaymentFilter::default;
        assert_eq!(page(any(), None, 2).await, [0, 1]);
        assert_eq!(page(any(), Some(1), 3).await, [2, 3, 4]);
        assert_eq!(page(any(), Some(5), 3).await, [0; 0]);
        assert_eq!(page(PaymentFilter { states: vec![Paid, Expired], ..any() }, None, 9).await, [3, 4, 5]);
        assert_eq!(page(PaymentFilter { states: vec![Paid, Pending], ..any() }, Some(2), 2).await, [3, 4]);
        assert_eq!(page(PaymentFilter { in_review: true, ..any() }, None, 9).await, [3]);
        assert_eq!(page(PaymentFilter { processor: Some("another".into()), ..any() }, None, 9).await, [0]);
        assert_eq!(page(PaymentFilter { user: Some(ada), states: vec![Paid], ..any() }, None, 9).await, [3, 5]);
        let minute = |n| Some(begun + Duration::minutes(n));
        let activated = PaymentFilter { activated_from: minute(1), activated_to: minute(2), ..any() };
        assert_eq!(page(activated, None, 9).await, [4]);
        let named = |text: &str| PaymentFilter { text: Some(text.to_owned()), ..any() };
        for (text, found) in [("x1", vec![4]), ("address-0", vec![5]), ("reported", vec![1]), ("seen", vec![2]),
            (&all[2].id.to_string(), vec![2]), ("x", vec![]), ("%", vec![])] {
            assert_eq!(page(named(text), None, 9).await, found, "{text}");
        }
        assert_eq!(page(PaymentFilter { user: Some(ben), ..named("reported") }, None, 9).await, [0; 0]);
        // Seen once, it is found for good, whatever the processor lists later.
        let later = PaymentChange { transactions: Set(Transactions(vec!["another".into()])), ..Default::default() };
        advance(&db, &all[2], later).await.expect("written");
        assert_eq!(page(named("seen"), None, 9).await, [2]);
        assert_eq!(page(named("another"), None, 9).await, [2]);
        let own = payments::own_page(db.store.read(), ada, Some(PaymentId(all[1].id)), 1).await.expect("readable");
        assert_eq!(ids(&own), [all[3].id]);
    }

    async fn whoever_waits_is_counted_by_processor(db: TestDb) {
        let user = user(&db).await;
        for state in PaymentState::ALL {
            placed(&db, user, |row| {
                row.state = state.as_str().into();
                if *state == PaymentState::NeedsReview {
                    (row.review, row.review_opened_at) = (Some("short".into()), Some(row.created_at));
                }
            }).await;
        }
        placed(&db, user, |row| row.processor = "another".into()).await;
        let waiting: BTreeMap<_, _> =
            payments::waiting_by_processor(db.store.read()).await.expect("readable").into_iter().collect();
        assert_eq!(waiting, BTreeMap::from([("another".into(), 1), (till(), 5)]));
    }

    async fn the_database_keeps_no_payment_that_contradicts_itself(db: TestDb) {
        let user = user(&db).await;
        let spoilt: [fn(&mut PaymentRow); 4] = [
            |row| row.state = "nonsense".into(),
            |row| row.state = "needs_review".into(),
            |row| row.review = Some("short".into()),
            |row| row.settlement = Some("rejected".into()),
        ];
        for spoil in spoilt {
            let mut row = a_payment(&db, user);
            spoil(&mut row);
            let kept = insert(&db, &row).await;
            assert!(matches!(kept, Err(StoreError::Check(_))), "{kept:?}");
        }
    }

    async fn the_row_speaks_the_domains_words_or_is_unreadable(db: TestDb) {
        let now = db.env.now();
        let row = PaymentRow {
            state: "overpaid".into(),
            external_id: Some("x1".into()),
            asked: Some("10".into()),
            received: Some("10.5".into()),
            expired_at: Some(now),
            activated_at: Some(now),
            review: Some("excess".into()),
            settlement: Some("granted".into()),
            kept: true,
            ..a_payment(&db, UserId::new(&db.env))
        };
        let facts = payments::facts(&row, AccountStanding::Suspended).expect("readable");
        assert_eq!((facts.id, facts.state), (PaymentId(row.id), PaymentState::Overpaid));
        assert_eq!((facts.external, facts.coin), (Some(ExternalId("x1".into())), row.coin.clone()));
        assert_eq!(facts.price.to_string(), "9.00 USD");
        assert_eq!((facts.asked, facts.received), ("10".parse().ok(), "10.5".parse().ok()));
        assert_eq!((facts.review, facts.settlement), (Some(ReviewReason::Excess), Some(Settlement::Granted)));
        assert_eq!((facts.was_expired, facts.activated, facts.kept), (true, true, true));
        assert_eq!(facts.account, AccountStanding::Suspended);
        let spoilt: [fn(&mut PaymentRow); 5] = [
            |row| row.state = "nonsense".into(),
            |row| row.review = Some("nonsense".into()),
            |row| row.settlement = Some("nonsense".into()),
            |row| row.asked = Some("-1".into()),
            |row| row.received = Some("much".into()),
        ];
        for spoil in spoilt {
            let mut row = row.clone();
            spoil(&mut row);
            assert!(matches!(payments::facts(&row, AccountStanding::Good), Err(StoreError::Unreadable(_))));
        }
    }
}
