//! Keys as admins keep them: found, listed, taken in by the thousand, remembered.

use chrono::Duration;
use nproxy_domain::audit::Actor;
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{KeyId, ProviderId};
use nproxy_store::keys::{self, Before, Found, KeyAct, KeyFilter, NewKey, Sealed};
use nproxy_store::testing::{Recorder, TestDb, execute};
use nproxy_store::{StoreError, Tx, both};
use uuid::Uuid;

fn provider() -> ProviderId {
    ProviderId::from("p")
}

fn sealed(db: &TestDb, label: &str, secret: &str) -> Sealed {
    let new = NewKey {
        provider: provider(),
        label: label.to_owned(),
        api_key: ApiKey::new(secret),
        account: Some("acme".to_owned()),
        proxy: None,
        proxy_only: false,
        limits: KeyLimits { max_in_flight: 4, rpm: None },
    };
    keys::seal(&db.env, db.store.master_key(), new)
}

async fn insert(db: &TestDb, keys: &[Sealed]) -> Result<(), StoreError> {
    db.store.write(|tx: Tx| async move { keys::insert_all(&tx, keys).await }).await
}

async fn sql(db: &TestDb, sql: &str) {
    db.store.write(|tx: Tx| async move { execute(&tx, sql).await }).await.expect("it can be done");
}

/// All labels of a listing, read in pages of two.
async fn labels(db: &TestDb, filter: KeyFilter) -> Vec<String> {
    let (mut labels, mut after) = (Vec::new(), None);
    loop {
        let page = keys::page(db.store.read(), &filter, db.env.now(), after, 2).await.expect("a page");
        let Some(last) = page.last() else { return labels };
        after = Some(KeyId(last.id));
        labels.extend(page.into_iter().map(|key| key.label));
    }
}

/// An id of [`TestDb::seed`].
fn seeded(table: u16, n: u64) -> Uuid {
    Uuid::from_u128((u128::from(table) << 64) | u128::from(n))
}

both! {
    async fn a_key_is_found_by_its_id_or_its_label_and_what_was_meant_is_offered(db: TestDb) {
        let keys = [sealed(&db, "main", "s-1"), sealed(&db, "twin", "s-2"), sealed(&db, "twin", "s-3"), sealed(&db, "50%", "s-4")];
        insert(&db, &keys).await.expect("kept");
        let find = async |name: &str| keys::find(db.store.read(), name).await.expect("an answer");
        for name in ["main", &keys[0].id().to_string()] {
            let Found::One(row) = find(name).await else { panic!("{name} is one key") };
            assert_eq!(row.id, keys[0].id().0);
        }
        let Found::Several(twins) = find("twin").await else { panic!("two") };
        assert_eq!(twins.len(), 2);
        let similar = async |name: &str| match find(name).await {
            Found::None { similar } => similar.into_iter().map(|row| row.label).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(similar("MAI").await, ["main"]);
        assert_eq!(similar("%").await, ["50%"], "a sign is no pattern");
        assert!(similar("_").await.is_empty() && similar(&KeyId::new(&db.env).to_string()).await.is_empty());
    }

    async fn a_listing_goes_on_where_it_was_and_knows_the_states_in_effect(db: TestDb) {
        let keys: Vec<_> = (0..5).map(|n| sealed(&db, &format!("key {n}"), &format!("s-{n}"))).collect();
        insert(&db, &keys).await.expect("kept");
        let until = |seconds| (db.env.now() + Duration::seconds(seconds)).to_rfc3339();
        for (label, until) in [("key 1", until(60)), ("key 2", until(-1))] {
            sql(&db, &format!("UPDATE provider_keys SET state = 'cooldown', until = '{until}' WHERE label = '{label}'")).await;
        }
        sql(&db, "UPDATE provider_keys SET account = 'other' WHERE label = 'key 4'").await;
        let state = |state: &str| KeyFilter { state: Some(state.to_owned()), ..KeyFilter::default() };
        assert_eq!(labels(&db, KeyFilter::default()).await, ["key 0", "key 1", "key 2", "key 3", "key 4"]);
        assert_eq!(labels(&db, state("cooldown")).await, ["key 1"]);
        assert_eq!(labels(&db, state("probation")).await, ["key 2"]);
        assert_eq!(labels(&db, state("active")).await, ["key 0", "key 3", "key 4"]);
        let account = KeyFilter { account: Some("other".to_owned()), ..KeyFilter::default() };
        assert_eq!(labels(&db, account).await, ["key 4"]);
        let label = KeyFilter { label: Some("Y 3".to_owned()), ..KeyFilter::default() };
        assert_eq!(labels(&db, label).await, ["key 3"]);
        let provider = KeyFilter { provider: Some("nobody".into()), ..KeyFilter::default() };
        assert!(labels(&db, provider).await.is_empty());
    }

    async fn thousands_are_kept_at_once_and_a_twin_keeps_none(db: TestDb) {
        let many: Vec<_> = (0..1200).map(|n| sealed(&db, "many", &format!("s-{n}"))).collect();
        insert(&db, &many).await.expect("kept");
        let fingerprint = |secret: &str| db.store.master_key().fingerprint(secret.as_bytes());
        let wanted: Vec<String> = (1100..1300).map(|n| fingerprint(&format!("s-{n}"))).collect();
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let known = keys::known(db.store.read(), &provider(), &wanted).await.expect("an answer");
        assert_eq!((known.len(), known.get(&fingerprint("s-1199")).map(String::as_str)), (100, Some("many")));
        assert!(keys::known(db.store.read(), &"other".into(), &wanted).await.expect("an answer").is_empty());
        let twins = [sealed(&db, "new", "s-new"), sealed(&db, "twin", "s-7")];
        assert!(insert(&db, &twins).await.expect_err("there is one already").is_unique());
        assert!(keys::get(db.store.read(), twins[0].id()).await.expect("readable").is_none());
        let Some(row) = keys::get(db.store.read(), many[1199].id()).await.expect("readable") else { panic!("kept") };
        let opened = keys::open(db.store.master_key(), &row).expect("sealed for its row");
        assert_eq!(opened.secrets(), ["s-1199"]);
    }

    async fn what_happened_is_told_newest_first_page_by_page(db: TestDb) {
        let key = sealed(&db, "main", "s-1");
        let id = key.id();
        insert(&db, &[key]).await.expect("kept");
        let mut times = Vec::new();
        for act in [KeyAct::Disable, KeyAct::Activate, KeyAct::Disable] {
            db.clock.advance(Duration::seconds(10));
            times.push(db.env.now());
            let env = &db.env;
            db.store
                .write(|tx: Tx| async move { keys::set_state(&tx, env, id, act, Actor::Operator, Some("why")).await })
                .await
                .expect("done");
        }
        let history = async |before, rows_max| {
            let events = keys::history(db.store.read(), id, before, rows_max).await.expect("readable");
            events.into_iter().map(|event| (event.id, event.after)).collect::<Vec<_>>()
        };
        let all = history(None, 10).await;
        assert_eq!(all.iter().map(|(_, after)| after.as_str()).collect::<Vec<_>>(), ["disabled", "active", "disabled"]);
        assert_eq!(history(None, 2).await, all[..2]);
        assert_eq!(history(Some(Before::Event(all[1].0)), 10).await, all[2..]);
        assert_eq!(history(Some(Before::Time(times[1])), 10).await, all[2..]);
    }

    async fn lists_of_keys_go_by_index(db: TestDb) {
        db.seed(20_000).await;
        let asked = Recorder::new(&db);
        let (now, key) = (db.env.now(), KeyId(seeded(7, 7)));
        let all = KeyFilter::default();
        let of = KeyFilter { provider: Some("seeded".into()), ..all.clone() };
        let filters = [
            all.clone(),
            of.clone(),
            KeyFilter { account: Some("account-7".to_owned()), ..all.clone() },
            KeyFilter { account: Some("account-7".to_owned()), ..of.clone() },
            KeyFilter { proxy: Some(nproxy_domain::ProxyId(seeded(9, 7))), ..all },
            KeyFilter { state: Some("cooldown".to_owned()), ..of.clone() },
            KeyFilter { state: Some("probation".to_owned()), ..of.clone() },
            KeyFilter { state: Some("disabled".to_owned()), ..of },
        ];
        for filter in &filters {
            for after in [None, Some(key)] {
                keys::page(&asked, filter, now, after, 500).await.expect("a page");
            }
        }
        asked.assert_uses_indexes().await;
        assert!(matches!(keys::find(&asked, &key.0.to_string()).await, Ok(Found::One(_))));
        // Of very many at once, PostgreSQL rightly reads a table of this size whole.
        let fingerprints: Vec<String> = (0..50).map(|n| format!("f{n}")).collect();
        let fingerprints: Vec<&str> = fingerprints.iter().map(String::as_str).collect();
        assert_eq!(keys::known(&asked, &"seeded".into(), &fingerprints).await.expect("an answer").len(), 50);
        asked.assert_uses_indexes().await;
        for before in [None, Some(Before::Event(seeded(9, 7))), Some(Before::Time(now))] {
            keys::history(&asked, key, before, 50).await.expect("a page");
        }
        assert_eq!(keys::attempts(&asked, key, 20).await.expect("a page").len(), 1);
        keys::not_for(&asked, key).await.expect("an answer");
        keys::broke_at(&asked, "seeded", "account-7", now).await.expect("an answer");
        asked.assert_uses_indexes().await;
    }
}
