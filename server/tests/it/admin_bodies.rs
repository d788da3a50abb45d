//! What admins' operations are sent in the authorisation matrix.

use serde_json::{Value, json};

pub fn of(method: &str, path: &str) -> Value {
    match (method, path) {
        ("POST", "/api/v1/admin/keys") => json!({ "provider": "painter", "label": "new", "secret": "a-new-secret" }),
        ("POST", "/api/v1/admin/keys/import") => json!({ "provider": "painter", "text": "one\ntwo", "dry_run": false }),
        ("POST", "/api/v1/admin/keys/bulk") => {
            json!({ "filter": {}, "act": "disable", "reason": "a test", "dry_run": false })
        }
        ("POST", "/api/v1/admin/keys/{id}/rotate") => json!({ "secret": "a-better-secret", "reason": "a test" }),
        ("PATCH", "/api/v1/admin/keys/{id}" | "/api/v1/admin/proxies/{id}") => {
            json!({ "label": "another", "reason": "a test" })
        }
        (
            "POST",
            "/api/v1/admin/keys/{id}/activate"
            | "/api/v1/admin/keys/{id}/disable"
            | "/api/v1/admin/proxies/{id}/remove",
        ) => json!({ "reason": "a test" }),
        ("POST", "/api/v1/admin/proxies") => {
            json!({ "label": "new", "address": "http://new:correct-horse@127.0.0.1:1", "untested": true })
        }
        ("POST", "/api/v1/admin/balances") => {
            json!({ "provider": "painter", "account": "acme", "usd": "12.50", "reason": "a test" })
        }
        ("POST", "/api/v1/admin/payments/{id}/confirm" | "/api/v1/admin/payments/{id}/keep") => {
            json!({ "reason": "a test" })
        }
        ("POST", "/api/v1/admin/generations/by-prompt") => json!({ "words": "a lighthouse", "reason": "a test" }),
        ("POST", "/api/v1/admin/payments/{id}/settle") => json!({ "act": "reject", "reason": "a test" }),
        ("POST", "/api/v1/admin/users/{id}/cycles") => json!({ "plan": "month", "reason": "a test" }),
        ("POST", "/api/v1/admin/users/{id}/requests") => json!({ "kind": "grant", "amount": 5, "reason": "a test" }),
        _ => json!({}),
    }
}
