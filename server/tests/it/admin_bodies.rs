//! What admins' operations are sent in the authorisation matrix.

use serde_json::{Value, json};

use crate::authorisation::UNKNOWN_ID;

/// `id`: of what the path names.
pub fn of(method: &str, path: &str, id: &str) -> Value {
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
        ("POST", "/api/v1/admin/proxies") => {
            json!({ "label": "new", "address": "http://new:correct-horse@127.0.0.1:1", "untested": true })
        }
        ("POST", "/api/v1/admin/balances") => {
            json!({ "provider": "painter", "account": "acme", "usd": "12.50", "reason": "a test" })
        }
        ("POST", "/api/v1/admin/generations/by-prompt") => json!({ "words": "a lighthouse", "reason": "a test" }),
        ("POST", "/api/v1/admin/payments/{id}/settle") => json!({ "act": "reject", "reason": "a test" }),
        ("POST", "/api/v1/admin/users/{id}/email") => {
            json!({ "email": format!("{id}@elsewhere.example.com"), "reason": "a test" })
        }
        ("POST", "/api/v1/admin/users/{id}/extend") => json!({ "hours": 1, "reason": "a test" }),
        ("POST", "/api/v1/admin/users/bulk") => {
            json!({ "ids": [UNKNOWN_ID], "act": "sign_out", "reason": "a test", "dry_run": true })
        }
        ("POST", "/api/v1/admin/cycles/extend") => json!({ "hours": 1, "reason": "a test", "dry_run": true }),
        ("PUT", "/api/v1/admin/switches") => json!({ "name": "sign_up", "value": "open", "reason": "a test" }),
        ("POST", "/api/v1/admin/users/{id}/cycles") => json!({ "plan": "month", "reason": "a test" }),
        ("POST", "/api/v1/admin/users/{id}/requests") => json!({ "kind": "grant", "amount": 5, "reason": "a test" }),
        ("POST", _) => json!({ "reason": "a test" }),
        _ => json!({}),
    }
}
