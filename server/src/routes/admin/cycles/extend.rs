//! Everybody gets more time.

use nproxy_app::cycles::{self, ExtendAllError};
use salvo::writing::Json;

use crate::dto::admin::{ExtendAll, ExtendAllReply};
use crate::extract::{AdminAccess, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Ends all months that run now later, and what is queued behind them, or counts them
///
/// Codes: `not_signed_in`, `admin_only`, `reason_missing`, `invalid_body`, and without `dry_run`
/// `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/cycles/extend", tag = "admin", request_body = ExtendAll,
    responses((status = 200, body = ExtendAllReply), Problem)
)]
pub async fn extend_all_cycles(
    web: Web,
    admin: AdminAccess,
    body: ValidJson<ExtendAll>,
) -> Result<Json<ExtendAllReply>, Problem> {
    let ExtendAll { hours, reason, dry_run } = body.0;
    if !dry_run {
        admin.fresh()?;
    }
    let all = cycles::extend_all(&web.app, &admin.by, hours, &reason, dry_run).await?;
    Ok(Json(ExtendAllReply::of(all, dry_run)))
}

impl From<ExtendAllError> for Problem {
    fn from(error: ExtendAllError) -> Self {
        match error {
            ExtendAllError::HoursOutOfRange => Self::field(Code::InvalidBody, "/hours", &error),
            ExtendAllError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            ExtendAllError::Store(error) => Self::from(error),
        }
    }
}
