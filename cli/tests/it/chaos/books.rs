//! What is on record: the product's tables, and the played world's journal and schedule.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use nproxy_domain::Timestamp;
use nproxy_domain::outcome::Class;
use nproxy_sandbox::{Call, Deed, FaultSchedule};
use nproxy_store::entities::text::{AssetKind, ProxyHealth};
use nproxy_store::entities::{assets, attempts, generations, incidents, provider_keys, proxies};
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::prelude::Uuid;
use nproxy_store::testing::sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::Value;

use super::world::{KeyPlan, World};

/// Everything on record.
pub struct Books {
    pub generations: Vec<generations::Model>,
    pub attempts: Vec<attempts::Model>,
    pub assets: Vec<assets::Model>,
    pub rows: HashMap<String, provider_keys::Model>,
    pub proxies: Vec<proxies::Model>,
    pub incidents: Vec<incidents::Model>,
    pub ledger: Value,
    pub keys: Vec<KeyPlan>,
    pub calls: Vec<Call>,
    pub schedule: FaultSchedule,
    pub unknown_key_requests: u64,
    pub rules: Rules,
}

/// What the configuration says, as far as the judge has to know.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The longest that a key may rest.
    pub rest_max: Duration,
    /// An answer that takes longer is none.
    pub patience: Duration,
    pub deadline: Duration,
}

impl Books {
    pub async fn read(world: &World, rules: Rules) -> Self {
        let db = world.db.store.read();
        let rows = provider_keys::Entity::find().all(db).await.unwrap();
        let attempts = attempts::Entity::find().all(db).await.unwrap();
        Self {
            generations: generations::Entity::find().all(db).await.unwrap(),
            attempts,
            assets: assets::Entity::find().filter(assets::Column::Kind.eq(AssetKind::Output)).all(db).await.unwrap(),
            rows: rows.into_iter().map(|row| (row.label.clone(), row)).collect(),
            proxies: proxies::Entity::find().all(db).await.unwrap(),
            incidents: shared_causes(&world.db).await,
            ledger: world.ledger().await,
            keys: world.keys.clone(),
            calls: world.controls().journal(0),
            schedule: world.controls().schedule().within(rules.patience),
            unknown_key_requests: world.controls().bill().unknown_key_requests,
            rules,
        }
    }

    /// What keeps the pool from being as well as it can be; empty: nothing. `lost`: the states that keys are lost in, empty for any.
    pub fn ailing(&self, lost: &BTreeMap<usize, &str>) -> Vec<String> {
        let mut ailing = Vec::new();
        for (n, key) in self.keys.iter().enumerate() {
            let row = &self.rows[&key.label];
            let wanted = lost.get(&n).copied().unwrap_or("active");
            // A key that may not make this model is never seen to work.
            let is_so = row.state == wanted || wanted.is_empty();
            if !is_so || row.incident_id.is_some() || row.in_flight != 0 || row.resorting {
                ailing.push(format!("{} is {}, should be {wanted}; in flight {}", key.label, row.state, row.in_flight));
            }
        }
        let dead = self.proxies.iter().filter(|row| row.health != ProxyHealth::Ok);
        ailing.extend(dead.map(|row| format!("{} is dead: {:?}", row.label, row.detail)));
        let open = self.incidents.iter().filter(|row| row.recovered_at.is_none());
        ailing.extend(open.map(|row| format!("{} is open", row.key)));
        ailing
    }

    pub fn tries(&self, generation: Uuid) -> impl Iterator<Item = &attempts::Model> {
        self.attempts.iter().filter(move |row| row.generation_id == generation)
    }

    pub fn attempts_on(&self, key: &KeyPlan) -> impl Iterator<Item = &attempts::Model> {
        let id = self.rows[&key.label].id;
        self.attempts.iter().filter(move |row| row.key_id == id)
    }

    pub fn calls_on(&self, key: usize) -> impl Iterator<Item = &Call> {
        self.calls.iter().filter(move |call| call.key_index == Some(key) && call.deed == Deed::Generate)
    }

    /// Ended like this.
    pub fn of_class(&self, class: Class) -> impl Iterator<Item = &attempts::Model> {
        self.attempts.iter().filter(move |row| row.class.as_deref() == Some(class.as_str()))
    }
}

/// The incidents that failures in common were.
pub async fn shared_causes(db: &TestDb) -> Vec<incidents::Model> {
    let pool = incidents::Entity::find().filter(incidents::Column::Key.starts_with("pool:"));
    pool.all(db.store.read()).await.unwrap()
}

/// Only an admin puts it back.
pub fn fallen(state: &str) -> bool {
    ["manual_review", "out_of_funds", "disabled"].contains(&state)
}

pub fn class(row: &attempts::Model) -> &str {
    row.class.as_deref().unwrap_or("open")
}

pub fn spent(row: &attempts::Model) -> &str {
    row.spent.as_deref().unwrap_or("open")
}

/// When a call's head had been read, by the clock.
pub fn begun_ms(call: &Call) -> i64 {
    i64::try_from(call.at_unix_ms + call.begun_at_ms - call.at_ms).unwrap()
}

pub fn millis(at: Timestamp) -> i64 {
    at.timestamp_millis()
}
