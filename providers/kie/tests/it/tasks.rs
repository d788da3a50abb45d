//! A task from its begin to its picture, what is said of it, and what is left afterwards.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, BalanceScope, Cursor, Effect, Exchange, ImageProvider, Next, Reply, Step};
use serde_json::{Value, json};

use crate::requests::{edit, job, provider};

const TASK: &str = "task_google_1765178615729";
const MODEL: &str = "nano-banana-2";

fn reply(body: &Value) -> Reply {
    Reply { status: StatusCode::OK, headers: HeaderMap::new(), body: Bytes::from(body.to_string()) }
}

fn sent<T>(next: Next<T>) -> Exchange<T> {
    match next {
        Next::Send(exchange) => *exchange,
        Next::Done(_) => panic!("nothing is asked"),
    }
}

fn key() -> ApiKey {
    ApiKey::new("kie-0000")
}

fn record(provider: &dyn ImageProvider, data: &Value) -> Result<Step, PluginError> {
    let edit = edit(provider, MODEL, "auto");
    let asking = sent(provider.resume(&edit, &Cursor(TASK.to_owned()), &key()).expect("a request"));
    match (asking.read)(reply(&json!({"code": 200, "msg": "success", "data": data})))? {
        Next::Done(step) => Ok(step),
        Next::Send(_) => panic!("one call is enough"),
    }
}

#[test]
fn a_task_is_asked_after_by_its_id_until_its_picture_can_be_fetched() {
    let provider = provider(json!({"poll_interval_ms": 500}));
    let begun = sent(provider.begin(&job(&*provider, MODEL, "square"), &key()).expect("a request"));
    let created = json!({"code": 200, "msg": "success", "data": {"taskId": TASK}});
    let Ok(Next::Done(Step::Continue { cursor, after })) = (begun.read)(reply(&created)) else { panic!("no cursor") };
    assert_eq!((cursor.0.as_str(), after.as_millis()), (TASK, 500));
    let asking = sent(provider.resume(&job(&*provider, MODEL, "square"), &cursor, &key()).expect("a request"));
    assert_eq!((asking.request.method(), asking.effect), (&Method::GET, Effect::Free));
    let url = format!("https://api.kie.ai/api/v1/jobs/recordInfo?taskId={TASK}");
    assert_eq!(asking.request.uri().to_string(), url);
    for working in ["waiting", "queuing", "generating", "something-new"] {
        let step = record(&*provider, &json!({"taskId": TASK, "state": working}));
        assert!(matches!(step, Ok(Step::Continue { .. })), "{working}: {step:?}");
    }
    let result = json!({"resultUrls": ["https://tempfile.aiquickdraw.com/s/a.png"]}).to_string();
    let step = record(&*provider, &json!({"taskId": TASK, "state": "success", "resultJson": result}));
    let Ok(Step::Download { url }) = step else { panic!("no download: {step:?}") };
    assert_eq!(url.as_str(), "https://tempfile.aiquickdraw.com/s/a.png");
}

#[test]
fn a_task_that_is_not_known_yet_is_asked_after_again_but_not_for_ever() {
    let provider = provider(json!({"poll_interval_ms": 500}));
    let job = job(&*provider, MODEL, "square");
    let mut cursor = Cursor(TASK.to_owned());
    let mut asked = 0;
    let lost = loop {
        let asking = sent(provider.resume(&job, &cursor, &key()).expect("a request"));
        asked += 1;
        assert!(asking.request.uri().to_string().ends_with(&format!("?taskId={TASK}")));
        match (asking.read)(reply(&json!({"code": 422, "msg": "recordInfo is null", "data": null}))) {
            Ok(Next::Done(Step::Continue { cursor: next, after })) => {
                assert_eq!(after.as_millis(), 500);
                cursor = next;
            }
            Err(error) => break error,
            Ok(other) => panic!("no wait: {other:?}"),
        }
    };
    assert_eq!((lost.class, lost.spent, asked), (Class::NoImage, Spent::Unknown, 11));
}

#[test]
fn a_download_host_is_meant_however_it_is_written() {
    let provider = provider(json!({"download_hosts": [".Files.Example"]}));
    let result = json!({"resultUrls": ["https://a.files.example/a.png"]}).to_string();
    let step = record(&*provider, &json!({"state": "success", "resultJson": result}));
    assert!(matches!(step, Ok(Step::Download { .. })), "{step:?}");
}

#[test]
fn a_link_to_a_customers_picture_is_not_repeated() {
    let provider = provider(json!({}));
    // As it was made at the begin: the last part of a link is another one every time.
    let words = "image fetch failed: https://pictures.example.org/inputs/1/of-the-begin is not accessible";
    let failed =
        record(&*provider, &json!({"state": "fail", "failCode": "400", "failMsg": words})).expect_err("it failed");
    assert_eq!((failed.class, failed.spent), (Class::ModelGone, Spent::Unknown), "ours, not the customer's");
    assert_eq!(failed.detail, "the task failed, 400: image fetch failed: [link] is not accessible");
}

#[test]
fn a_cursor_of_somebody_else_is_not_followed() {
    let provider = provider(json!({}));
    let job = job(&*provider, MODEL, "square");
    for odd in ["", "a b", "x&model=y", "../x", "ключ", &"a".repeat(101)] {
        let error = provider.resume(&job, &Cursor(odd.to_owned()), &key()).expect_err("not ours");
        assert_eq!((error.class, error.spent), (Class::NoImage, Spent::Unknown), "{odd:?}");
    }
    assert!(provider.cancel(&Cursor(TASK.to_owned()), &key()).is_none(), "it can't be called off");
}

#[test]
fn credits_are_told_in_dollars() {
    let left = |values: Value, data: Value| {
        let asking = sent(provider(values).balance(&key()).expect("it can be asked"));
        assert_eq!(asking.request.uri().to_string(), "https://api.kie.ai/api/v1/chat/credit");
        match (asking.read)(reply(&json!({"code": 200, "msg": "success", "data": data}))) {
            Ok(Next::Done(balance)) => Ok((balance.amount.0, balance.scope)),
            Ok(Next::Send(_)) => panic!("one call is enough"),
            Err(error) => Err(error.class),
        }
    };
    assert_eq!(left(json!({}), json!(100)), Ok((500_000, BalanceScope::Account)));
    assert_eq!(left(json!({"usd_per_credit": "0.01"}), json!(99.5)), Ok((995_000, BalanceScope::Account)));
    assert_eq!(left(json!({}), json!(null)), Err(Class::NoImage), "unknown is never zero");
}
