//! Proxies at the admins' desk.

use nproxy_app::proxies::ProxySettings;
use nproxy_domain::ProxyId;
use serde_json::json;

use crate::house::House;
use crate::outside::{ECHO, proxy_that_comes_out_at};
use crate::person::text;

const PROXIES: &str = "/api/v1/admin/proxies";

fn desk(proxy: &ProxyId) -> String {
    format!("{PROXIES}/{proxy}")
}

async fn house() -> House {
    let echo_url = ECHO.parse().expect("a URL");
    House::with(|app, _| app.proxies = ProxySettings { echo_url }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_keys_go_out_through_is_not_removed() {
    let house = house().await;
    let (admin, exit) = (house.admin().await, house.proxy("exit").await);
    let key = house.key("main", "secret-1").await;
    let of_key = format!("/api/v1/admin/keys/{key}");
    admin.patch(&of_key, &json!({ "proxy_id": exit, "proxy_only": true, "reason": "r" })).await.expect(200);
    let file = admin.get(&desk(&exit)).await.expect(200);
    assert_eq!((&file["proxy"]["keys"], &file["keys"][0]["label"]), (&json!(1), &json!("main")));

    let remove = format!("{}/remove", desk(&exit));
    admin.post(&remove, &json!({ "reason": " " })).await.refused_field(422, "reason_missing", "/reason");
    admin.post(&remove, &json!({ "reason": "too slow" })).await.refused(409, "proxy_in_use");
    // None is sent around it by the way.
    admin.post(&remove, &json!({ "reason": "too slow", "unassign": true })).await.refused(409, "proxy_in_use");
    admin.patch(&of_key, &json!({ "proxy_only": false, "reason": "r" })).await.expect(200);
    admin.post(&remove, &json!({ "reason": "too slow", "unassign": true })).await.expect(204);
    admin.get(&desk(&exit)).await.refused(404, "not_found");
    let freed = admin.get(&of_key).await.expect(200);
    assert_eq!((freed["key"].get("proxy"), &freed["events"][0]["evidence"]), (None, &json!("directly")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_is_kept_where_something_comes_out_of_it() {
    let house = house().await;
    let admin = house.admin().await;
    let good = format!("http://ada:correct-horse@{}", proxy_that_comes_out_at("192.0.2.7").await);
    let new = |label: &str, address: &str| json!({ "label": label, "address": address });
    let added = admin.post(PROXIES, &new("exit", &good)).await.expect(201);
    let proxy = &added["proxy"];
    assert_eq!(
        (&proxy["exit_address"], &proxy["health"], &added["keys"]),
        (&json!("192.0.2.7"), &json!("ok"), &json!([]))
    );
    let exit: ProxyId = text(&proxy["id"]).parse().expect("an id");
    let dead = "http://ada:correct-horse@127.0.0.1:1";
    for (body, status, code, pointer) in [
        (new("other", &good), 409, "proxy_exists", "/address"),
        (new("exit", dead), 422, "proxy_fails", "/address"),
        (new("", &good), 422, "invalid_body", "/label"),
        (new("other", "ftp://127.0.0.1"), 422, "proxy_address_invalid", "/address"),
    ] {
        admin.post(PROXIES, &body).await.refused_field(status, code, pointer);
    }
    let taken = json!({ "label": "exit", "address": dead, "untested": true });
    admin.post(PROXIES, &taken).await.refused_field(409, "label_taken", "/label");

    let tested = admin.post(&format!("{}/test", desk(&exit)), &json!({})).await.expect(200);
    assert_eq!((&tested["ok"], &tested["exit_address"]), (&json!(true), &json!("192.0.2.7")));
    let to = |address: &str| json!({ "address": address, "reason": "it moved" });
    admin.patch(&desk(&exit), &to(dead)).await.refused_field(422, "proxy_fails", "/address");
    let mut anyway = to(dead);
    anyway["untested"] = json!(true);
    let moved = admin.patch(&desk(&exit), &anyway).await.expect(200);
    assert_eq!((&moved["proxy"]["place"], moved["proxy"].get("exit_address")), (&json!("http://127.0.0.1:1"), None));
    let failed = admin.post(&format!("{}/test", desk(&exit)), &json!({})).await.expect(200);
    assert_eq!((&failed["ok"], &failed["error_class"]), (&json!(false), &json!("proxy_transport")));
    admin.patch(&desk(&exit), &json!({ "label": "main", "reason": "" })).await.refused_field(
        422,
        "reason_missing",
        "/reason",
    );
    let renamed = admin.patch(&desk(&exit), &json!({ "label": "main", "reason": "r" })).await.expect(200);
    assert_eq!(renamed["proxy"]["label"], "main");
}
