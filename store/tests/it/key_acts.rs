//! What admins do to keys, and what a key's page asks.

use std::collections::BTreeSet;

use chrono::{Duration, DurationRound as _};
use nproxy_domain::audit::Actor;
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{KeyId, ProviderId};
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::keys::{self, Becomes, ChangeKeyError, KeyChange, KeyFilter, KeyHour, NewKey};
use nproxy_store::testing::{Recorder, TestDb, execute};
use nproxy_store::{StoreError, Tx, balances, both};

use crate::lists::seeded;

async fn add(db: &TestDb, label: &str) -> KeyId {
    let new = NewKey {
        provider: ProviderId::from("p"),
        label: label.to_owned(),
        api_key: ApiKey::new(format!("secret of {label}")),
        account: Some("acme".to_owned()),
        proxy: None,
        proxy_only: false,
        limits: KeyLimits { max_in_flight: 4, rpm: None },
    };
    let (env, new) = (&db.env, &new);
    let added = db.store.write(|tx| async move { keys::add(&tx, env, db.store.master_key(), new.clone()).await });
    added.await.expect("a new key")
}

async fn sql(db: &TestDb, sql: &str) {
    db.store.write(|tx: Tx| async move { execute(&tx, sql).await }).await.expect("it can be done");
}

async fn get(db: &TestDb, key: KeyId) -> Model {
    keys::get(db.store.read(), key).await.expect("readable").expect("there")
}

async fn change(db: &TestDb, ids: &[KeyId], change: KeyChange) -> Result<usize, ChangeKeyError> {
    let (env, change) = (&db.env, &change);
    let changed = db.store.write(|tx| async move {
        let rows = keys::hold(&tx, ids).await?;
        keys::change(&tx, env, &rows, change, Actor::Operator).await
    });
    changed.await.map(|keys| keys.iter().filter(|key| key.is()).count())
}

both! {
    async fn another_limit_holds_from_the_next_pick_on(db: TestDb) {
        let key = add(&db, "main").await;
        sql(&db, "UPDATE provider_keys SET in_flight = 4, next_at = NULL").await;
        let more = KeyChange { max_in_flight: Some(5), ..KeyChange::default() };
        assert_eq!(change(&db, &[key], more.clone()).await.expect("changed"), 1);
        let row = get(&db, key).await;
        assert_eq!((row.next_at, row.max_in_flight, row.in_flight), (Some(db.env.now()), 5, 4), "there is room again");
        assert_eq!(change(&db, &[key], more).await.expect("as it was"), 0);
        sql(&db, &format!("UPDATE provider_keys SET picked_at = '{}'", db.env.now().to_rfc3339())).await;
        let slower = KeyChange { rpm: Becomes::Now(Some(60)), account: Becomes::Now(None), ..KeyChange::default() };
        assert_eq!(change(&db, &[key], slower).await.expect("changed"), 1);
        let row = get(&db, key).await;
        assert_eq!((row.next_at, row.account), (Some(db.env.now() + Duration::seconds(1)), None));
        let events = keys::events(db.store.read(), key, 10).await.expect("readable");
        let told: Vec<_> = events.iter().map(|event| (event.cause.as_str(), event.evidence.as_deref())).collect();
        let first = "5 at once, any number a minute";
        assert_eq!(told, [("settings", Some("of no account; 5 at once, 60 a minute")), ("settings", Some(first))]);
    }

    async fn a_key_that_keeps_to_its_proxy_is_not_sent_around_it_with_others(db: TestDb) {
        let (env, master_key, url) = (&db.env, db.store.master_key(), nproxy_domain::proxy::ProxyUrl::parse("http://10.0.0.1:3128").expect("an address"));
        let new = &nproxy_store::proxies::NewProxy { label: "exit".into(), url };
        let exit = db.store.write(|tx| async move {
            Ok::<_, StoreError>(nproxy_store::proxies::add(&tx, env, master_key, new).await.expect("a proxy"))
        });
        let exit = nproxy_domain::ProxyId(exit.await.expect("kept").id);
        let (one, two) = (add(&db, "one").await, add(&db, "two").await);
        let only = KeyChange { proxy: Becomes::Now(Some(exit)), proxy_only: Some(true), ..KeyChange::default() };
        change(&db, &[one], only).await.expect("changed");
        let directly = KeyChange { proxy: Becomes::Now(None), ..KeyChange::default() };
        let refused = change(&db, &[one, two], directly).await;
        assert!(matches!(refused, Err(ChangeKeyError::OnlyWithoutProxy)), "{refused:?}");
        let row = get(&db, one).await;
        assert_eq!((row.proxy_id, row.proxy_only), (Some(exit.0), true));
        let nowhere = KeyChange { proxy: Becomes::Now(Some(nproxy_domain::ProxyId(one.0))), ..KeyChange::default() };
        assert!(matches!(change(&db, &[two], nowhere).await, Err(ChangeKeyError::NoProxy)));
    }

    async fn keys_that_changed_since_they_were_read_are_not_written_over(db: TestDb) {
        let ids = [add(&db, "one").await, add(&db, "two").await];
        let stale = keys::by_ids(db.store.read(), &ids).await.expect("readable");
        change(&db, &ids[1..], KeyChange { max_in_flight: Some(9), ..KeyChange::default() }).await.expect("changed");
        let (env, stale) = (&db.env, &stale);
        let late = KeyChange { max_in_flight: Some(1), ..KeyChange::default() };
        let late = &late;
        let written = db.store.write(|tx| async move { keys::change(&tx, env, stale, late, Actor::Operator).await }).await;
        assert!(matches!(written, Err(ChangeKeyError::Store(StoreError::Conflict(_)))), "{written:?}");
        assert_eq!((get(&db, ids[0]).await.max_in_flight, get(&db, ids[1]).await.max_in_flight), (4, 9), "neither is");
    }

    async fn a_keys_hours_tell_what_was_asked_and_how_long_it_took(db: TestDb) {
        db.seed(20).await;
        let hour = db.env.now().duration_trunc(Duration::hours(1)).expect("an hour") - Duration::hours(5);
        let at = |time: nproxy_domain::Timestamp| time.to_rfc3339();
        // The first ten in one hour, the others in the next; the very last is too old.
        let (first, second) = (at(hour + Duration::minutes(59)), at(hour + Duration::minutes(60)));
        let old = at(hour - Duration::days(7));
        let keys = keys::page(db.store.read(), &KeyFilter::default(), db.env.now(), None, 2).await.expect("readable");
        let (key, other) = (KeyId(keys[0].id), KeyId(keys[1].id));
        let nth = "(SELECT count(*) FROM attempts b WHERE b.id <= attempts.id)";
        sql(&db, &format!(
            "UPDATE attempts SET
                key_id = (SELECT k.id FROM provider_keys k ORDER BY k.id LIMIT 1),
                upstream_ms = {nth} * 10,
                started_at = '{first}',
                class = CASE WHEN {nth} IN (11, 12) THEN 'rate_limited' WHEN {nth} = 13 THEN 'quota_day'
                    WHEN {nth} = 14 THEN 'overload' ELSE 'ok' END"
        )).await;
        sql(&db, &format!("UPDATE attempts SET started_at = '{second}' WHERE {nth} > 10")).await;
        sql(&db, &format!("UPDATE attempts SET started_at = '{old}' WHERE {nth} = 20")).await;
        sql(&db, &format!("UPDATE attempts SET class = NULL, spent = NULL, ended_at = NULL, phase = 'open' WHERE {nth} = 19")).await;
        let told = keys::hours(db.store.read(), key, hour - Duration::hours(1)).await.expect("readable");
        let figures = |hour, requests, succeeded, rate_limited, p50, p95| KeyHour {
            hour, requests, succeeded, rate_limited, p50_ms: Some(p50), p95_ms: Some(p95),
        };
        assert_eq!(told, [figures(hour, 10, 10, 0, 50, 100), figures(hour + Duration::hours(1), 9, 4, 3, 160, 180)]);
        let none = keys::hours(db.store.read(), other, hour).await.expect("readable");
        assert!(none.is_empty());
    }

    async fn a_key_is_the_last_where_no_other_could_be_picked(db: TestDb) {
        let ids = [add(&db, "one").await, add(&db, "two").await];
        let others = async || keys::others_live(db.store.read(), &"p".into(), ids[0], db.env.now()).await.expect("an answer");
        assert!(others().await);
        let until = |seconds| (db.env.now() + Duration::seconds(seconds)).to_rfc3339();
        for (state, until, live) in [
            ("probation", None, true),
            ("manual_review", None, false),
            ("cooldown", Some(until(60)), false),
            ("cooldown", Some(until(0)), true),
            ("disabled", None, false),
        ] {
            let until = until.map_or("NULL".to_owned(), |until| format!("'{until}'"));
            sql(&db, &format!("UPDATE provider_keys SET state = '{state}', until = {until} WHERE label = 'two'")).await;
            assert_eq!(others().await, live, "{state} {until}");
        }
    }

    async fn a_keys_page_goes_by_index(db: TestDb) {
        db.seed(20_000).await;
        let asked = Recorder::new(&db);
        let (now, key) = (db.env.now(), KeyId(seeded(7, 7)));
        let row = keys::get(&asked, key).await.expect("an answer").expect("there");
        assert_eq!(keys::hours(&asked, key, now - Duration::days(7)).await.expect("an answer").len(), 1);
        assert!(keys::others_live(&asked, &"seeded".into(), key, now).await.expect("an answer"));
        assert!(!keys::others_live(&asked, &"nobody".into(), key, now).await.expect("an answer"));
        balances::history(&asked, &row, 50).await.expect("an answer");
        asked.assert_uses_indexes().await;
        let some: Vec<KeyId> = (1..=50).map(|n| KeyId(seeded(7, n))).collect();
        assert_eq!(keys::by_ids(&asked, &some).await.expect("an answer").len(), 50);
        keys::not_for_any(&asked, &some).await.expect("an answer");
        let accounts: BTreeSet<_> = (1..=20).map(|n| (ProviderId::from("seeded"), format!("account-{n}"))).collect();
        assert!(keys::broke_accounts(&asked, &accounts).await.expect("an answer").is_empty());
        asked.assert_uses_indexes().await;
    }
}
