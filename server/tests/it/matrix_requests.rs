//! What each operation is sent in the authorisation matrix.

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::admin_bodies;
use crate::authorisation::{LOOK, UNKNOWN_ID, WEBHOOKS};
use crate::house::PASSWORD;
use crate::painter::png;
use crate::person::{Person, order, turn};
use crate::till;

/// A request that the operation would take from whoever may use it.
pub fn request(person: &Person, method: &str, path: &str, id: &str) -> RequestBuilder {
    let method: Method = method.to_uppercase().parse().expect("a method");
    let query = match path {
        "/api/v1/generations" => format!("?ids={id}"),
        "/api/v1/processors" => "?plan=month".to_owned(),
        "/api/v1/admin/search" => "?q=customer".to_owned(),
        _ => String::new(),
    };
    let address = path.replace("{id}", id).replace("{processor}", "till");
    let request = person.request(method.clone(), &format!("{address}{query}"));
    let body = match (method.as_str(), path) {
        ("POST", "/api/v1/assets") => {
            let part = reqwest::multipart::Part::bytes(png(8, 8)).file_name("a.png");
            return request.multipart(reqwest::multipart::Form::new().part("file", part));
        }
        ("POST", "/api/v1/auth/register") => json!({ "email": "new@example.com", "password": PASSWORD }),
        ("POST", "/api/v1/auth/login") => json!({ "email": "new@example.com", "password": "not the password" }),
        ("POST", "/api/v1/auth/verify-email" | LOOK) => json!({ "token": "A".repeat(43) }),
        ("POST", "/api/v1/auth/email/confirm" | "/api/v1/auth/email/undo" | "/api/v1/auth/account/keep") => {
            json!({ "token": "A".repeat(43) })
        }
        ("DELETE", "/api/v1/me") => json!({ "password": "not the password" }),
        ("POST", "/api/v1/me/password") => json!({ "current_password": PASSWORD, "new_password": PASSWORD }),
        ("POST", "/api/v1/me/email") => json!({ "password": PASSWORD, "email": "elsewhere@example.com" }),
        ("POST", "/api/v1/auth/verify-email/address" | "/api/v1/auth/password/forgot") => {
            json!({ "email": "new@example.com" })
        }
        ("POST", "/api/v1/auth/totp/enrol") => json!({ "password": PASSWORD }),
        ("POST", "/api/v1/auth/totp/enrol/confirm" | "/api/v1/auth/totp") => json!({ "code": "000000" }),
        ("POST", "/api/v1/auth/confirm") => json!({ "password": PASSWORD, "code": "000000" }),
        ("POST", "/api/v1/auth/password/reset") => json!({ "token": "A".repeat(43), "password": PASSWORD }),
        ("POST", "/api/v1/turns") => turn(1),
        ("POST", "/api/v1/payments") => order("btc"),
        ("POST", "/api/v1/payments/{id}/report") => json!({ "tx_id": "f00d" }),
        ("POST", "/api/v1/subscription/start-next") => json!({ "current_ends_at": "2027-01-01T00:00:00Z" }),
        ("POST", WEBHOOKS) => {
            return request.header("x-till-secret", till::SECRET).body(till::webhook(UNKNOWN_ID, "seen"));
        }
        ("PATCH", "/api/v1/me") => json!({ "language": "ru" }),
        ("POST", "/api/v1/zips") => json!({ "asset_ids": [UNKNOWN_ID] }),
        ("PATCH", "/api/v1/assets/{id}") => json!({ "starred": true }),
        (method, _) if path.starts_with("/api/v1/admin/") && method != "GET" => admin_bodies::of(method, path, id),
        ("PATCH", _) => json!({ "title": "Lighthouses" }),
        ("POST", _) => json!({}),
        _ => return request,
    };
    request.header("idempotency-key", format!("matrix-{}", path.len())).json(&body)
}
