//! Proxies: their addresses are secrets, keys share them, and what is known of them is remembered.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::mail::Severity;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::proxy::{ProxyHealth, ProxyUrl};
use nproxy_domain::{IncidentId, KeyId, ProviderId, ProxyId};
use nproxy_store::entities::text;
use nproxy_store::entities::{provider_keys, proxies as rows};
use nproxy_store::incidents::{self, Report};
use nproxy_store::keys::{self, NewKey};
use nproxy_store::proxies::{self, AssignError, Assigned, KeepError, NewProxy, ProxyChange, RemoveError, Tested};
use nproxy_store::seal::SealError;
use nproxy_store::testing::sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryTrait as _, Set,
};
use nproxy_store::testing::{Recorder, TestDb, assert_uses_index, execute};
use nproxy_store::{DbBackend, StoreError, both};

const ROWS: u32 = 20_000;
const ADDRESS: &str = "socks5h://ada:correct-horse@proxy.example:1080";

fn new(label: &str, url: &str) -> NewProxy {
    NewProxy { label: label.into(), url: ProxyUrl::parse(url).expect("an address") }
}

async fn add(db: &TestDb, label: &str, url: &str) -> Result<rows::Model, KeepError> {
    let (new, env) = (&new(label, url), &db.env);
    db.store.write(|tx| async move { proxies::add(&tx, env, db.store.master_key(), new).await }).await
}

async fn change(db: &TestDb, id: ProxyId, wanted: ProxyChange) -> Result<rows::Model, KeepError> {
    let (env, wanted) = (&db.env, &wanted);
    let changed =
        db.store.write(|tx| async move { proxies::change(&tx, env, db.store.master_key(), id, wanted).await });
    changed.await.map(|(_, after)| after)
}

async fn add_key(db: &TestDb, nth: u32) -> KeyId {
    let env = &db.env;
    let added = db.store.write(|tx| async move {
        let new = NewKey {
            provider: ProviderId::from("p"),
            label: format!("key {nth}"),
            api_key: ApiKey::new(format!("secret-{nth}")),
            account: None,
            proxy: None,
            proxy_only: false,
            limits: KeyLimits { max_in_flight: 4, rpm: None },
        };
        Ok::<_, StoreError>(keys::add(&tx, env, db.store.master_key(), new).await.expect("a new key"))
    });
    added.await.expect("a key")
}

async fn assign(db: &TestDb, key: KeyId, proxy: Option<ProxyId>, only: bool) -> Result<Assigned, AssignError> {
    let env = &db.env;
    let keys = &[key];
    let assigned =
        db.store.write(|tx| async move { proxies::assign(&tx, env, keys, proxy, only, Actor::Operator).await });
    assigned.await.map(|mut all| all.pop().expect("one key"))
}

async fn remove(db: &TestDb, id: ProxyId, unassign: bool) -> Result<Vec<KeyId>, RemoveError> {
    let env = &db.env;
    let removed = db.store.write(|tx| async move { proxies::remove(&tx, env, id, unassign, Actor::Operator).await });
    removed.await.map(|(_, keys)| keys)
}

async fn record(db: &TestDb, read: &rows::Model, tested: Tested) -> bool {
    let (env, tested) = (&db.env, &tested);
    db.store.write(|tx| async move { proxies::record_test(&tx, env, read, tested).await }).await.expect("an answer")
}

async fn read(db: &TestDb, id: ProxyId) -> Option<rows::Model> {
    proxies::get(db.store.read(), id).await.expect("readable")
}

async fn way(db: &TestDb, key: KeyId) -> (Option<ProxyId>, bool) {
    let row = keys::get(db.store.read(), key).await.expect("readable").expect("it is there");
    (row.proxy_id.map(ProxyId), row.proxy_only)
}

/// What no function of the store does.
async fn spoil(db: &TestDb, row: rows::ActiveModel) {
    let row = &row;
    let spoiled = db.store.write(|tx| async move { Ok::<_, StoreError>(row.clone().update(&tx).await.map(drop)?) });
    spoiled.await.expect("it can be done");
}

both! {
    async fn an_address_is_kept_sealed_and_opens_only_where_it_stands(db: TestDb) {
        let row = add(&db, "Frankfurt", ADDRESS).await.expect("a proxy");
        assert_eq!((row.place.as_str(), proxies::health(&row).expect("readable")), ("socks5h://proxy.example:1080", ProxyHealth::Ok));
        let kept = read(&db, ProxyId(row.id)).await.expect("it is there");
        assert_eq!(kept, row);
        let master_key = db.store.master_key();
        assert_eq!(proxies::open(master_key, &kept).expect("it opens").expose(), ADDRESS);
        for secret in ["correct-horse", "ada"] {
            assert!(!kept.sealed_url.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
            assert!(!format!("{:?}", rows::Model { sealed_url: Vec::new(), ..kept.clone() }).contains(secret), "{secret}");
        }
        let other = add(&db, "Paris", "http://proxy.example:3128").await.expect("a proxy");
        let moved = rows::Model { sealed_url: kept.sealed_url.clone(), ..other };
        assert_eq!(proxies::open(master_key, &moved).expect_err("another row"), SealError::Damaged);
        let mut bent = kept.clone();
        *bent.sealed_url.last_mut().expect("not empty") ^= 1;
        assert_eq!(proxies::open(master_key, &bent).expect_err("damaged"), SealError::Damaged);
        let stranger = nproxy_store::MasterKey::new([9; 32]);
        assert_eq!(proxies::open(&stranger, &kept).expect_err("another key"), SealError::OtherMasterKey);
    }

    async fn no_two_proxies_have_one_label_or_one_address(db: TestDb) {
        let first = add(&db, "Frankfurt", ADDRESS).await.expect("a proxy");
        let same_label = add(&db, "Frankfurt", "http://other.example:3128").await;
        assert!(matches!(same_label, Err(KeepError::LabelTaken { label }) if label == "Frankfurt"));
        let same_address = add(&db, "Paris", ADDRESS).await;
        assert!(matches!(same_address, Err(KeepError::AddressTaken { label }) if label == "Frankfurt"));
        let own_port = add(&db, "Paris", "socks5h://ada:correct-horse@proxy.example/").await;
        assert!(matches!(own_port, Err(KeepError::AddressTaken { .. })), "the scheme's own port is the same address");
        let other_user = add(&db, "Paris", "socks5h://bob:correct-horse@proxy.example:1080").await.expect("another way out");
        let taken = change(&db, ProxyId(other_user.id), ProxyChange { label: Some("Frankfurt".into()), url: None }).await;
        assert!(matches!(taken, Err(KeepError::LabelTaken { .. })));
        let own = ProxyChange { label: Some("Frankfurt".into()), url: Some(ProxyUrl::parse(ADDRESS).expect("an address")) };
        change(&db, ProxyId(first.id), own).await.expect("its own label and address are no others'");
        let labels = proxies::page(db.store.read(), None, 10).await.expect("readable");
        assert_eq!(labels.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["Frankfurt", "Paris"]);
        for name in ["Paris", &other_user.id.to_string()] {
            let found = proxies::find(db.store.read(), name).await.expect("readable").expect("it is there");
            assert_eq!(found.id, other_user.id, "{name}");
        }
    }

    async fn a_new_address_starts_with_a_clean_record(db: TestDb) {
        let row = add(&db, "Frankfurt", ADDRESS).await.expect("a proxy");
        let (id, until) = (ProxyId(row.id), db.env.now());
        spoil(&db, rows::ActiveModel {
            id: Set(row.id),
            health: Set(text::ProxyHealth::Dead),
            until: Set(Some(until)),
            failures: Set(3),
            detail: Set(Some("no route".into())),
            ..Default::default()
        }).await;
        let renamed = change(&db, id, ProxyChange { label: Some("Main".into()), url: None }).await.expect("a new label");
        assert_eq!(proxies::health(&renamed).expect("readable"), ProxyHealth::Dead { until, failures: 3 });
        let url = ProxyUrl::parse("socks5h://ada:new-horse@proxy.example:1080").expect("an address");
        let moved = change(&db, id, ProxyChange { label: None, url: Some(url) }).await.expect("a new address");
        assert_eq!((proxies::health(&moved).expect("readable"), moved.failures, moved.detail.as_deref()), (ProxyHealth::Ok, 0, None));
        assert_eq!(read(&db, id).await, Some(moved.clone()));
        assert_eq!(proxies::open(db.store.master_key(), &moved).expect("it opens").expose(), "socks5h://ada:new-horse@proxy.example:1080");
        let nobody = change(&db, ProxyId::new(&db.env), ProxyChange::default()).await;
        assert!(matches!(nobody, Err(KeepError::NotFound)));
    }

    async fn keys_share_a_proxy_and_their_history_says_who_sent_them_there(db: TestDb) {
        let proxy = ProxyId(add(&db, "Frankfurt", ADDRESS).await.expect("a proxy").id);
        let (one, two) = (add_key(&db, 1).await, add_key(&db, 2).await);
        assert!(assign(&db, one, Some(proxy), false).await.expect("assigned").changed());
        assert!(assign(&db, two, Some(proxy), true).await.expect("assigned").changed());
        assert!(!assign(&db, two, Some(proxy), true).await.expect("as it was").changed());
        assert_eq!((way(&db, one).await, way(&db, two).await), ((Some(proxy), false), (Some(proxy), true)));
        let counts = proxies::key_counts(db.store.read(), &[proxy, ProxyId::new(&db.env)]).await.expect("readable");
        assert_eq!(counts, [(proxy, 2)].into());
        assign(&db, two, None, false).await.expect("directly again");
        let events = keys::events(db.store.read(), two, 10).await.expect("readable");
        let told: Vec<_> = events.iter().map(|e| (e.cause.as_str(), e.evidence.as_deref(), e.actor.as_str())).collect();
        assert_eq!(told, [("proxy", Some("directly"), "operator"), ("proxy", Some("through Frankfurt only"), "operator")]);
        assert!(events.iter().all(|e| e.before == "active" && e.after == "active"));
        assert!(matches!(assign(&db, one, None, true).await, Err(AssignError::OnlyWithoutProxy)));
        let nothing = ProxyId::new(&db.env);
        assert!(matches!(assign(&db, one, Some(nothing), false).await, Err(AssignError::NoProxy)));
        let nobody = KeyId::new(&db.env);
        assert!(matches!(assign(&db, nobody, Some(proxy), false).await, Err(AssignError::NoKey(id)) if id == nobody));
        assert_eq!(way(&db, one).await, (Some(proxy), false), "a refusal changes nothing");
    }

    async fn a_proxy_with_keys_is_not_removed_by_accident_and_one_without_leaves_no_secret(db: TestDb) {
        let row = add(&db, "Frankfurt", ADDRESS).await.expect("a proxy");
        let id = ProxyId(row.id);
        let (one, two) = (add_key(&db, 1).await, add_key(&db, 2).await);
        assign(&db, one, Some(id), false).await.expect("assigned");
        assign(&db, two, Some(id), true).await.expect("assigned");
        assert!(matches!(remove(&db, id, false).await, Err(RemoveError::InUse { keys: 2 })));
        assert!(matches!(remove(&db, id, true).await, Err(RemoveError::OnlyWay { keys: 1 })), "it must not go around it");
        assert_eq!((way(&db, one).await, way(&db, two).await), ((Some(id), false), (Some(id), true)));
        assign(&db, two, Some(id), false).await.expect("it may go around it now");
        assert_eq!(remove(&db, id, true).await.expect("removed"), [one, two]);
        assert_eq!((way(&db, one).await, way(&db, two).await), ((None, false), (None, false)));
        assert_eq!(read(&db, id).await, None);
        assert!(matches!(remove(&db, id, true).await, Err(RemoveError::NotFound)));
        let left = rows::Entity::find_by_id(row.id).one(db.store.read()).await.expect("readable").expect("its label stays");
        assert_eq!((left.label.as_str(), left.sealed_url.is_empty()), ("Frankfurt", true));
        assert_eq!(proxies::labels(db.store.read(), &[id]).await.expect("readable"), [(id, "Frankfurt".to_owned())].into());
        assert!(matches!(assign(&db, one, Some(id), false).await, Err(AssignError::NoProxy)));
        add(&db, "Frankfurt", ADDRESS).await.expect("label and address are free again");
    }

    async fn a_key_that_rests_with_others_for_an_incident_is_free_when_it_goes_out_another_way(db: TestDb) {
        let id = ProxyId(add(&db, "Frankfurt", ADDRESS).await.expect("a proxy").id);
        let other = ProxyId(add(&db, "Paris", "http://proxy.example:3128").await.expect("a proxy").id);
        let keys = [add_key(&db, 1).await, add_key(&db, 2).await, add_key(&db, 3).await];
        for key in keys {
            assign(&db, key, Some(id), false).await.expect("assigned");
        }
        let until = db.env.now() + chrono::Duration::minutes(5);
        let incident = Report {
            id: IncidentId::new(&db.env),
            key: "pool:p:failing".to_owned(),
            severity: Severity::Critical,
            subject: String::new(),
            title: "keys of p are failing together".to_owned(),
            detail: String::new(),
            at: db.env.now(),
        };
        let incident = &incident;
        let rests = &provider_keys::ActiveModel {
            state: Set("cooldown".to_owned()),
            until: Set(Some(until)),
            incident_id: Set(Some(incident.id.0)),
            next_at: Set(Some(until)),
            rounds: Set(3),
            ..Default::default()
        };
        let rest = db.store.write(|tx| async move {
            incidents::report(&tx, incident.clone()).await?;
            let all = provider_keys::Entity::update_many().set(rests.clone());
            Ok::<_, StoreError>(all.exec(&tx).await.map(drop)?)
        });
        rest.await.expect("it can be done");
        assign(&db, keys[0], Some(id), false).await.expect("as it was");
        assign(&db, keys[1], Some(other), false).await.expect("assigned");
        let state = async |key| {
            let row = keys::get(db.store.read(), key).await.expect("readable").expect("it is there");
            (row.state, row.incident_id.is_some(), row.rounds, row.next_at == Some(until))
        };
        assert_eq!(state(keys[0]).await, ("cooldown".to_owned(), true, 3, true), "nothing changed for it");
        assert_eq!(state(keys[1]).await, ("probation".to_owned(), false, 0, false));
        let event = keys::events(db.store.read(), keys[1], 1).await.expect("readable").remove(0);
        assert_eq!((event.before.as_str(), event.after.as_str()), ("cooldown", "probation"));
        assert_eq!((event.cause.as_str(), event.evidence.as_deref()), ("proxy", Some("through Paris")));
        remove(&db, id, true).await.expect("removed");
        assert_eq!(state(keys[2]).await, ("probation".to_owned(), false, 0, false), "nor does it wait for a proxy that is gone");
    }

    async fn an_admin_who_mends_a_proxy_or_takes_it_away_ends_its_trouble(db: TestDb) {
        let row = add(&db, "Frankfurt", ADDRESS).await.expect("a proxy");
        let id = ProxyId(row.id);
        let key = &incidents::proxy_fails(id);
        let fails = async || {
            let incident = &Report {
                id: IncidentId::new(&db.env),
                key: key.clone(),
                severity: Severity::Warning,
                subject: "Frankfurt".to_owned(),
                title: "the proxy fails".to_owned(),
                detail: "refused".to_owned(),
                at: db.env.now(),
            };
            let reported = db.store.write(|tx| async move { incidents::report(&tx, incident.clone()).await });
            reported.await.expect("it can be done");
        };
        let is_open = async || incidents::open(db.store.read(), key).await.expect("readable").is_some();
        fails().await;
        assert!(record(&db, &row, Tested::Failed { detail: "refused".to_owned() }).await);
        change(&db, id, ProxyChange { label: Some("Main".to_owned()), url: None }).await.expect("changed");
        assert!(is_open().await, "neither a failure nor another label mends it");
        let works = Tested::Works { exit_address: "192.0.2.7".to_owned(), latency_ms: 40 };
        assert!(record(&db, &row, works.clone()).await);
        assert!(!is_open().await, "it was tested and works");
        fails().await;
        let url = ProxyUrl::parse("http://proxy.example:3128").expect("an address");
        change(&db, id, ProxyChange { label: None, url: Some(url) }).await.expect("changed");
        assert!(!is_open().await, "it has another address");
        fails().await;
        assert!(!record(&db, &row, works).await, "that was the old address");
        assert!(is_open().await);
        remove(&db, id, false).await.expect("removed");
        assert!(!is_open().await, "it is gone");
    }

    async fn a_removal_and_an_assignment_at_the_same_instant_leave_no_key_without_its_proxy(db: TestDb) {
        let key = add_key(&db, 1).await;
        for nth in 0..10 {
            let label = format!("proxy {nth}");
            let id = ProxyId(add(&db, &label, ADDRESS).await.expect("the address is free").id);
            let (assigned, removed) = tokio::join!(assign(&db, key, Some(id), false), remove(&db, id, false));
            let kept = read(&db, id).await.is_some();
            match (assigned, removed) {
                (Ok(_), Err(RemoveError::InUse { keys: 1 })) => assert!(kept && way(&db, key).await.0 == Some(id)),
                (Err(AssignError::NoProxy), Ok(_)) => assert!(!kept && way(&db, key).await.0.is_none()),
                other => panic!("{other:?}"),
            }
            if kept {
                remove(&db, id, true).await.expect("removed");
            }
        }
    }

    async fn a_test_that_works_heals_and_one_that_fails_only_records(db: TestDb) {
        let row = add(&db, "Frankfurt", ADDRESS).await.expect("a proxy");
        let (id, until) = (ProxyId(row.id), db.env.now());
        let failed = || Tested::Failed { detail: "no route".into() };
        assert!(record(&db, &row, failed()).await);
        let after = read(&db, id).await.expect("it is there");
        assert_eq!((proxies::health(&after).expect("readable"), after.failures), (ProxyHealth::Ok, 0));
        assert_eq!((after.tested_at, after.detail.as_deref(), after.exit_address), (Some(db.env.now()), Some("no route"), None));
        spoil(&db, rows::ActiveModel {
            id: Set(row.id),
            health: Set(text::ProxyHealth::Dead),
            until: Set(Some(until)),
            failures: Set(3),
            ..Default::default()
        }).await;
        assert!(record(&db, &row, failed()).await);
        let after = read(&db, id).await.expect("it is there");
        assert_eq!(proxies::health(&after).expect("readable"), ProxyHealth::Dead { until, failures: 3 });
        let works = || Tested::Works { exit_address: "192.0.2.7".into(), latency_ms: 120 };
        assert!(record(&db, &row, works()).await);
        let after = read(&db, id).await.expect("it is there");
        assert_eq!((proxies::health(&after).expect("readable"), after.failures, after.until), (ProxyHealth::Ok, 0, None));
        assert_eq!((after.detail, after.exit_address.as_deref(), after.latency_ms), (None, Some("192.0.2.7"), Some(120)));
        let url = ProxyUrl::parse("http://elsewhere.example:3128").expect("an address");
        change(&db, id, ProxyChange { label: None, url: Some(url) }).await.expect("a new address");
        assert!(!record(&db, &row, works()).await, "the test was of the old address");
        assert_eq!(read(&db, id).await.expect("it is there").tested_at, None);
    }

    async fn proxies_are_listed_and_looked_up_by_index(db: TestDb) {
        db.seed(ROWS).await;
        many(&db).await;
        let asked = Recorder::new(&db);
        let page = proxies::page(&asked, None, 100).await.expect("a page");
        assert_eq!(page.len(), 100);
        let next = proxies::page(&asked, page.last().map(|row| row.label.as_str()), 100).await.expect("a page");
        assert!(next.iter().all(|row| row.label > page[99].label));
        let some: Vec<ProxyId> = page.iter().map(|row| ProxyId(row.id)).collect();
        assert_eq!(proxies::key_counts(&asked, &some).await.expect("readable").len(), 100, "every one has keys");
        assert_eq!(proxies::labels(&asked, &some).await.expect("readable").len(), 100);
        assert!(proxies::get(&asked, some[0]).await.expect("readable").is_some());
        assert!(proxies::find(&asked, &page[7].label).await.expect("readable").is_some());
        asked.assert_uses_indexes().await;
        // What is asked on the way to a change.
        let backend = db.store.backend();
        let twin = rows::Entity::find()
            .filter(rows::Column::Fingerprint.eq("f7"))
            .filter(rows::Column::RemovedAt.is_null());
        assert_uses_index(&db, twin.build(backend)).await;
        let of_proxy = provider_keys::Entity::find()
            .filter(provider_keys::Column::ProxyId.eq(some[0].0))
            .order_by_asc(provider_keys::Column::Id);
        assert_uses_index(&db, of_proxy.build(backend)).await;
    }
}

/// As many proxies as there are keys of [`TestDb::seed`], each with a key.
async fn many(db: &TestDb) {
    let id = if db.store.backend() == DbBackend::Sqlite { "hex(id)" } else { "CAST(id AS text)" };
    let insert = format!(
        "INSERT INTO proxies (id, label, sealed_url, health, created_at, place, fingerprint)
         SELECT id, 'proxy ' || {id}, sealed_secret, 'ok', created_at, 'http://proxy.example:3128', fingerprint
         FROM provider_keys"
    );
    for sql in [insert.as_str(), "UPDATE provider_keys SET proxy_id = id", "ANALYZE"] {
        let done = db.store.write(move |tx| async move { execute(&tx, sql).await });
        done.await.expect("the rows are kept");
    }
}
