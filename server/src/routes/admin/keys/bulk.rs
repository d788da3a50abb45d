//! One act on many keys.

use nproxy_app::keys::{self, BulkError};
use salvo::writing::Json;

use super::refused;
use crate::dto::admin::{BulkKeys, BulkReply};
use crate::extract::{AdminUser, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Activates or disables many keys, or changes their proxy or limits
///
/// By ids, or all of a filter; at most 10,000 at once. Each that changes is on record. Codes: `not_signed_in`,
/// `admin_only`, `unknown_proxy`, `invalid_body`, `reason_missing`.
#[utoipa::path(
    post, path = "/api/v1/admin/keys/bulk", tag = "admin", request_body = BulkKeys,
    responses((status = 200, body = BulkReply), Problem)
)]
pub async fn change_keys(web: Web, admin: AdminUser, body: ValidJson<BulkKeys>) -> Result<Json<BulkReply>, Problem> {
    let (act, dry_run, reason) = (body.0.act()?, body.0.dry_run, body.0.reason.clone());
    let chosen = body.0.chosen(web.app.env.now())?;
    let rows = keys::bulk(&web.app, &admin.0, &chosen, act, &reason, dry_run).await?;
    Ok(Json(BulkReply::of(rows, dry_run)))
}

impl From<BulkError> for Problem {
    fn from(error: BulkError) -> Self {
        match error {
            BulkError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            BulkError::TooMany => Self::field(Code::InvalidBody, "", &error),
            BulkError::NoLimit => Self::field(Code::InvalidBody, "/max_in_flight", &error),
            BulkError::NoProxy => Self::field(Code::UnknownProxy, "/proxy_id", &error),
            BulkError::Refused(refusal) => refused(&refusal),
            BulkError::Store(error) => Self::from(error),
        }
    }
}
