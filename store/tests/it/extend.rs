//! Months that are extended: the running one ends later, what is queued moves along, by the calendar's own rules.

use chrono::Duration;
use nproxy_domain::audit::Actor;
use nproxy_domain::quota::Span;
use nproxy_domain::{CycleId, Timestamp, UserId};
use nproxy_store::cycles::{self, CycleRow, Extendable};
use nproxy_store::testing::{Recorder, TestDb};
use nproxy_store::{StoreError, both};

use crate::life::a_customer;
use crate::lists::seeded;

/// A customer whose month began at `starts_at` and who has paid for more, so many months each; all of them in order.
async fn row_of(db: &TestDb, starts_at: Timestamp, queued: &[u32]) -> (UserId, Vec<CycleRow>) {
    let (store, env) = (&db.store, &db.env);
    let user = a_customer(store, env, 10).await.id;
    let granted = cycles::current(store.read(), user, env.now()).await.expect("readable").expect("there");
    let mut span = Span::first(starts_at, 1).expect("a date");
    let mut rows = vec![CycleRow { anchor: span.anchor, starts_at, ends_at: span.ends_at, ..granted.clone() }];
    for months in queued {
        span = span.after(*months).expect("a date");
        let (id, months) = (CycleId::new(env).0, i64::from(*months));
        let Span { anchor, starts_at, ends_at } = span;
        rows.push(CycleRow { id, anchor, starts_at, ends_at, months, ..granted.clone() });
    }
    let all = &rows;
    let opened = store.write(|tx| async move {
        cycles::move_to(&tx, &cycles::current(&tx, user, env.now()).await?.expect("there"), cycles::span(&all[0]))
            .await?;
        for row in &all[1..] {
            cycles::open(&tx, env, row, Actor::System, "paid").await?;
        }
        Ok::<_, StoreError>(())
    });
    opened.await.expect("opened");
    (user, rows)
}

async fn spans(db: &TestDb, user: UserId) -> Vec<Span> {
    let rows = cycles::all_of(db.store.read(), user).await.expect("readable");
    rows.iter().map(cycles::span).collect()
}

async fn extend(db: &TestDb, hours: u32, users: Option<&[UserId]>) -> (u64, u64) {
    let now = db.env.now();
    db.store.write(|tx| async move { cycles::extend(&tx, now, hours, users).await }).await.expect("extended")
}

/// What the domain makes of it.
fn by_the_rules(rows: &[CycleRow], hours: u32) -> Vec<Span> {
    let mut span = cycles::span(&rows[0]).longer(Duration::hours(hours.into())).expect("a date");
    let mut spans = vec![span];
    for row in &rows[1..] {
        span = span.after(u32::try_from(row.months).expect("few")).expect("a date");
        spans.push(span);
    }
    spans
}

both! {
    async fn a_row_of_months_moves_by_the_rules_of_the_calendar_however_far(db: TestDb) {
        // A day that short months don't have, and a fraction of a second that none may lose.
        let day = (db.env.now() - Duration::days(2)).date_naive();
        let odd = day.and_hms_micro_opt(23, 59, 59, 123_456).expect("a time").and_utc();
        // 28, 30 and 31 days: the first of the queue goes exactly where the second one stands.
        for hours in [1, 25, 672, 720, 744, 8760] {
            let (user, rows) = row_of(&db, odd, &[1, 3, 1, 12]).await;
            assert_eq!(extend(&db, hours, Some(&[user])).await, (1, 4), "{hours}");
            assert_eq!(spans(&db, user).await, by_the_rules(&rows, hours), "{hours}");
        }
        let (user, rows) = row_of(&db, db.env.now(), &[1]).await;
        extend(&db, 5, Some(&[user])).await;
        extend(&db, 7, Some(&[user])).await;
        let twice = spans(&db, user).await;
        assert_eq!(twice, by_the_rules(&rows, 12), "a second time goes on from the first");
        assert!(cycles::misplaced(db.store.read(), 100).await.expect("readable").is_empty());
    }

    async fn only_months_that_run_are_extended_and_only_of_those_who_are_meant(db: TestDb) {
        let (store, now) = (&db.store, db.env.now());
        let (ada, rows) = row_of(&db, now - Duration::days(3), &[1]).await;
        let (bob, bobs) = row_of(&db, now - Duration::days(40), &[]).await;
        let (eve, eves) = row_of(&db, now - Duration::days(1), &[1]).await;
        store.write(|tx| { let row = eves[1].clone(); async move { cycles::void(&tx, &row, now).await } }).await.expect("voided");
        let found = cycles::extendable(store.read(), now, None).await.expect("readable");
        let ends = [rows[0].ends_at, eves[0].ends_at];
        assert_eq!(found, Extendable { running: 2, queued: 1, first_end: Some(ends[0]), last_end: Some(ends[1]) });
        let of_ada = cycles::extendable(store.read(), now, Some(&[ada, bob])).await.expect("readable");
        assert_eq!((of_ada.running, of_ada.queued), (1, 1));
        assert_eq!(extend(&db, 24, Some(&[ada, bob])).await, (1, 1));
        assert_eq!(spans(&db, eve).await, [cycles::span(&eves[0])], "somebody else's stays");
        assert_eq!(extend(&db, 24, None).await, (2, 1));
        assert_eq!(spans(&db, ada).await, by_the_rules(&rows, 48));
        assert_eq!(spans(&db, bob).await, [cycles::span(&bobs[0])], "what is over stays over");
        assert_eq!(spans(&db, eve).await, by_the_rules(&eves[..1], 24), "what was taken back stays where it was");
    }

    async fn whose_months_run_and_an_admins_page_are_found_by_index(db: TestDb) {
        db.seed(20_000).await;
        db.seed_sign_ups(20_000).await;
        let asked = Recorder::new(&db);
        let (user, now) = (UserId(seeded(1, 7)), db.env.now());
        cycles::extendable(&asked, now, Some(&[user])).await.expect("an answer");
        cycles::current_of(&asked, &[user], now).await.expect("an answer");
        cycles::newest_of(&asked, user, 100).await.expect("an answer");
        nproxy_store::sessions::last_use(&asked, user).await.expect("an answer");
        nproxy_store::users::by_ids(&asked, &[user]).await.expect("an answer");
        nproxy_store::mails::about(&asked, user, 50).await.expect("an answer");
        nproxy_store::registrations::waiting(&asked, None, now, 50).await.expect("an answer");
        nproxy_store::registrations::waiting(&asked, Some("user-7@example.com"), now, 50).await.expect("an answer");
        nproxy_store::removals::is_blocked(&asked, &[[7; 32], [8; 32]]).await.expect("an answer");
        asked.assert_uses_indexes().await;
    }
}
