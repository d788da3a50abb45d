//! Four workers at one large pool: whether they share it evenly, and how long a key takes to be picked and put back.
//!
//! Small within `make test`; `make bench-pool` runs it with ten thousand keys and prints the figures and the plan.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use nproxy_domain::keys::KeyRing as _;
use nproxy_domain::outcome::Class;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{Env, GenerationId, KeyId, LeaseId, TurnId};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait as _, EntityTrait as _, IntoActiveModel as _, QuerySelect as _,
    QueryTrait as _, Statement,
};
use tokio::task::JoinSet;

use super::{Bench, PROVIDER, outcome, picked, slots, want};
use crate::entities::{generations, turns};
use crate::error::StoreError;
use crate::keys::{self, NewKey};
use crate::ring::pick::Picker;
use crate::ring::{Ring, RingSettings};
use crate::testing::TestDb;
use crate::tx::Tx;

const WORKERS: usize = 4;
/// Of one statement.
const ROWS_MAX: usize = 500;

/// How many keys there are, and how many each worker picks.
fn scale() -> (usize, usize) {
    if std::env::var_os("NPROXY_TEST_LONG").is_some() { (10_000, 1000) } else { (400, 50) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_workers_share_many_keys_evenly() {
    let (keys, picks) = scale();
    let bench = Bench::new(TestDb::postgres().await).await;
    bench.many_keys(keys).await;
    let running = bench.many_running(WORKERS * picks).await;
    let mut workers = JoinSet::new();
    for (n, some) in running.chunks(picks).enumerate() {
        let ring = Ring::new(bench.db.another_store().await, RingSettings::default());
        workers.spawn(picks_and_puts_back(ring, bench.db.env_of(100 + n as u64), some.to_vec()));
    }
    let done: Vec<Pick> = workers.join_all().await.into_iter().flatten().collect();

    let mut times: BTreeMap<KeyId, usize> = BTreeMap::new();
    for pick in &done {
        *times.entry(pick.key).or_default() += 1;
    }
    let (most, fair) = (times.values().max().copied().unwrap_or_default(), done.len().div_ceil(keys));
    // Two that look at the same moment may want the same key.
    assert!(most <= fair + 1, "a key was picked {most} times, {fair} is fair");
    report(&format!("{keys} keys, {WORKERS} workers, {} picks of {} keys", done.len(), times.len()));
    report(&format!("picked:      {}", percentiles(done.iter().map(|pick| pick.open).collect())));
    report(&format!("put back:    {}", percentiles(done.iter().map(|pick| pick.close).collect())));
    report(&format!("both:        {}", percentiles(done.iter().map(|pick| pick.open + pick.close).collect())));
    report(&bench.plan().await);
}

/// One key in and out of a worker's hands.
struct Pick {
    key: KeyId,
    open: Duration,
    close: Duration,
}

async fn picks_and_puts_back(ring: Ring, env: Env, running: Vec<(GenerationId, LeaseId)>) -> Vec<Pick> {
    let mut done = Vec::new();
    for (generation, lease) in running {
        let began = Instant::now();
        let attempt = picked(ring.open(&env, &want(generation, lease, "m")).await.expect("the database answers"));
        let open = began.elapsed();
        let began = Instant::now();
        assert!(ring.close(&env, attempt.id, &outcome(Class::Ok)).await.expect("the database answers"));
        done.push(Pick { key: attempt.key, open, close: began.elapsed() });
    }
    done
}

impl Bench {
    async fn many_keys(&self, n: usize) {
        let seal = |n: usize| {
            let secret = format!("secret-{n}");
            let new = NewKey {
                provider: PROVIDER.into(),
                label: secret.clone(),
                api_key: ApiKey::new(secret),
                account: None,
                proxy: None,
                proxy_only: false,
                limits: slots(4),
            };
            keys::seal(&self.db.env, self.db.store.master_key(), new)
        };
        let sealed: Vec<_> = (0..n).map(seal).collect();
        let kept = self.db.store.write(|tx: Tx| {
            let sealed = &sealed;
            async move {
                keys::insert_all(&tx, sealed).await?;
                tx.execute_unprepared("ANALYZE provider_keys").await?;
                Ok::<_, StoreError>(())
            }
        });
        kept.await.expect("kept");
    }

    /// Generations that run, each of a turn of its own.
    async fn many_running(&self, n: usize) -> Vec<(GenerationId, LeaseId)> {
        let env = &self.db.env;
        let (first, lease) = self.generation().await;
        let turn = turns::Entity::find_by_id(self.turn.0).one(self.db.store.read()).await.expect("readable");
        let first = generations::Entity::find_by_id(first.0).one(self.db.store.read()).await.expect("readable");
        let (turn, first) = (turn.expect("a turn"), first.expect("a generation"));
        let rows: Vec<_> = (0..n)
            .map(|n| {
                let id = TurnId::new(env).0;
                let turn = turns::Model { id, idempotency_key: format!("many-{n}"), ..turn.clone() };
                (turn, generations::Model { id: GenerationId::new(env).0, turn_id: id, ..first.clone() })
            })
            .collect();
        let kept = self.db.store.write(|tx: Tx| {
            let rows = &rows;
            async move {
                for some in rows.chunks(ROWS_MAX) {
                    let turns = some.iter().map(|(turn, _)| turn.clone().into_active_model().reset_all());
                    turns::Entity::insert_many(turns).exec_without_returning(&tx).await?;
                    let running = some.iter().map(|(_, row)| row.clone().into_active_model().reset_all());
                    generations::Entity::insert_many(running).exec_without_returning(&tx).await?;
                }
                tx.execute_unprepared("ANALYZE").await?;
                Ok::<_, StoreError>(())
            }
        });
        kept.await.expect("kept");
        rows.iter().map(|(_, row)| (GenerationId(row.id), lease)).collect()
    }

    /// Of the pick, with what it took.
    async fn plan(&self) -> String {
        let (want, now) = (want(GenerationId::new(&self.db.env), LeaseId::new(&self.db.env), "m"), self.now());
        let plan = self.db.store.write(|tx: Tx| {
            let want = &want;
            async move {
                let picker = Picker { tx: &tx, want, tried: Vec::new(), now };
                let due = picker.due().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
                let due = due.build(tx.get_database_backend());
                let explained = Statement { sql: format!("EXPLAIN (ANALYZE, BUFFERS) {}", due.sql), ..due };
                let rows = tx.query_all_raw(explained).await?;
                let lines: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get("", "QUERY PLAN")).collect();
                Ok::<_, StoreError>(lines?.join("\n"))
            }
        });
        plan.await.expect("it can be explained")
    }
}

fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    format!("p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms", at(50), at(99), at(100))
}

#[expect(clippy::print_stderr, reason = "the figures are what it is run for")]
fn report(lines: &str) {
    eprintln!("{lines}");
}
