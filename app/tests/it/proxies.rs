//! Proxies in an operator's hands.

use std::net::SocketAddr;
use std::sync::Arc;

use nproxy_app::audit::By;
use nproxy_app::proxies::{
    self, AddError, CantAssign, ChangeError, Choice, ChooseError, KeepError, KeysInTheWay, LabelError, NewProxy,
    ProxyChange, ProxyHealthView, ProxySettings, ProxyView, RemoveError, TestError, Tested,
};
use nproxy_app::{App, Settings};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::proxy::ProxyUrl;
use nproxy_domain::{KeyId, ProviderId, ProxyId};
use nproxy_store::entities::audit_log;
use nproxy_store::keys::{self, NewKey};
use nproxy_store::testing::sea_orm::{EntityTrait as _, QueryOrder as _};
use nproxy_store::testing::{TestDb, execute};
use nproxy_store::{StoreError, both};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::house::{NoMail, house, plain};

const ADDRESS: &str = "socks5h://ada:correct-horse@proxy.example:1080";

fn url(text: &str) -> ProxyUrl {
    ProxyUrl::parse(text).expect("an address")
}

async fn add(app: &App, label: &str, address: &str) -> Result<ProxyView, AddError> {
    proxies::add(app, &By::operator(), NewProxy { label: label.into(), url: url(address) }, true).await
}

async fn add_key(app: &App, label: &str, provider: &str, account: &str) -> KeyId {
    let added = app.store.write(|tx| async move {
        let new = NewKey {
            provider: ProviderId::from(provider),
            label: label.into(),
            api_key: ApiKey::new(format!("secret of {label} {provider} {account}")),
            account: Some(account.into()),
            proxy: None,
            proxy_only: false,
            limits: KeyLimits { max_in_flight: 4, rpm: None },
        };
        Ok::<_, StoreError>(keys::add(&tx, &app.env, app.store.master_key(), new).await.expect("a new key"))
    });
    added.await.expect("a key")
}

/// Act, subject, before and after of everything on record, oldest first.
async fn on_record(app: &App) -> Vec<(String, String, Option<Value>, Option<Value>)> {
    let lines = audit_log::Entity::find().order_by_asc(audit_log::Column::Id).all(app.store.read()).await;
    lines.expect("readable").into_iter().map(|line| (line.act, line.subject, line.before, line.after)).collect()
}

/// A forward proxy for plain HTTP that answers every request by itself, as the echo service of its network would.
async fn proxy_that_comes_out_at(exit: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("it listens");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                    if stream.read_buf(&mut head).await.unwrap_or(0) == 0 {
                        return;
                    }
                }
                let asked = String::from_utf8_lossy(&head);
                let status = if asked.starts_with("GET http://echo.example/") { "200 OK" } else { "400 Bad Request" };
                let reply = format!(
                    "HTTP/1.1 {status}\r\ncontent-type: text/plain\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{exit}",
                    exit.len()
                );
                let _ = stream.write_all(reply.as_bytes()).await;
            });
        }
    });
    at
}

fn with_an_echo(db: &TestDb) -> App {
    let echo_url = "http://echo.example/".parse().expect("a URL");
    let settings = Settings { proxies: ProxySettings { echo_url }, ..Settings::default() };
    house(db, Arc::default(), Arc::new(NoMail), settings)
}

both! {
    async fn every_act_on_a_proxy_is_on_record_without_its_credentials(db: TestDb) {
        let app = plain(&db);
        let proxy = add(&app, " Frankfurt\u{202e} ", ADDRESS).await.expect("a proxy");
        assert_eq!((proxy.label.as_str(), proxy.place.as_str(), proxy.keys), ("Frankfurt", "socks5h://proxy.example:1080", 0));
        let key = add_key(&app, "key", "p", "acme").await;
        proxies::assign(&app, &By::operator(), &[key], Some(proxy.id), true, None).await.expect("assigned");
        proxies::assign(&app, &By::operator(), &[key], Some(proxy.id), true, None).await.expect("as it was");
        let change = ProxyChange { label: Some("Main".into()), url: Some(url("http://bob:new-horse@other.example:3128")) };
        let changed = proxies::change(&app, &By::operator(), proxy.id, change, true, None).await.expect("changed");
        assert_eq!((changed.label.as_str(), changed.place.as_str(), changed.keys), ("Main", "http://other.example:3128", 1));
        proxies::assign(&app, &By::operator(), &[key], Some(proxy.id), false, None).await.expect("assigned");
        let unassigned = proxies::remove(&app, &By::operator(), proxy.id, true, None).await.expect("removed");
        assert_eq!(unassigned, [key]);

        let (key, id) = (format!("key:{key}"), proxy.id);
        let proxy = format!("proxy:{id}");
        let (old, new) = (json!({ "label": "Frankfurt", "place": "socks5h://proxy.example:1080" }), "http://other.example:3128");
        let way = |proxy: Option<ProxyId>, only: bool| Some(json!({ "proxy": proxy, "proxy_only": only }));
        assert_eq!(on_record(&app).await, [
            ("proxies.add".into(), proxy.clone(), None, Some(old.clone())),
            ("keys.proxy".into(), key.clone(), way(None, false), way(Some(id), true)),
            ("proxies.change".into(), proxy.clone(), Some(old), Some(json!({ "label": "Main", "place": new, "new_address": true }))),
            ("keys.proxy".into(), key.clone(), way(Some(id), true), way(Some(id), false)),
            ("keys.proxy".into(), key, way(Some(id), false), way(None, false)),
            ("proxies.remove".into(), proxy, Some(json!({ "label": "Main", "place": new, "keys": 1 })), None),
        ]);
        let lines = format!("{:?}", on_record(&app).await);
        assert!(["ada", "correct-horse", "bob", "new-horse"].iter().all(|secret| !lines.contains(secret)), "{lines}");
    }

    async fn what_can_not_be_kept_is_refused_and_changes_nothing(db: TestDb) {
        let app = plain(&db);
        let frankfurt = add(&app, "Frankfurt", ADDRESS).await.expect("a proxy");
        for (label, why) in [("  ", LabelError::Empty), ("NONE", LabelError::Reserved), (&*"x".repeat(81), LabelError::TooLong)] {
            let refused = add(&app, label, "http://proxy.example:1").await;
            assert!(matches!(refused, Err(AddError::Label(reason)) if reason == why), "{label}");
            let change = ProxyChange { label: Some(label.into()), url: None };
            let refused = proxies::change(&app, &By::operator(), frankfurt.id, change, true, None).await;
            assert!(matches!(refused, Err(ChangeError::Label(reason)) if reason == why), "{label}");
        }
        let twin = add(&app, "Paris", ADDRESS).await;
        assert!(matches!(twin, Err(AddError::Keep(KeepError::AddressTaken { label })) if label == "Frankfurt"));
        let key = add_key(&app, "key", "p", "acme").await;
        let nobody = KeyId::new(&db.env);
        let refused = proxies::assign(&app, &By::operator(), &[key, nobody], Some(frankfurt.id), false, None).await;
        assert!(matches!(refused, Err(proxies::AssignError::Keys(CantAssign::NoKey(id))) if id == nobody));
        proxies::assign(&app, &By::operator(), &[key], Some(frankfurt.id), false, None).await.expect("assigned");
        let in_use = proxies::remove(&app, &By::operator(), frankfurt.id, false, None).await;
        assert!(matches!(in_use, Err(RemoveError::Keys(KeysInTheWay::InUse { keys: 1 }))));
        let acts: Vec<_> = on_record(&app).await.into_iter().map(|(act, ..)| act).collect();
        assert_eq!(acts, ["proxies.add", "keys.proxy"], "a refusal leaves no line");
        assert_eq!(proxies::list(&app).await.expect("readable").len(), 1);
    }

    async fn keys_are_chosen_by_name_by_provider_or_by_account(db: TestDb) {
        let app = plain(&db);
        let one = add_key(&app, "one", "p", "acme").await;
        let two = add_key(&app, "two", "p", "other").await;
        let three = add_key(&app, "three", "q", "acme").await;
        let twin = add_key(&app, "three", "p", "acme").await;
        let account = |provider: Option<&str>| Choice::Account { account: "acme".into(), provider: provider.map(ProviderId::from) };
        let named = |names: &[&str]| Choice::Named(names.iter().map(|&name| name.to_owned()).collect());
        for (choice, keys) in [
            (named(&["two", &one.to_string(), "one"]), vec![one, two]),
            (Choice::Provider(ProviderId::from("p")), vec![one, two, twin]),
            (account(None), vec![one, three, twin]),
            (account(Some("q")), vec![three]),
        ] {
            assert_eq!(proxies::choose(&app, &choice).await.expect("keys"), keys, "{choice:?}");
        }
        assert!(matches!(proxies::choose(&app, &named(&["one", "three"])).await, Err(ChooseError::Ambiguous(name)) if name == "three"));
        assert!(matches!(proxies::choose(&app, &named(&["four"])).await, Err(ChooseError::NoKey(name)) if name == "four"));
        let nobody = Choice::Provider(ProviderId::from("nobody"));
        assert!(matches!(proxies::choose(&app, &nobody).await, Err(ChooseError::NoneOfProvider(_))));
        assert!(matches!(proxies::choose(&app, &account(Some("r"))).await, Err(ChooseError::NoneOfAccount(_))));
    }

    async fn many_keys_are_sent_out_through_one_proxy(db: TestDb) {
        let app = plain(&db);
        let proxy = add(&app, "Frankfurt", ADDRESS).await.expect("a proxy");
        let mut keys = Vec::new();
        for nth in 0..130 {
            keys.push(add_key(&app, &format!("key {nth}"), "p", "acme").await);
        }
        let backwards: Vec<KeyId> = keys.iter().rev().chain(&keys[..3]).copied().collect();
        let would = proxies::would_assign(&app, &backwards, Some(proxy.id), false).await.expect("looked at");
        let before = on_record(&app).await.len();
        let why = Some("closer");
        let assigned = proxies::assign(&app, &By::operator(), &backwards, Some(proxy.id), false, why).await.expect("assigned");
        assert_eq!(assigned, would, "a dry run tells what will be");
        let lines = audit_log::Entity::find().order_by_asc(audit_log::Column::Id).all(app.store.read()).await.expect("readable");
        assert!(lines[before..].iter().all(|line| line.reason.as_deref() == why) && lines.len() == before + 130);
        let again = proxies::would_assign(&app, &keys, Some(proxy.id), false).await.expect("looked at");
        assert!(again.iter().all(|key| !key.changed));
        let unsaid = proxies::assign(&app, &By::operator(), &keys, None, false, Some(" ")).await;
        assert!(matches!(unsaid, Err(proxies::AssignError::Reason(_))), "{unsaid:?}");
        assert_eq!(assigned.iter().map(|key| key.id).collect::<Vec<_>>(), keys, "each once, oldest first");
        assert!(assigned.iter().all(|key| key.changed && key.proxy == Some(proxy.id)));
        let shown = proxies::show(&app, "Frankfurt").await.expect("readable").expect("it is there");
        assert_eq!((shown.proxy.keys, shown.keys.len(), shown.keys[0].label.as_str()), (130, 130, "key 0"));
        let list = proxies::list(&app).await.expect("readable");
        assert_eq!(list.iter().map(|proxy| (proxy.label.as_str(), proxy.keys)).collect::<Vec<_>>(), [("Frankfurt", 130)]);
        assert_eq!(proxies::show(&app, "nobody").await.expect("readable"), None);
    }

    async fn a_test_says_where_the_proxy_comes_out_or_why_it_fails(db: TestDb) {
        let app = with_an_echo(&db);
        let good = add(&app, "good", &format!("http://{}", proxy_that_comes_out_at("192.0.2.7").await)).await.expect("a proxy");
        let liar = add(&app, "liar", &format!("http://{}", proxy_that_comes_out_at("<html>").await)).await.expect("a proxy");
        // Nothing listens on it.
        let dead = add(&app, "dead", "http://ada:correct-horse@127.0.0.1:1").await.expect("a proxy");
        let bent = add(&app, "bent", "http://127.0.0.1:2").await.expect("a proxy");
        let spoil = "UPDATE proxies SET sealed_url = substr(sealed_url, 1, 20) WHERE label = 'bent'";
        db.store.write(|tx| async move { execute(&tx, spoil).await }).await.expect("it can be done");

        let ids = [good.id, liar.id, dead.id, bent.id, ProxyId::new(&db.env)];
        let mut answers = proxies::test_all(&app, &By::operator(), &ids, || {}).await;
        assert!(matches!(answers.pop(), Some(Err(TestError::NotFound))));
        let answers: Vec<_> = answers.into_iter().map(|answer| answer.expect("it was tested")).collect();
        assert!(matches!(&answers[0].tested, Tested::Works { exit_address, .. } if exit_address == "192.0.2.7"), "{answers:?}");
        for answer in &answers[1..] {
            let Tested::Failed { detail } = &answer.tested else { panic!("{answer:?}") };
            assert!(!detail.contains("correct-horse") && answer.proxy.detail.as_ref() == Some(detail), "{answer:?}");
            assert_eq!((answer.proxy.exit_address.as_deref(), answer.proxy.latency_ms), (None, None));
        }
        assert!(answers[3].proxy.detail.as_deref().is_some_and(|why| why.contains("set it again")), "{answers:?}");
        assert!(answers.iter().all(|answer| answer.proxy.tested_at == Some(db.env.now())));
        let health: Vec<_> = proxies::list(&app).await.expect("readable").into_iter().map(|p| (p.label, p.health)).collect();
        let ok = ProxyHealthView::Ok;
        let unreadable = ProxyHealthView::Unreadable;
        let expected = [("bent", unreadable), ("dead", ok), ("good", ok), ("liar", ok)];
        assert_eq!(health, expected.map(|(label, health)| (label.to_owned(), health)), "requests find out for themselves");
    }

    async fn a_proxy_that_nothing_comes_out_of_is_kept_only_where_that_is_wanted(db: TestDb) {
        let app = with_an_echo(&db);
        let new = |label: &str, address: &str| NewProxy { label: label.into(), url: url(address) };
        let refused = proxies::add(&app, &By::operator(), new("gone", "http://ada:correct-horse@127.0.0.1:1"), false).await;
        let Err(AddError::Unreachable(why)) = refused else { panic!("{refused:?}") };
        assert!(!why.detail.is_empty() && !why.detail.contains("correct-horse"), "{why}");
        assert!(proxies::list(&app).await.expect("readable").is_empty(), "it was not kept");
        let address = format!("http://{}", proxy_that_comes_out_at("192.0.2.7").await);
        let good = proxies::add(&app, &By::operator(), new("good", &address), false).await.expect("it works");
        assert_eq!((good.exit_address.as_deref(), good.tested_at), (Some("192.0.2.7"), Some(db.env.now())));
        let to = |address: &str| ProxyChange { label: None, url: Some(url(address)) };
        let refused = proxies::change(&app, &By::operator(), good.id, to("http://127.0.0.1:1"), false, None).await;
        assert!(matches!(refused, Err(ChangeError::Unreachable(_))), "{refused:?}");
        let kept = proxies::change(&app, &By::operator(), good.id, to("http://127.0.0.1:1"), true, None).await.expect("wanted");
        assert_eq!((kept.exit_address, kept.tested_at), (None, None), "nothing is known of it");
        let moved = proxies::change(&app, &By::operator(), good.id, to(&address), false, None).await.expect("it works");
        assert_eq!(moved.exit_address.as_deref(), Some("192.0.2.7"));
    }

    async fn a_test_that_works_puts_a_dead_proxy_back_to_work(db: TestDb) {
        let app = with_an_echo(&db);
        let good = add(&app, "good", &format!("http://{}", proxy_that_comes_out_at("192.0.2.7").await)).await.expect("a proxy");
        let spoil = "UPDATE proxies SET health = 'dead', failures = 4, until = created_at, detail = 'no route'";
        db.store.write(|tx| async move { execute(&tx, spoil).await }).await.expect("it can be done");
        let found = proxies::show(&app, "good").await.expect("readable").expect("it is there").proxy;
        assert_eq!(found.health, ProxyHealthView::Dead { until: Some(db.env.now()), failures: 4 });
        let answer = proxies::test(&app, &By::operator(), good.id).await.expect("it was tested");
        assert_eq!((answer.proxy.health, answer.proxy.detail.as_deref()), (ProxyHealthView::Ok, None));
        assert_eq!(answer.proxy.exit_address.as_deref(), Some("192.0.2.7"));
        let (act, subject, _, after) = on_record(&app).await.pop().expect("it is on record");
        assert_eq!((act, subject), ("proxies.test".to_owned(), format!("proxy:{}", good.id)));
        assert_eq!(after.expect("what came of it")["exit_address"], "192.0.2.7");
    }
}
