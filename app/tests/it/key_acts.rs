//! Keys in an admin's hands: changed, rotated, many at once.

use std::fmt::Write as _;

use chrono::Duration;
use nproxy_app::audit::By;
use nproxy_app::bulk::Outcome;
use nproxy_app::keys::{
    self, Becomes, BulkAct, BulkError, Chosen, Import, KeyAct, KeyChange, RotateError, SetError, UpdateError,
};
use nproxy_app::lists::KeyListFilter;
use nproxy_domain::outcome::Class;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{KeyId, ProxyId};
use nproxy_store::both;
use nproxy_store::entities::audit_log;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;
use serde_json::json;

use crate::keys::{attempt_ends, end, open_incidents, world};
use crate::world::{PROVIDER, World};

async fn acts(world: &World) -> Vec<audit_log::Model> {
    let mut lines = audit_log::Entity::find().all(world.app.store.read()).await.expect("readable");
    lines.retain(|line| line.act.starts_with("keys."));
    lines.sort_by_key(|line| line.id);
    lines
}

async fn id(world: &World, name: &str) -> KeyId {
    keys::id(&world.app, name).await.expect("there")
}

fn of_states(world: &World, states: &[&str]) -> KeyListFilter {
    let states = states.iter().map(|state| (*state).to_owned()).collect();
    KeyListFilter { part: None, provider: None, states, account: None, proxy: None, now: world.app.env.now() }
}

fn of_account(account: &str) -> KeyChange {
    KeyChange { account: Becomes::Now(Some(account.to_owned())), ..KeyChange::default() }
}

both! {
    async fn hundreds_are_changed_at_once_and_each_is_on_record(db: TestDb) {
        let world = world(db, 0).await;
        let mut text = String::new();
        for n in 0..450 {
            writeln!(text, "AIza-{n}").expect("memory takes it");
        }
        let file = Import { text: text.as_bytes(), format: None, provider: Some(PROVIDER), max_in_flight: 4, dry_run: false };
        keys::import(&world.app, &By::operator(), file).await.expect("a good file");
        let all = &Chosen::Filter(of_states(&world, &["active", "disabled"]));
        let (app, by) = (&world.app, &By::operator());
        let dry = keys::bulk(app, by, all, BulkAct::Disable, "r", true).await.expect("told");
        assert_eq!(acts(&world).await.len(), 1, "the import alone");
        let done = keys::bulk(app, by, all, BulkAct::Disable, " the account\ncloses ", false).await.expect("done");
        assert_eq!((done.len(), &dry), (450, &done), "a dry run tells the same");
        assert!(done.iter().all(|row| row.outcome == Outcome::Done));
        let record = acts(&world).await.split_off(1);
        assert_eq!(record.len(), 450);
        assert!(record.iter().all(|line| line.reason.as_deref() == Some("the account closes")));
        let again = keys::bulk(app, by, all, BulkAct::Disable, "r", false).await.expect("as it was");
        assert!(again.iter().all(|row| row.outcome == Outcome::Unchanged));
        let limits = BulkAct::SetLimits { max_in_flight: Some(2), rpm: Becomes::Now(Some(30)) };
        keys::bulk(app, by, all, limits, "r", false).await.expect("done");
        let row = keys::file(app, done[449].id).await.expect("readable").expect("there").record.key;
        assert_eq!((row.max_in_flight, row.rpm, row.state), (2, Some(30), "disabled"));
        assert_eq!(acts(&world).await.len(), 901);
        world.end().await;
    }

    async fn what_can_not_be_done_to_many_is_refused_as_a_whole(db: TestDb) {
        let world = world(db, 1).await;
        let (app, by, all) = (&world.app, &By::operator(), Chosen::Filter(of_states(&world, &[])));
        let nothing = BulkAct::SetLimits { max_in_flight: None, rpm: Becomes::AsBefore };
        let too_much = BulkAct::SetLimits { max_in_flight: Some(1001), rpm: Becomes::AsBefore };
        let nowhere = BulkAct::AssignProxy(Some(ProxyId::new(&app.env)));
        for dry_run in [true, false] {
            let ask = async |act, reason| keys::bulk(app, by, &all, act, reason, dry_run).await.expect_err("refused");
            assert!(matches!(ask(BulkAct::Disable, "").await, BulkError::ReasonMissing));
            assert!(matches!(ask(nothing, "r").await, BulkError::NoLimit));
            assert!(matches!(ask(too_much, "r").await, BulkError::Refused(_)));
            assert!(matches!(ask(nowhere, "r").await, BulkError::NoProxy));
        }
        let many = Chosen::Ids((0..=keys::BULK_KEYS_MAX).map(|_| KeyId::new(&app.env)).collect());
        let refused = keys::bulk(app, by, &many, BulkAct::Disable, "r", true).await;
        assert!(matches!(refused, Err(BulkError::TooMany)));
        assert!(acts(&world).await.is_empty());
        world.end().await;
    }

    async fn an_account_that_a_key_leaves_waits_for_its_money_no_more(db: TestDb) {
        let world = world(db, 1).await;
        let (app, by, key) = (&world.app, &By::operator(), id(&world, "key 0").await);
        assert!(keys::update(app, by, key, of_account(" acme "), "it pays").await.expect("changed"));
        assert!(!keys::update(app, by, key, of_account("acme"), "it pays").await.expect("as it was"));
        attempt_ends(&world, Class::OutOfFunds, "no credit").await;
        assert_eq!(open_incidents(&world).await, [format!("funds:{PROVIDER}:acme")]);
        keys::update(app, by, key, of_account("other"), "it moved").await.expect("changed");
        assert!(open_incidents(&world).await.is_empty());
        let file = keys::file(app, key).await.expect("readable").expect("there");
        assert_eq!((file.record.key.state, file.last_of_pool), ("out_of_funds", false), "an admin puts it back");
        assert_eq!(file.record.why.todo.as_deref(), Some("Add funds to the account other, then activate the key."));
        keys::set(app, by, key, KeyAct::Activate, "paid").await.expect("done");
        assert!(keys::file(app, key).await.expect("readable").expect("there").last_of_pool);
        end(world).await;
    }

    async fn a_rotation_is_done_as_a_whole_or_not_at_all(db: TestDb) {
        let world = world(db, 2).await;
        let (app, by, key) = (&world.app, &By::operator(), id(&world, "key 0").await);
        let refused = keys::rotate(app, by, key, ApiKey::new("secret-1"), "r").await;
        assert!(matches!(refused, Err(RotateError::Key(_))), "{refused:?}");
        assert!(matches!(keys::rotate(app, by, key, ApiKey::new("new"), " ").await, Err(RotateError::ReasonMissing)));
        let nobody = KeyId::new(&app.env);
        assert!(matches!(keys::rotate(app, by, nobody, ApiKey::new("new"), "r").await, Err(RotateError::NotFound)));
        assert_eq!(keys::show(app, "key 0").await.expect("there").key.state, "active");
        assert!(acts(&world).await.is_empty());

        let billing = ApiKey { secret: "first".to_owned().into(), billing_secret: Some("purse".to_owned().into()) };
        let first = keys::rotate(app, by, key, billing, "r").await.expect("rotated");
        world.pass(Duration::days(1));
        let second = keys::rotate(app, by, first.id, ApiKey::new("second"), "r").await.expect("rotated again");
        let row = nproxy_store::keys::get(app.store.read(), second.id).await.expect("readable").expect("there");
        let opened = nproxy_store::keys::open(app.store.master_key(), &row).expect("sealed for its row");
        assert_eq!(opened.secrets(), ["second", "purse"], "the billing secret goes along");
        assert_eq!(keys::id(app, "key 0").await.expect("one key is called so"), second.id);
        let old = keys::file(app, key).await.expect("readable").expect("there").record;
        assert_eq!((old.key.state, old.key.label.starts_with("key 0, rotated ")), ("disabled", true));
        let lines = acts(&world).await;
        let replaced = lines.iter().find(|line| line.act == "keys.rotate").and_then(|line| line.after.clone());
        assert_eq!(replaced, Some(json!({ "replaced_by": first.id })));
        world.end().await;
    }

    async fn an_act_on_one_key_needs_the_key_and_a_reason(db: TestDb) {
        let world = world(db, 1).await;
        let (app, by, key) = (&world.app, &By::operator(), id(&world, "key 0").await);
        let nobody = KeyId::new(&app.env);
        assert!(matches!(keys::set(app, by, key, KeyAct::Disable, "\n").await, Err(SetError::ReasonMissing)));
        assert!(matches!(keys::set(app, by, nobody, KeyAct::Disable, "r").await, Err(SetError::NotFound)));
        assert!(matches!(keys::update(app, by, key, of_account("a"), "").await, Err(UpdateError::ReasonMissing)));
        assert!(matches!(keys::update(app, by, nobody, of_account("a"), "r").await, Err(UpdateError::NotFound)));
        let told = KeyChange { label: Some("it is secret-0".into()), ..KeyChange::default() };
        assert!(matches!(keys::update(app, by, key, told, "r").await, Err(UpdateError::Refused(_))));
        assert!(keys::file(app, nobody).await.expect("readable").is_none());
        assert!(acts(&world).await.is_empty());
        world.end().await;
    }
}
