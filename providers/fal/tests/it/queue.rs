//! A job from its submit to its picture, and where its addresses may lead.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Cursor, Effect, Exchange, ImageProvider, Next, Reply, Step};
use serde_json::{Value, json};

use crate::requests::{job, provider};

const QUEUE: &str = "https://queue.fal.run";

fn reply(status: u16, body: &Value) -> Reply {
    let status = StatusCode::from_u16(status).expect("a status");
    Reply { status, headers: HeaderMap::new(), body: Bytes::from(body.to_string()) }
}

fn sent<T>(next: Next<T>) -> Exchange<T> {
    match next {
        Next::Send(exchange) => *exchange,
        Next::Done(_) => panic!("nothing is asked"),
    }
}

fn key() -> ApiKey {
    ApiKey::new("fal-0000")
}

/// The reply to a submit whose addresses begin with `origin`.
fn submitted(provider: &dyn ImageProvider, origin: &str) -> Result<Cursor, PluginError> {
    let job = job(provider, "fal-ai/nano-banana", "square");
    let exchange = sent(provider.begin(&job, &key()).expect("a request"));
    let request = format!("{origin}/fal-ai/nano-banana/requests/r1");
    let body = json!({
        "status": "IN_QUEUE", "request_id": "r1", "queue_position": 0, "response_url": request,
        "status_url": format!("{request}/status"), "cancel_url": format!("{request}/cancel"),
    });
    match (exchange.read)(reply(200, &body))? {
        Next::Done(Step::Continue { cursor, .. }) => Ok(cursor),
        other => panic!("{other:?}"),
    }
}

fn resumed(provider: &dyn ImageProvider, cursor: &Cursor) -> Exchange<Step> {
    let job = job(provider, "fal-ai/nano-banana", "square");
    sent(provider.resume(&job, cursor, &key()).expect("a request"))
}

#[test]
fn a_job_is_asked_after_at_its_own_addresses_until_its_picture_can_be_fetched() {
    let provider = provider(json!({"poll_interval_ms": 500}));
    let cursor = submitted(&*provider, QUEUE).expect("a cursor");
    for working in ["IN_QUEUE", "IN_PROGRESS", "SOMETHING_NEW"] {
        let exchange = resumed(&*provider, &cursor);
        assert_eq!((exchange.request.method(), exchange.effect), (&Method::GET, Effect::Free));
        assert_eq!(exchange.request.uri().to_string(), format!("{QUEUE}/fal-ai/nano-banana/requests/r1/status"));
        assert_eq!(exchange.request.headers()["authorization"], "Key fal-0000");
        let Ok(Next::Done(Step::Continue { cursor: same, after })) =
            (exchange.read)(reply(202, &json!({"status": working})))
        else {
            panic!("{working} is not waited for")
        };
        assert_eq!((same, after.as_millis()), (cursor.clone(), 500));
    }
    let done =
        (resumed(&*provider, &cursor).read)(reply(200, &json!({"status": "COMPLETED"}))).expect("the next request");
    let result = sent(done);
    assert_eq!(result.request.uri().to_string(), format!("{QUEUE}/fal-ai/nano-banana/requests/r1"));
    assert_eq!(result.effect, Effect::Free);
    let body = json!({"images": [{"url": "https://v3.fal.media/files/x/y.png"}], "description": ""});
    let Ok(Next::Done(Step::Download { url })) = (result.read)(reply(200, &body)) else { panic!("no download") };
    assert_eq!(url.as_str(), "https://v3.fal.media/files/x/y.png");
}

#[test]
fn what_hides_the_queue_for_a_while_is_no_verdict() {
    let provider = provider(json!({}));
    let cursor = submitted(&*provider, QUEUE).expect("a cursor");
    for status in [429, 500, 502, 503, 504] {
        let asked = (resumed(&*provider, &cursor).read)(reply(status, &json!({"detail": "busy"})));
        assert!(matches!(asked, Ok(Next::Done(Step::Continue { .. }))), "status {status}: {asked:?}");
        let completed = (resumed(&*provider, &cursor).read)(reply(200, &json!({"status": "COMPLETED"})));
        let asked = (sent(completed.expect("the result is asked for")).read)(reply(status, &json!({"detail": "busy"})));
        assert!(matches!(asked, Ok(Next::Done(Step::Continue { .. }))), "result {status}: {asked:?}");
    }
}

#[test]
fn the_key_goes_to_the_configured_host_alone() {
    let provider = provider(json!({}));
    for origin in ["https://queue.fal.run.example", "http://queue.fal.run", "https://127.0.0.1"] {
        let error = submitted(&*provider, origin).expect_err("not ours");
        assert_eq!((error.class, error.spent), (Class::Overload, Spent::Unknown), "{origin}");
    }
    let elsewhere = Cursor(r#"{"status":"//evil.example/s","response":"/r","cancel":"/c"}"#.to_owned());
    let job = job(&*provider, "fal-ai/nano-banana", "square");
    let error = provider.resume(&job, &elsewhere, &key()).expect_err("not ours");
    assert_eq!((error.class, error.spent), (Class::NoImage, Spent::Unknown));
    assert!(provider.cancel(&elsewhere, &key()).is_none());
}

#[test]
fn a_cancel_is_told_and_heard() {
    let provider = provider(json!({}));
    let cursor = submitted(&*provider, QUEUE).expect("a cursor");
    let cancel = || sent(provider.cancel(&cursor, &key()).expect("it can be told"));
    let exchange = cancel();
    let request = &exchange.request;
    let url = format!("{QUEUE}/fal-ai/nano-banana/requests/r1/cancel");
    assert_eq!((request.method().as_str(), request.uri().to_string()), ("PUT", url));
    assert!((exchange.read)(reply(202, &json!({"status": "CANCELLATION_REQUESTED"}))).is_ok());
    let late = (cancel().read)(reply(400, &json!({"status": "ALREADY_COMPLETED"}))).expect_err("too late");
    assert_eq!((late.class, late.spent), (Class::NoImage, Spent::No));
}
