//! A customer gets more time.

use nproxy_app::cycles::{self, ExtendError};
use nproxy_domain::UserId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::{ExtendCycle, UserFile};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Ends a customer's current month later; what is queued behind it moves along
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`, `no_current_month`, `invalid_body`,
/// `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/extend", tag = "admin", request_body = ExtendCycle,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = UserFile), Problem)
)]
pub async fn extend_cycle(
    web: Web,
    admin: FreshAdmin,
    id: PathId<UserId>,
    body: ValidJson<ExtendCycle>,
) -> Result<Json<UserFile>, Problem> {
    let ExtendCycle { hours, reason } = body.0;
    cycles::extend_cycle(&web.app, &admin.by, id.0, hours, &reason).await?;
    file(&web, id.0).await
}

impl From<ExtendError> for Problem {
    fn from(error: ExtendError) -> Self {
        match error {
            ExtendError::UserNotFound => Self::plain(Code::NotFound),
            ExtendError::NoCurrentMonth => Self::said(Code::NoCurrentMonth, &error),
            ExtendError::HoursOutOfRange => Self::field(Code::InvalidBody, "/hours", &error),
            ExtendError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            ExtendError::Store(error) => Self::from(error),
        }
    }
}
