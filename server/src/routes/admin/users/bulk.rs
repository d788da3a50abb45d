//! One act on many customers.

use nproxy_app::people::{self, BulkError};
use salvo::writing::Json;

use crate::dto::admin::{BulkReply, BulkUsers};
use crate::extract::{FreshAdmin, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Does one act to many customers, or says what it would do
///
/// Codes: `not_signed_in`, `admin_only`, `reason_missing`, `invalid_body`, `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/bulk", tag = "admin", request_body = BulkUsers,
    responses((status = 200, body = BulkReply), Problem)
)]
pub async fn change_users(web: Web, admin: FreshAdmin, body: ValidJson<BulkUsers>) -> Result<Json<BulkReply>, Problem> {
    let act = body.0.act()?;
    let BulkUsers { ids, reason, dry_run, .. } = body.0;
    let rows = people::change_people(&web.app, &admin.by, &ids, act, &reason, dry_run).await?;
    Ok(Json(BulkReply::of(rows, dry_run)))
}

impl From<BulkError> for Problem {
    fn from(error: BulkError) -> Self {
        match error {
            BulkError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            BulkError::TooMany => Self::field(Code::InvalidBody, "/ids", &error),
            BulkError::HoursOutOfRange => Self::field(Code::InvalidBody, "/hours", &error),
            BulkError::Store(error) => Self::from(error),
        }
    }
}
