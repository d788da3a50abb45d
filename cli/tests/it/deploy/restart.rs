//! Webs go and come behind deploy/Caddyfile, and nobody notices.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, sleep};

use super::stack::Stack;
use crate::support::{Cluster, PATIENCE, Running, Site, ids};

/// People who do things at once.
const PEOPLE: usize = 6;

/// Asks, changes and waits until it is told to stop; every answer has to be a good one. Gives their number.
async fn does_things(site: Arc<Site>, nth: usize, answered: Arc<AtomicUsize>, stop: Arc<AtomicBool>) -> usize {
    let mut done = 0;
    while !stop.load(Ordering::Relaxed) {
        match nth % 3 {
            0 => drop(site.get("/api/v1/conversations").await),
            1 => {
                let turn =
                    json!({ "mode": "text_to_image", "prompt": "waves", "resolution": "square", "batch_size": 1 });
                let generation = ids(&site.submit(&format!("{nth}-{done}"), &turn).await).remove(0);
                let cancelled = site.post(&format!("/api/v1/generations/{generation}/cancel"), &json!({})).await;
                assert_eq!(cancelled.0, 200, "{cancelled:?}");
            }
            _ => drop(site.get("/api/v1/conversations?limit=1").await),
        }
        done += 1;
        answered.fetch_add(1, Ordering::Relaxed);
    }
    done
}

/// So many more answers were given.
async fn until(answered: &AtomicUsize, more: usize) {
    let enough = answered.load(Ordering::Relaxed) + more;
    while answered.load(Ordering::Relaxed) < enough {
        sleep(Duration::from_millis(10)).await;
    }
}

/// As docker does it: told to go, waited for, started anew.
async fn replaced(stack: &Stack, nth: usize, old: Running) -> Running {
    assert!(old.terminate().await.success());
    stack.web(nth).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_of_the_webs_loses_no_request() {
    let stack = Stack::new(&[("NPROXY__GENERATION__CANCELLED_RUNNING_PER_HOUR_MAX", "0".to_owned())]).await;
    let (first, second) = (stack.web(0).await, stack.web(1).await);
    let site = Arc::new(stack.customer(stack.client()).await);
    let (answered, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let people: Vec<_> =
        (0..PEOPLE).map(|nth| tokio::spawn(does_things(site.clone(), nth, answered.clone(), stop.clone()))).collect();
    until(&answered, 20).await;
    let first = replaced(&stack, 0, first).await;
    until(&answered, 20).await;
    let second = replaced(&stack, 1, second).await;
    until(&answered, 20).await;
    stop.store(true, Ordering::Relaxed);
    for person in people {
        let done =
            person.await.unwrap_or_else(|error| panic!("every answer is a good one: {error}\n{}", stack.caddy.log()));
        assert!(done > 0);
    }
    drop((first, second));
}

#[tokio::test]
async fn while_the_database_is_away_pages_open_and_calls_are_refused_in_the_products_own_words() {
    let mut cluster = Cluster::start().await;
    let stack = Stack::new(&[("NPROXY__DATABASE__URL", cluster.url())]).await;
    stack.nproxy.run(&["migrate"]).await.done();
    let (_first, _second) = (stack.web(0).await, stack.web(1).await);
    let client = stack.client();
    let customer = stack.customer(client.clone()).await;
    cluster.crash().await;
    // A call waits for some seconds, in which Caddy would have heard of webs that say they are not ready.
    for _ in 0..2 {
        let (status, problem) = customer.try_get("/api/v1/me").await;
        assert_eq!((status, &problem["code"]), (503, &json!("database_unavailable")), "{problem}");
        let page = client.get(stack.caddy.url("/")).send().await.unwrap();
        assert_eq!(page.status().as_u16(), 200);
    }
    cluster.go_on().await;
    let until = Instant::now() + PATIENCE;
    while customer.try_get("/api/v1/me").await.0 != 200 {
        assert!(Instant::now() < until, "it heals by itself: {}", stack.caddy.log());
        sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn where_no_web_answers_a_request_waits_for_one_and_is_else_told_to_come_back() {
    let stack = Stack::new(&[]).await;
    let client = stack.client();
    let away = client.get(stack.caddy.url("/api/v1/models")).send().await.unwrap();
    assert_eq!((away.status().as_u16(), &away.headers()["retry-after"]), (503, &"5".parse().unwrap()));
    assert_eq!(away.text().await.unwrap(), "503: back in a moment");
    let waiting = tokio::spawn(client.get(stack.caddy.url("/healthz")).send());
    let _web = stack.nproxy.start(&["web"], &[("NPROXY__SERVER__LISTEN", &stack.webs[1].to_string())]).await;
    assert_eq!(waiting.await.unwrap().unwrap().status().as_u16(), 200);
}
