//! What an operator does with keys, and what they are told of them.

use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;

use chrono::Duration;
use futures::FutureExt as _;
use nproxy_app::Settings;
use nproxy_app::audit::By;
use nproxy_app::keys::{self, Became, FindError, Import, ImportError, Imported, KeyAct, KeyFilter, Tested, Which};
use nproxy_app::proxies as app_proxies;
use nproxy_domain::KeyId;
use nproxy_domain::keys::AttemptOutcome;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::proxy::ProxyUrl;
use nproxy_store::entities::{audit_log, incidents};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use nproxy_store::{StoreError, both, proxies};
use serde_json::json;

use crate::world::{PROVIDER, World};

pub async fn world(db: TestDb, keys: u32) -> World {
    World::with(db, keys, Settings::default()).await
}

fn import(text: &str) -> Import<'_> {
    Import { text: text.as_bytes(), format: None, provider: Some(PROVIDER), max_in_flight: 4, dry_run: false }
}

async fn imported(world: &World, import: Import<'_>) -> Imported {
    keys::import(&world.app, &By::operator(), import).await.expect("a good file")
}

/// The line and the code of its refusal, or the label.
fn ends(imported: &Imported) -> Vec<(usize, String)> {
    let end = |became: &Became| match became {
        Became::Imported { label, .. } => label.clone(),
        Became::Refused { code, .. } => format!("! {code}"),
    };
    imported.lines.iter().map(|line| (line.line, end(&line.became))).collect()
}

async fn acts(world: &World) -> Vec<(String, Option<serde_json::Value>)> {
    let lines = audit_log::Entity::find().all(world.app.store.read()).await.expect("readable");
    lines.into_iter().filter(|line| line.act.starts_with("keys.")).map(|line| (line.act, line.after)).collect()
}

pub async fn open_incidents(world: &World) -> Vec<String> {
    let rows = incidents::Entity::find().all(world.app.store.read()).await.expect("readable");
    rows.into_iter().filter(|row| row.recovered_at.is_none()).map(|row| row.key).collect()
}

async fn why(world: &World, name: &str) -> String {
    keys::show(&world.app, name).await.expect("there").why.sentences.join(" ")
}

/// The key picked longest ago ends an attempt this way; gives its label.
pub async fn attempt_ends(world: &World, class: Class, detail: &str) -> String {
    let user = world.customer(10).await;
    let asked = world.queue(user, 1).await;
    // Earlier ones may have been left behind by now.
    let claimed = world.claim().await.into_iter().find(|claimed| claimed.id == asked[0]).expect("it is due");
    let attempt = world.open_attempt(&claimed).await;
    let outcome = AttemptOutcome {
        class,
        spent: Spent::No,
        detail: detail.to_owned(),
        retry_after: None,
        upstream_ms: Some(120),
    };
    let (ring, env, outcome_) = (&world.app.ring, &world.app.env, &outcome);
    let closed = world
        .app
        .store
        .write(|tx| async move { ring.close_in(&tx, env, attempt, outcome_).await })
        .await
        .expect("closed");
    assert!(closed.is_some());
    let row = nproxy_store::attempts::get(world.app.store.read(), attempt).await.expect("readable").expect("there");
    let key = nproxy_store::keys::get(world.app.store.read(), KeyId(row.key_id)).await;
    key.expect("readable").expect("there").label
}

/// Long after, when nobody holds or waits for anything any more.
pub async fn end(world: World) {
    world.pass(Duration::hours(1));
    world.work().await;
    world.end().await;
}

both! {
    async fn an_import_keeps_what_can_be_kept_and_tells_of_every_line(db: TestDb) {
        let world = world(db, 1).await;
        let (env, master_key) = (&world.app.env, world.app.store.master_key());
        let exit = proxies::NewProxy { label: "exit".into(), url: ProxyUrl::parse("http://a:b@10.0.0.1:3128").expect("good") };
        let exit = &exit;
        world.app.store.write(|tx| async move { Ok::<_, StoreError>(proxies::add(&tx, env, master_key, exit).await.is_ok()) })
            .await
            .expect("kept");
        let text = "label,secret,provider,proxy,max_in_flight,account\n\
            good,s-1,,exit,9,acme\n\
            again,s-1,,,,\n\
            there,secret-0,,,,\n\
            ,s-2,,,,\n\
            far,s-3,nobody,,,\n\
            lost,s-4,,nowhere,,\n\
            loud,s-5,,,many,\n\
            open,\"s-6,,,,\n\
            last,s-7,wire,,,\n";
        let dry = imported(&world, Import { dry_run: true, ..import(text) }).await;
        let first = imported(&world, import(text)).await;
        let made_up = format!("{PROVIDER}-{}", &world.app.store.master_key().fingerprint(b"s-2")[..8]);
        let wanted = [
            (2, "good"), (3, "! duplicate_line"), (4, "! duplicate_key"), (5, made_up.as_str()), (6, "! unknown_provider"),
            (7, "! unknown_proxy"), (8, "! bad_number"), (9, "! malformed"), (10, "last"),
        ];
        assert_eq!(ends(&first), wanted.map(|(line, end)| (line, end.to_owned())));
        assert_eq!((ends(&dry), dry.imported, dry.refused), (ends(&first), 3, 6), "a dry run tells the same");
        let told = serde_json::to_string(&first).expect("JSON");
        assert!(!told.contains("s-1") && !told.contains("nobody") && told.contains("wire") && told.contains("key 0"), "{told}");

        let good = keys::show(&world.app, "good").await.expect("there");
        assert_eq!((good.key.max_in_flight, good.key.account.as_deref()), (9, Some("acme")));
        assert_eq!(good.proxy.map(|proxy| proxy.place).as_deref(), Some("http://10.0.0.1:3128"));
        let again = imported(&world, import(text)).await;
        assert_eq!((again.imported, again.refused), (0, 9));
        let record = acts(&world).await;
        let counts = serde_json::json!({ "imported": 3, "refused": 6, "providers": { "wire": 3 } });
        assert_eq!(record, [("keys.import".to_owned(), Some(counts))], "one act, with counts, and none for nothing");
        world.end().await;
    }

    async fn thousands_of_secrets_are_taken_in_at_once_and_may_be_picked(db: TestDb) {
        let world = world(db, 0).await;
        let mut text = String::new();
        for n in 0..3000 {
            writeln!(text, "AIza-{n}").expect("memory takes it");
        }
        let all = imported(&world, import(&text)).await;
        assert_eq!((all.imported, all.refused), (3000, 0));
        let mut listing = keys::list(&world.app, &keys::Wanted::default()).await.expect("a listing");
        let mut counts = keys::Counts::default();
        let mut last = None;
        while let Some(page) = listing.next().await.expect("a page") {
            assert!(page.iter().all(|key| Some(key.id) > last), "in the order of the file, none twice");
            last = page.last().map(|key| key.id);
            counts.add(&page);
        }
        assert_eq!(counts.by_state().collect::<Vec<_>>(), [("active", 3000)]);
        let user = world.customer(10).await;
        world.queue(user, 1).await;
        world.work().await;
        assert_eq!(world.wire.calls()[0].key, "AIza-0");
        world.end().await;
    }

    async fn a_file_that_can_not_be_meant_is_refused_whole(db: TestDb) {
        let world = world(db, 0).await;
        let refused = async |import| keys::import(&world.app, &By::operator(), import).await.expect_err("refused");
        assert!(matches!(refused(import("\n# nothing\n")).await, ImportError::Empty));
        assert!(matches!(refused(import("secret,colour\ns-1,red\n")).await, ImportError::Header(_)));
        let unknown = refused(Import { provider: Some("nobody"), ..import("s-1\n") }).await;
        assert!(unknown.to_string().contains("there are: wire"), "{unknown}");
        assert!(acts(&world).await.is_empty());
        world.end().await;
    }

    async fn a_key_that_failed_says_what_it_rests_for_and_an_admin_brings_it_back(db: TestDb) {
        let world = world(db, 1).await;
        attempt_ends(&world, Class::Overload, "503 from the upstream").await;
        world.pass(Duration::seconds(48));
        let record = keys::show(&world.app, "key 0").await.expect("there");
        assert_eq!((record.key.state, record.key.strikes), ("cooldown", 1));
        let said = record.why.sentences.join(" ");
        let begin = "Rests until 08:05:00 UTC (in 4 min 12 s): 1st failure in a row, overload: 503 from the upstream. ";
        assert!(said.starts_with(begin), "{said}");
        let [attempt] = &record.attempts[..] else { panic!("one attempt") };
        assert_eq!((attempt.class.as_deref(), attempt.spent.as_deref(), attempt.upstream_ms), (Some("overload"), Some("no"), Some(120)));

        world.pass(Duration::minutes(5));
        assert!(why(&world, "key 0").await.contains("Before, it rested for its 1st failure in a row, overload: 503"));
        attempt_ends(&world, Class::KeyInvalid, "API key not valid").await;
        assert!(why(&world, "key 0").await.starts_with("The upstream refuses the key (just now, key_invalid: API key not valid)."));
        assert_eq!(open_incidents(&world).await.len(), 1);

        let by = By::operator();
        let names = ["key 0", "key 1"].map(str::to_owned);
        let changed = keys::change(&world.app, &by, &names, KeyAct::Activate, Some("paid")).await.expect("done");
        assert_eq!(changed.keys.iter().map(|key| (key.label.as_str(), key.state)).collect::<Vec<_>>(), [("key 0", "active")]);
        let [FindError::Unknown { candidates, .. }] = &changed.refused[..] else { panic!("{changed:?}") };
        assert!(candidates.0.is_empty());
        assert!(open_incidents(&world).await.is_empty(), "what was wrong with the key is over");
        let unknown = keys::show(&world.app, "KEY").await.expect_err("no such key");
        assert!(unknown.to_string().contains("candidates: \"key 0\" of wire ("), "{unknown}");

        let history = keys::history(&world.app, "key 0", None, 2).await.expect("there");
        let events: Vec<_> = history.events.iter().map(|e| (e.before.as_str(), e.after.as_str(), e.cause.as_str(), e.actor.as_str())).collect();
        assert_eq!(events, [("manual_review", "active", "admin", "operator"), ("probation", "manual_review", "key_invalid", "system")]);
        assert!(history.next_before.is_some());
        end(world).await;
    }

    async fn what_a_key_rests_for_is_told_whatever_way_it_goes_out_since(db: TestDb) {
        let world = world(db, 2).await;
        attempt_ends(&world, Class::Overload, "503 from the upstream").await;
        world.pass(Duration::seconds(20));
        let (app, by) = (&world.app, By::operator());
        keys::change(app, &by, &["key 1".to_owned()], KeyAct::Disable, Some("leaked")).await.expect("done");
        let ids: Vec<KeyId> = nproxy_store::keys::list(app.store.read(), None).await.expect("readable").into_iter().map(|row| KeyId(row.id)).collect();
        let new = app_proxies::NewProxy { label: "good".into(), url: ProxyUrl::parse("http://127.0.0.1:1").expect("good") };
        let proxy = app_proxies::add(app, &by, new, true).await.expect("kept").id;
        // More lines of its history than anybody looks through.
        for _ in 0..12 {
            world.pass(Duration::seconds(1));
            app_proxies::assign(app, &by, &ids, Some(proxy), false, None).await.expect("assigned");
            world.pass(Duration::seconds(1));
            app_proxies::assign(app, &by, &ids, None, false, None).await.expect("assigned");
        }
        app_proxies::assign(app, &by, &ids, Some(proxy), false, None).await.expect("assigned");
        app_proxies::remove(app, &by, proxy, true, None).await.expect("removed");
        let rests = why(&world, "key 0").await;
        assert!(rests.contains("1st failure in a row, overload: 503 from the upstream."), "{rests}");
        assert!(why(&world, "key 1").await.starts_with("Disabled by the operator 24 s ago: leaked."));
        world.pass(Duration::minutes(10));
        let due = why(&world, "key 0").await;
        assert!(due.contains("Before, it rested for its 1st failure in a row, overload: 503"), "{due}");
        attempt_ends(&world, Class::KeyInvalid, "API key not valid").await;
        app_proxies::assign(app, &by, &ids, None, false, None).await.expect("as it was");
        assert!(why(&world, "key 0").await.contains("key_invalid: API key not valid"));
        end(world).await;
    }

    async fn when_a_key_last_worked_is_known_after_an_admin_put_it_back(db: TestDb) {
        let world = world(db, 1).await;
        assert_eq!(keys::show(&world.app, "key 0").await.expect("there").last_ok_at, None);
        let at = world.app.env.now();
        attempt_ends(&world, Class::Ok, "").await;
        world.pass(Duration::minutes(1));
        attempt_ends(&world, Class::Overload, "503").await;
        keys::change(&world.app, &By::operator(), &["key 0".to_owned()], KeyAct::Activate, None).await.expect("done");
        assert_eq!(keys::show(&world.app, "key 0").await.expect("there").last_ok_at, Some(at));
        end(world).await;
    }

    async fn an_account_without_money_is_told_on_each_of_its_keys(db: TestDb) {
        let world = world(db, 3).await;
        world.sql("UPDATE provider_keys SET account = 'acme' WHERE label <> 'key 2'".to_owned()).await;
        let broke = attempt_ends(&world, Class::OutOfFunds, "402: add credits").await;
        assert_eq!(broke, "key 0");
        world.pass(Duration::hours(2));
        let own = why(&world, "key 0").await;
        assert!(own.starts_with("The account acme has no money left (seen 2 h ago on this key: 402: add credits): add funds"), "{own}");
        let fell = why(&world, "key 1").await;
        assert!(fell.starts_with("The account acme has no money left (seen 2 h ago on the key key 0: 402: add credits)"), "{fell}");
        assert!(why(&world, "key 2").await.starts_with("Could be used now"));
        assert_eq!(open_incidents(&world).await, [format!("funds:{PROVIDER}:acme")]);
        let changed = keys::change(&world.app, &By::operator(), &["key 1".to_owned()], KeyAct::Activate, None).await;
        assert_eq!(changed.expect("done").keys[0].state, "active");
        assert_eq!(open_incidents(&world).await.len(), 1, "the other one still waits for money");
        let changed = keys::change(&world.app, &By::operator(), &["key 0".to_owned()], KeyAct::Disable, None).await;
        assert_eq!(changed.expect("done").keys[0].state, "disabled");
        assert!(open_incidents(&world).await.is_empty(), "none waits any more");
        end(world).await;
    }

    async fn keys_that_fail_together_are_told_to_rest_for_an_incident(db: TestDb) {
        let world = world(db, 3).await;
        for _ in 0..3 {
            attempt_ends(&world, Class::Overload, "503").await;
        }
        let said = why(&world, "key 1").await;
        assert!(said.starts_with("Rests for an incident of all wire keys (failing, since 08:00:00 UTC): tried again at"), "{said}");
        let record = keys::show(&world.app, "key 1").await.expect("there");
        let incident = record.incident.expect("an incident");
        assert_eq!((incident.scope.as_str(), incident.way.as_str(), incident.open), ("provider", "failing", true));
        end(world).await;
    }

    async fn a_model_that_a_key_is_not_for_is_told_until_an_admin_says_otherwise(db: TestDb) {
        let world = world(db, 2).await;
        attempt_ends(&world, Class::QuotaZero, "limit: 0").await;
        let said = why(&world, "key 0").await;
        assert!(said.starts_with("Could be used now") && said.contains("Not used for the model wire-model:"), "{said}");
        assert_eq!(open_incidents(&world).await.len(), 1);
        keys::change(&world.app, &By::operator(), &["key 0".to_owned()], KeyAct::Activate, None).await.expect("done");
        assert!(open_incidents(&world).await.is_empty());
        assert_eq!(why(&world, "key 0").await, "Could be used now; last picked just now.");
        end(world).await;
    }

    async fn what_is_wrong_with_a_key_is_over_when_it_is_taken_out_of_use(db: TestDb) {
        let world = world(db, 3).await;
        attempt_ends(&world, Class::QuotaZero, "limit: 0").await;
        attempt_ends(&world, Class::OutOfFunds, "402").await;
        attempt_ends(&world, Class::KeyInvalid, "API key not valid").await;
        assert_eq!(open_incidents(&world).await.len(), 3);
        let names = ["key 0", "key 1", "key 2"].map(str::to_owned);
        keys::change(&world.app, &By::operator(), &names, KeyAct::Disable, None).await.expect("done");
        assert!(open_incidents(&world).await.is_empty());
        end(world).await;
    }

    async fn a_secret_that_can_not_be_read_is_told_as_that(db: TestDb) {
        let world = world(db, 2).await;
        let junk = if world.db.url().starts_with("sqlite") { "x'00'" } else { r"'\x00'::bytea" };
        world.sql(format!("UPDATE provider_keys SET sealed_secret = {junk} WHERE label = 'key 0'")).await;
        world.app.store.check_master_key(&world.app.env).await.expect("the right one");
        let user = world.customer(10).await;
        world.queue(user, 1).await;
        world.work().await;
        let said = why(&world, "key 0").await;
        assert!(said.starts_with("Its secret can't be read (just now, secret_unreadable: "), "{said}");
        world.end().await;
    }

    async fn a_test_says_where_an_upstream_can_not_be_asked_and_moves_no_key(db: TestDb) {
        let world = world(db, 3).await;
        let junk = if world.db.url().starts_with("sqlite") { "x'00'" } else { r"'\x00'::bytea" };
        world.sql(format!("UPDATE provider_keys SET sealed_secret = {junk} WHERE label = 'key 1'")).await;
        let mut tests = Vec::new();
        let tally = keys::test(&world.app, &By::operator(), &Which::Of(None), |test| tests.push(test)).await.expect("done");
        assert_eq!((tally.works, tally.failed, tally.no_check), (0, 1, 2));
        assert_eq!(tests.iter().map(|test| test.key.label.as_str()).collect::<Vec<_>>(), ["key 0", "key 1", "key 2"]);
        assert_eq!(tests[0].tested, Tested::NoCheck);
        assert!(matches!(tests[1].tested, Tested::Failed { class: "secret_unreadable", .. }));
        assert_eq!(keys::show(&world.app, "key 1").await.expect("there").key.state, "active");
        let one = keys::test(&world.app, &By::operator(), &Which::One("key 0".to_owned()), |_| {}).await.expect("done");
        assert_eq!(one.no_check, 1);
        assert_eq!(acts(&world).await.len(), 2, "each run is on record");
        world.end().await;
    }

    async fn a_test_or_an_export_that_is_broken_off_is_on_record(db: TestDb) {
        let world = world(db, 3).await;
        let (by, which) = (By::operator(), Which::Of(None));
        let test = keys::test(&world.app, &by, &which, |_| panic!("nobody listens any more"));
        assert!(AssertUnwindSafe(test).catch_unwind().await.is_err());
        assert_eq!(acts(&world).await, [("keys.test".to_owned(), None)]);
        let filter = KeyFilter { label: Some("key".to_owned()), ..KeyFilter::default() };
        let wanted = keys::Wanted { filter, proxy: None };
        drop(keys::export(&world.app, &by, &wanted).await.expect("a listing"));
        let which = json!({ "provider": null, "state": null, "account": null, "proxy": null, "label": "key" });
        assert_eq!(acts(&world).await[1], ("keys.export".to_owned(), Some(which)));
        world.end().await;
    }
}
