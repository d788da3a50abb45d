//! How long admins wait where there is much: every list and every search through the real router, on PostgreSQL.
//!
//! `make bench-admin` asks each 200 times of 100,000 users, 1,000,000 pictures, 3,000,000 attempts and 10,000 keys, and prints
//! what it took; without it each is asked once of few. What must hold of both is that everything is answered, totals stop
//! where they say, and no large table is read whole.

use std::time::{Duration, Instant};

use nproxy_app::overview;
use nproxy_store::lists::{self, GenerationFilter, List, OfModel, Slice, Total};
use nproxy_store::made_up::{self, Amounts};
use nproxy_store::testing::{Recorder, TestDb};
use serde_json::json;

use crate::house::House;
use crate::person::{Person, text};

const FEW: Amounts = Amounts { users: 2000, generations: 12_000, attempts: 36_000, keys: 300 };
const MANY: Amounts = Amounts { users: 100_000, generations: 1_000_000, attempts: 3_000_000, keys: 10_000 };
const ROUNDS: usize = 200;

/// What admins ask, the common and the rare.
const ASKED: &[&str] = &[
    "users",
    "users?sort=email",
    "users?q=ada.7",
    "users?q=example.org&limit=100",
    "users?state=suspended",
    "users?state=closing",
    "users?role=customer&state=active",
    "users?month=active",
    "users?month=none",
    "users?month=ends_in_7_days",
    "users?month=used_up",
    "cycles",
    "cycles?state=current&sort=ends_at",
    "cycles?state=ended",
    "cycles?plan=year",
    "payments",
    "payments?review=true",
    "payments?state=expired",
    "payments?activated_from=2026-01-01T00:00:00Z",
    "payments?q=invoice-77",
    "generations",
    "generations?limit=100",
    "generations?sort=queued_at",
    "generations?state=failed",
    "generations?state=failed,cancelled",
    "generations?state=queued,running,waiting",
    "generations?state=succeeded",
    "generations?code=internal",
    "generations?code=declined_prompt,provider_timeout",
    "generations?model=rare",
    "generations?model=flux",
    "generations?provider=fal",
    "generations?provider=nano_banana",
    "generations?running_over_s=120",
    "generations?state=failed&model=rare",
    "keys",
    "keys?sort=label&limit=100",
    "keys?state=manual_review,out_of_funds",
    "keys?q=key-77",
    "keys?account=account-7",
    "proxies",
    "proxies?health=dead",
    "proxies?q=10.0.0",
    "incidents",
    "incidents?state=open",
    "incidents?severity=critical",
    "incidents?q=needs+a+look",
    "notifications",
    "notifications?state=failed",
    "audit",
    "audit?act=keys",
    "audit?act=payments.settle",
    "audit?surface=cli",
    "search?q=ada.77",
    "search?q=invoice-77",
    "search?q=bc1qmadeup77",
    "search?q=key-77",
    "search?q=nobody-at-all",
    "overview",
    "health",
];

/// Words of all, some and one of the prompts.
const WORDS: [&str; 4] = ["study", "lighthouse", "lighthouse watercolour", "number 777"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_and_search_is_answered_from_indexes_however_much_there_is() {
    let is_long = std::env::var_os("NPROXY_TEST_LONG").is_some();
    let (amounts, rounds) = if is_long { (MANY, ROUNDS) } else { (FEW, 1) };
    let db = TestDb::postgres().await;
    let store = db.store.clone();
    let began = Instant::now();
    made_up::fill(&store, amounts, db.env.now(), |_| {}).await.expect("filled");
    let house = House::on(db, store, |_, _| {}).await;
    overview::refresh(&house.app).await.expect("counted");
    say(&format!("filled in {:?}", began.elapsed()));
    let again = made_up::fill(&house.app.store, amounts, house.app.env.now(), |_| {}).await;
    assert!(again.is_err(), "there are customers");

    let admin = house.admin().await;
    let mut asked: Vec<String> = ASKED.iter().map(|path| (*path).to_owned()).collect();
    let newest = admin.get("/api/v1/admin/generations").await.expect(200)["items"][0].clone();
    let (user, turn, id) = (text(&newest["user"]["id"]), text(&newest["turn_id"]), text(&newest["id"]));
    let key = text(&admin.get("/api/v1/admin/keys").await.expect(200)["items"][0]["id"]);
    for path in [
        format!("generations?user={user}"),
        format!("generations?turn={turn}"),
        format!("generations?key={key}"),
        format!("generations/{id}"),
        format!("search?q={id}"),
        format!("cycles?user={user}"),
        format!("payments?user={user}"),
        format!("notifications?user={user}"),
        format!("audit?subject=key:{key}"),
        "generations?queued_from=2027-01-01T00:00:00Z&queued_to=2027-01-02T00:00:00Z".to_owned(),
    ] {
        asked.push(path);
    }
    for path in &asked {
        took(path, rounds, async || drop(admin.get(&format!("/api/v1/admin/{path}")).await.expect(200))).await;
    }
    for words in WORDS {
        let body = json!({ "words": words, "reason": "a bench" });
        let path = "/api/v1/admin/generations/by-prompt";
        took(&format!("by-prompt {words:?}"), rounds, async || drop(admin.post(path, &body).await.expect(200))).await;
    }
    let total = admin.get("/api/v1/admin/generations").await.expect(200)["total"].clone();
    assert_eq!(total, json!({ "count": 10_000, "more": true }));
    second_page(&admin).await;
    plans(&house.db).await;
}

#[expect(clippy::print_stderr, reason = "figures are for whoever runs it")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// Asks and says what it took.
async fn took(what: &str, rounds: usize, ask: impl AsyncFn()) {
    let mut took = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let began = Instant::now();
        ask().await;
        took.push(began.elapsed());
    }
    took.sort_unstable();
    let at = |percent: usize| took[(rounds * percent).div_ceil(100).saturating_sub(1)];
    let mark = if at(99) > Duration::from_millis(100) { "  over 100 ms" } else { "" };
    say(&format!("{what:60} p50 {:7.1?} p99 {:7.1?}{mark}", at(50), at(99)));
}

async fn second_page(admin: &Person) {
    let first = admin.get("/api/v1/admin/generations?state=failed").await.expect(200);
    let cursor = text(&first["next_cursor"]);
    let second = admin.get(&format!("/api/v1/admin/generations?state=failed&cursor={cursor}")).await.expect(200);
    assert!(text(&second["items"][0]["id"]) < text(&first["items"][24]["id"]), "it goes on where the first one ends");
}

/// With as many rows the planner has other reasons than with twenty thousand.
async fn plans(db: &TestDb) {
    let any = GenerationFilter::default;
    for filter in [
        any(),
        GenerationFilter { codes: vec!["internal".into()], ..any() },
        GenerationFilter {
            model: Some(OfModel::look(db.store.read(), "rare".into()).await.expect("readable")),
            ..any()
        },
        GenerationFilter { provider: Some("fal".into()), ..any() },
    ] {
        let asked = Recorder::new(db);
        for sort in GenerationFilter::SORTS {
            let slice = Slice { sort: *sort, after: None, rows_max: 26 };
            lists::slice(&asked, &filter, &slice).await.expect("a page");
        }
        asked.assert_uses_indexes().await;
        let Total { count, .. } = lists::total(db.store.read(), &filter).await.expect("a number");
        assert!(count > 0, "{filter:?}");
    }
}
