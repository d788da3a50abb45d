//! kie's tasks, played: replies have the keys and types of the documented ones, tasks take their time, and end in the bill.

use nproxy_sandbox::{Conduct, Fault, Service};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    client::{KEYS, Reply, World, send},
    structure::same_structure,
};

/// 4 credits.
const PRICE: u64 = 20_000;

async fn call(world: &World, method: &str, target: &str, key: &str, body: &Value) -> Reply {
    let base = world.sandbox.kie_base_url();
    let path = target.strip_prefix(&base).unwrap_or(target);
    let header = if key.is_empty() { String::new() } else { format!("authorization: Bearer {key}\r\n") };
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    send(&base, method, path, &header, &body).await.expect("an answer")
}

fn asked(model: &str, input: &Value) -> Value {
    json!({ "model": model, "input": input })
}

fn harbour() -> Value {
    asked("google/nano-banana", &json!({ "prompt": "a quiet harbour", "image_size": "16:9" }))
}

async fn create(world: &World, body: &Value) -> Reply {
    call(world, "POST", "/api/v1/jobs/createTask", KEYS[0], body).await
}

async fn record(world: &World, task: &str) -> Value {
    call(world, "GET", &format!("/api/v1/jobs/recordInfo?taskId={task}"), KEYS[0], &Value::Null).await.json()
}

/// The record of the task at its end.
async fn ended(world: &World, body: &Value) -> Value {
    let created = create(world, body).await.json();
    let task = created["data"]["taskId"].as_str().unwrap_or_else(|| panic!("{created}")).to_owned();
    loop {
        let record = record(world, &task).await;
        if ["success", "fail"].contains(&record["data"]["state"].as_str().expect("a state")) {
            return record;
        }
    }
}

#[tokio::test]
async fn a_task_is_taken_worked_on_and_fetched_from_where_its_picture_lies() {
    let world = World::start().await;
    world.controls.set_key(KEYS[0], Conduct { latency_ms: 200, ..Conduct::default() }).expect("known");
    let created = create(&world, &harbour()).await;
    same_structure(&json!({"code":200,"msg":"success","data":{"taskId":"t1"}}), &created.json(), "create");
    let task = created.json()["data"]["taskId"].as_str().expect("an id").to_owned();
    let early = record(&world, &task).await;
    assert!(["waiting", "generating"].contains(&early["data"]["state"].as_str().expect("a state")), "{early}");

    let record = ended(&world, &harbour()).await;
    let real = json!({"code":200,"msg":"success","data":{"taskId":"t1","model":"google/nano-banana","state":"success","resultJson":"{}","failCode":null,"failMsg":null,"costTime":1}});
    same_structure(&real, &record, "record");
    let result: Value = serde_json::from_str(record["data"]["resultJson"].as_str().expect("a text")).expect("JSON");
    let url = result["resultUrls"][0].as_str().expect("an address").to_owned();
    let file = call(&world, "GET", &url, "", &Value::Null).await;
    let picture = image::load_from_memory(&file.body).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (1344, 768));
    assert_eq!(world.controls.bill().totals.images_delivered, 1);
}

#[tokio::test]
async fn an_edit_fetches_its_inputs_by_their_links() {
    let world = World::start().await;
    let made = ended(&world, &harbour()).await;
    let result: Value = serde_json::from_str(made["data"]["resultJson"].as_str().expect("a text")).expect("JSON");
    let link = result["resultUrls"][0].clone();
    let edit = json!({ "prompt": "make it night", "image_urls": [link], "image_size": "auto", "output_format": "png" });
    let record = ended(&world, &asked("google/nano-banana-edit", &edit)).await;
    assert_eq!(record["data"]["state"], "success", "{record}");
    assert_eq!(world.controls.bill().totals.billed_micro_usd, 2 * PRICE);

    // A place that shows no picture.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let nothing = format!("http://{}/a.png", listener.local_addr().expect("bound"));
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a call");
        let _request = socket.read(&mut [0; 1024]).await;
        socket.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n").await.expect("written");
    });
    let edit = json!({ "prompt": "make it night", "image_urls": [nothing] });
    let record = ended(&world, &asked("google/nano-banana-edit", &edit)).await;
    assert_eq!((&record["data"]["state"], &record["data"]["failCode"]), (&json!("fail"), &json!("400")), "{record}");
    assert_eq!(world.controls.bill().totals.billed_micro_usd, 2 * PRICE, "that is not billed");
}

#[tokio::test]
async fn faults_come_with_http_200_and_a_code() {
    let cases = [
        (Fault::Overloaded, 455),
        (Fault::Internal, 500),
        (Fault::RateLimitMinute, 429),
        (Fault::OutOfFunds, 402),
        (Fault::KeyInvalid, 401),
        (Fault::QuotaZero, 401),
        (Fault::ModelGone, 505),
    ];
    for (fault, code) in cases {
        let world = World::start().await;
        world.controls.set_key(KEYS[0], fault).expect("known");
        let reply = create(&world, &harbour()).await;
        assert_eq!((reply.status, &reply.json()["code"]), (200, &json!(code)), "{fault:?}");
        same_structure(&json!({"code":402,"msg":"Insufficient credits","data":null}), &reply.json(), "refused");
        assert_eq!(world.controls.bill().totals.billed_micro_usd, 0, "{fault:?}");
    }
    for (fault, code, billed) in
        [(Fault::PromptBlock, "400", 0), (Fault::SafetyRefusal, "501", PRICE), (Fault::NoImage, "501", PRICE)]
    {
        let world = World::start().await;
        world.controls.set_key(KEYS[0], fault).expect("known");
        let record = ended(&world, &harbour()).await;
        assert_eq!(
            (&record["data"]["state"], &record["data"]["failCode"]),
            (&json!("fail"), &json!(code)),
            "{fault:?}"
        );
        assert_eq!(world.controls.bill().totals.billed_micro_usd, billed, "{fault:?}");
    }
}

#[tokio::test]
async fn a_task_may_be_taken_and_fail_of_what_keeps_the_service_busy() {
    for (fault, code) in [(Fault::Internal, "500"), (Fault::RateLimitBare, "429"), (Fault::Overloaded, "455")] {
        let world = World::start().await;
        world.controls.set_key(KEYS[0], Conduct { fails_late: true, ..fault.into() }).expect("known");
        let record = ended(&world, &harbour()).await;
        let real = json!({"code":200,"msg":"success","data":{"taskId":"t1","model":"google/nano-banana","state":"fail","resultJson":"","failCode":"500","failMsg":"..","costTime":1}});
        same_structure(&real, &record, code);
        assert_eq!((&record["data"]["state"], &record["data"]["failCode"]), (&json!("fail"), &json!(code)));
        assert_eq!(world.controls.bill().totals.billed_micro_usd, 0, "{fault:?}");
    }
}

#[tokio::test]
async fn what_the_real_one_refuses_is_refused() {
    let world = World::start().await;
    let older = |field: &str, value: Value| {
        let mut input = json!({ "prompt": "a bicycle" });
        input[field] = value;
        asked("google/nano-banana", &input)
    };
    let newer = |field: &str, value: Value| {
        let mut input = json!({ "prompt": "a bicycle" });
        input[field] = value;
        asked("nano-banana-2", &input)
    };
    for body in [
        asked("google/nano-banana-9", &json!({ "prompt": "x" })),
        older("prompt", json!("")),
        older("prompt", json!("x".repeat(5_001))),
        older("image_size", json!("7:3")),
        older("output_format", json!("jpg")),
        newer("output_format", json!("jpeg")),
        newer("aspect_ratio", json!("wide")),
        newer("resolution", json!("2k")),
        newer("image_input", json!(vec!["http://127.0.0.1/"; 15])),
        asked("google/nano-banana-edit", &json!({ "prompt": "no picture" })),
    ] {
        let reply = create(&world, &body).await;
        assert_eq!((reply.status, &reply.json()["code"]), (200, &json!(422)), "{body}");
    }
    assert_eq!(record(&world, "task_nobodys").await["code"], 422);
    let nobody = call(&world, "POST", "/api/v1/jobs/createTask", "nobody", &harbour()).await;
    assert_eq!((nobody.status, &nobody.json()["code"]), (200, &json!(401)));
    assert_eq!(call(&world, "GET", "/api/v1/nowhere", KEYS[0], &Value::Null).await.json()["code"], 404);
    assert_eq!(world.controls.bill().totals.billed_micro_usd, 0);
}

#[tokio::test]
async fn credits_are_what_is_left_of_the_account() {
    let world = World::start().await;
    let credit = || call(&world, "GET", "/api/v1/chat/credit", KEYS[1], &Value::Null);
    assert_eq!(credit().await.json(), json!({"code": 200, "msg": "success", "data": 20_000}));
    ended(&world, &harbour()).await;
    assert_eq!(credit().await.json()["data"], 19_996, "of all keys");
    world.controls.set_balance(Service::Kie, 2_500);
    assert_eq!(credit().await.json()["data"], json!(0.5));
    world.controls.set_balance(Service::Kie, 0);
    assert_eq!(create(&world, &harbour()).await.json()["code"], 402);
    assert_eq!(credit().await.json()["data"], 0);
}
