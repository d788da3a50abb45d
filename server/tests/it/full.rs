//! The disk of the pictures is full.

use nproxy_app::space::SpaceLimits;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::house::{House, PASSWORD};
use crate::painter::png;
use crate::person::turn;

/// On a disk that is called full, as every disk is of which a hundredth is used.
async fn house() -> House {
    let limits = SpaceLimits { low_percent: 1, full_percent: 1, enough_mib: 0 };
    House::with(|app, _| {
        app.health.disk = Some("/".into());
        app.health.space = limits;
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_uploads_and_submits_are_refused_while_money_and_sign_in_go_on() {
    let house = house().await;
    let anna = house.customer().await;
    let refused = anna.upload(png(8, 8)).await;
    assert_eq!(refused.header("retry-after"), "60");
    refused.refused(503, "storage_full");
    anna.submit("k", &turn(1)).await.refused(503, "storage_full");
    anna.submit("k", &turn(9)).await.refused(422, "batch_size_out_of_range");

    let mut boris = house.newcomer().await;
    boris.sign_in("customer-1@example.com", PASSWORD).await;
    boris.payment("key", "btc").await;
    boris.get("/api/v1/me").await.expect(200);
    boris.post("/api/v1/conversations", &json!({ "title": "Plans" })).await.expect(201);
    house.nobody().get("/readyz").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_an_upload_without_an_end_is_cut_off() {
    let house = house().await;
    let anna = house.customer().await;
    let head = format!(
        "POST /api/v1/assets HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {}\r\n\
         content-type: multipart/form-data; boundary=b\r\ntransfer-encoding: chunked\r\n\r\n",
        anna.cookie(),
        host = house.address,
    );
    let mut browser = TcpStream::connect(house.address).await.expect("a connection");
    browser.write_all(head.as_bytes()).await.expect("the head is taken");
    let mebibyte = [b"100000\r\n", vec![b'x'; 1024 * 1024].as_slice(), b"\r\n"].concat();
    let mut sent = 0;
    while sent < 256 && browser.write_all(&mebibyte).await.is_ok() {
        sent += 1;
    }
    assert!((64..256).contains(&sent), "{sent} MiB were taken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_seen_in_health() {
    let house = house().await;
    let admin = house.admin().await;
    let health = admin.get("/api/v1/admin/health").await.expect(200);
    let parts = health["components"].as_array().expect("parts");
    let disk = parts.iter().find(|part| part["id"] == "disk").expect("a part");
    assert_eq!((&disk["state"], &disk["threshold"]), (&json!("critical"), &json!("1 %, 1 %")), "{disk}");
    assert_eq!(disk["detail"], "uploads and new pictures are refused");
}
