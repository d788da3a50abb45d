//! Who did what.

use nproxy_domain::redact::line;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::entities::audit_log::Model;
use nproxy_store::lists::AuditFilter;
use nproxy_store::{StoreError, users};
use serde_json::Value;
use uuid::Uuid;

use super::{Shown, users_of};
use crate::App;

#[derive(Clone, Debug, PartialEq)]
pub struct AuditLine {
    pub id: Uuid,
    pub at: Timestamp,
    /// `system`, `operator` or `user:<id>`.
    pub actor: String,
    /// Where it is a user.
    pub actor_email: Option<String>,
    pub surface: String,
    pub act: String,
    pub subject: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub reason: Option<String>,
    pub request_id: Option<String>,
}

impl Shown for AuditFilter {
    type Item = AuditLine;

    const NAME: &'static str = "audit";

    async fn items(app: &App, rows: Vec<Model>) -> Result<Vec<AuditLine>, StoreError> {
        let user = |row: &Model| row.actor.strip_prefix("user:").and_then(|id| id.parse::<Uuid>().ok());
        let emails = users::emails(app.store.read(), &users_of(rows.iter().filter_map(user))).await?;
        let view = |row: Model| AuditLine {
            actor_email: user(&row).and_then(|id| emails.get(&UserId(id))).map(|email| line(email)),
            id: row.id,
            at: row.at,
            actor: row.actor,
            surface: row.surface,
            act: row.act,
            subject: row.subject,
            before: row.before,
            after: row.after,
            reason: row.reason.as_deref().map(line),
            request_id: row.request_id,
        };
        Ok(rows.into_iter().map(view).collect())
    }
}
