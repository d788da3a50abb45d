//! Who did what.

use chrono::{DateTime, Utc};
use nproxy_app::lists::{self, AuditFilter};
use salvo::Response;
use salvo::writing::Json;

use super::csv;
use super::query::{list_query, said, said_text};
use crate::dto::admin::{AuditLine, AuditLinePage, AuditSurface};
use crate::extract::{AdminUser, ValidQuery, in_our_time};
use crate::problem::Problem;
use crate::web::Web;

list_query!(ListAuditQuery, AuditCsvQuery {
    /// `system`, `operator` or `user:` and an id.
    actor: [Option<String>],
    /// A whole act (`keys.disable`), or what stands before its dot (`keys`).
    act: [Option<String>],
    /// A kind and an id: `key:<id>`.
    subject: [Option<String>],
    #[param(inline)]
    surface: [Option<AuditSurface>],
    request_id: [Option<String>],
    #[serde(default, deserialize_with = "in_our_time")]
    from: [Option<DateTime<Utc>>],
    #[serde(default, deserialize_with = "in_our_time")]
    to: [Option<DateTime<Utc>>],
});

/// The audit log, newest first
///
/// Sorts: `-at` (the usual one), `at`. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/audit", tag = "admin", params(ListAuditQuery),
    responses((status = 200, body = AuditLinePage), Problem)
)]
pub async fn list_audit(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<ListAuditQuery>,
) -> Result<Json<AuditLinePage>, Problem> {
    let (wanted, turning) = query.0.split();
    let page = lists::page(&web.app, &wanted.read(), &turning).await?;
    Ok(Json(page.into()))
}

/// The same filter as a file
///
/// RFC 4180, times in UTC, the first line names the columns; streamed, at most 100,000 rows, put on record. A cell that
/// begins like a formula has an apostrophe before it. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/audit.csv", tag = "admin", params(AuditCsvQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String), Problem)
)]
pub async fn list_audit_csv(
    web: Web,
    admin: AdminUser,
    query: ValidQuery<AuditCsvQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let list = query.0.read();
    let export = lists::export(&web.app, &admin.0, list, said(&query.0)).await?;
    csv::send::<AuditFilter, AuditLine>(export, res)
}

impl AuditCsvQuery {
    fn read(&self) -> AuditFilter {
        AuditFilter {
            actor: said_text(self.actor.as_ref()),
            act: said_text(self.act.as_ref()),
            subject: said_text(self.subject.as_ref()),
            surface: self.surface.map(|surface| surface.as_str().to_owned()),
            request_id: said_text(self.request_id.as_ref()),
            from: self.from,
            to: self.to,
        }
    }
}
