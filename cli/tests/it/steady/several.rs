//! Two web processes and three workers are one product.

use std::time::{Duration, Instant};

use nproxy_sandbox::Service;
use serde_json::json;

use super::crew::{Crew, most_at_once, pair};
use crate::chaos::world::{KeyPlan, Plan, World};
use crate::support::{Site, ids};

const WORKERS: usize = 3;
/// Of one worker.
const AT_ONCE: usize = 4;
const KEYS: usize = 6;
/// Of one key.
const IN_FLIGHT_MAX: u32 = 2;
const PICTURES: usize = 36;
/// Long enough for all workers to have their hands full together.
const LATENCY_MS: u64 = 1500;
/// Below the time after which a wait looks again by itself.
const TOLD: Duration = Duration::from_secs(4);

async fn crew(workers: usize) -> Crew {
    let mut plan = Plan::plain(0, 1, LATENCY_MS);
    plan.keys = (0..KEYS).map(|n| KeyPlan::new(Service::Gemini, n, IN_FLIGHT_MAX)).collect();
    plan.env.push(("NPROXY__WORKER__CONCURRENCY", AT_ONCE.to_string()));
    plan.env.push(("NPROXY__AUTH__ACCOUNT_AND_ADDRESS_MAX", "4".into()));
    plan.env.push(("NPROXY__AUTH__SIGN_UPS_MAX", "3".into()));
    Crew::new(World::new(plan).await, 2, workers).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_good_at_every_web_process_and_ends_at_all_of_them() {
    let crew = crew(0).await;
    let [here, there] = [crew.webs[0].url(), crew.webs[1].url()];
    let site = Site::sign_in(here, &crew.world.accounts[0]).await;
    let elsewhere = site.at(there);
    assert_eq!(site.get("/api/v1/me").await, elsewhere.get("/api/v1/me").await);
    elsewhere.sign_out().await;
    assert_eq!(site.try_get("/api/v1/me").await.0, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tries_to_sign_in_up_and_to_a_forgotten_password_are_counted_over_all_web_processes() {
    let crew = crew(0).await;
    let urls: Vec<_> = crew.webs.iter().map(|web| web.url().to_owned()).collect();
    let email = crew.world.accounts[0]["email"].clone();
    let wrong = json!({ "email": email, "password": "a wrong password" });
    let forgotten = json!({ "email": "nobody@example.org" });
    let new = json!({ "email": "new@example.org", "password": "correct horse battery", "terms_version": null });
    for (path, body, taken, at_most) in [
        ("/api/v1/auth/login", &wrong, 401, 4),
        ("/api/v1/auth/password/forgot", &forgotten, 202, 3),
        ("/api/v1/auth/register", &new, 202, 3),
    ] {
        let mut answers = Vec::new();
        for n in 0..at_most + 2 {
            let url = &urls[n % urls.len()];
            let request = Site::browser().post(format!("{url}{path}")).header("origin", url).json(body);
            answers.push(request.send().await.unwrap().status().as_u16());
        }
        let (first, rest) = answers.split_at(at_most);
        assert!(first.iter().all(|status| *status == taken), "{path}: {answers:?}");
        assert_eq!(rest, [429, 429], "{path}: {answers:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_at_one_web_process_is_told_what_happens_at_another() {
    let crew = crew(0).await;
    let site = Site::sign_in(crew.webs[0].url(), &crew.world.accounts[0]).await;
    let elsewhere = site.at(crew.webs[1].url());
    let asked = ids(&elsewhere.submit("the-turn", &pair("a lighthouse")).await);
    let known = site.tag_of(&asked).await;
    let began = Instant::now();
    let cancel = format!("/api/v1/generations/{}/cancel", asked[0]);
    let nothing = json!({});
    let (waited, (status, _)) = tokio::join!(site.look(&asked, &known), elsewhere.post(&cancel, &nothing));
    assert_eq!((waited, status), (200, 200));
    assert!(began.elapsed() < TOLD, "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_share_the_keys_and_what_runs_by_time_alone_runs_once() {
    let crew = crew(WORKERS).await;
    let site = crew.sites().await.remove(0);
    let mut asked = Vec::new();
    for n in 0..PICTURES / 2 {
        asked.extend(ids(&site.submit(&format!("turn-{n}"), &pair("a lighthouse")).await));
    }
    let ended = site.wait(&asked).await;
    crew.nothing_was_lost_or_bought_twice(&ended).await;

    let bill = crew.world.controls().bill();
    let at_once = most_at_once(&crew.world.controls().journal(0));
    assert!(at_once > 2 * AT_ONCE, "all three take part: {at_once}");
    for (n, key) in bill.keys.iter().enumerate() {
        assert!(key.in_flight_max <= u64::from(IN_FLIGHT_MAX), "key {n} is asked for too much at once: {key:?}");
        // In turn, but for those that are still busy.
        assert!(key.images_made >= 3, "key {n} has its share: {key:?}");
    }

    assert_eq!(crew.count("SELECT count(*) AS n FROM river_leader").await, 1);
    // Left once when somebody comes to lead, and then every minute.
    let minutes = "SELECT count(*) AS n FROM river_job WHERE kind = 'notices_watch'";
    let began = "SELECT CAST(extract(epoch FROM now() - min(created_at)) AS bigint) AS n FROM river_job";
    let since = crew.count(began).await;
    assert!((1..=1 + since / 60).contains(&crew.count(minutes).await), "one of three leads");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_processes_together_keep_within_the_connections_that_the_documentation_reckons_with() {
    let crew = crew(WORKERS).await;
    let site = crew.sites().await.remove(0);
    let mut asked = Vec::new();
    for n in 0..8 {
        asked.extend(ids(&site.submit(&format!("turn-{n}"), &pair("a lighthouse")).await));
    }
    let open =
        "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'nproxy' AND datname = current_database()";
    let mut most = 0;
    let (ended, ()) = tokio::join!(site.wait(&asked), async {
        for _ in 0..20 {
            most = most.max(crew.count(open).await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    assert_eq!(ended.len(), asked.len());
    // As docs/operations.md reckons; and the test's own.
    let [webs, workers] = [crew.webs.len(), crew.workers.len()].map(|n| i64::try_from(n).unwrap());
    assert!(most <= webs * 11 + workers * 12 + 11, "{most} connections");
}
