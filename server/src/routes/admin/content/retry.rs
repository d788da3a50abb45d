//! A failed picture is tried again at the house's cost.

use nproxy_app::content::{self, RetryForError};
use nproxy_domain::GenerationId;
use salvo::writing::Json;

use super::shown;
use crate::dto::admin::{GenerationFile, Reason};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Tries a customer's failed picture again, paid by a grant of one request; answers the new one
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`, `not_retryable`, `already_retried`,
/// `no_current_month`, `act_refused`, `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/generations/{id}/retry", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = GenerationFile), Problem)
)]
pub async fn retry_for_customer(
    web: Web,
    admin: FreshAdmin,
    id: PathId<GenerationId>,
    body: ValidJson<Reason>,
) -> Result<Json<GenerationFile>, Problem> {
    let new = content::retry_for_customer(&web.app, &admin.by, id.0, &body.0.reason).await?;
    shown(&web, new).await
}

impl From<RetryForError> for Problem {
    fn from(error: RetryForError) -> Self {
        match error {
            RetryForError::NotFound => Self::plain(Code::NotFound),
            RetryForError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            RetryForError::NotRetryable => Self::said(Code::NotRetryable, &error),
            RetryForError::AlreadyRetried => Self::said(Code::AlreadyRetried, &error),
            RetryForError::NoCurrentMonth => Self::said(Code::NoCurrentMonth, &error),
            RetryForError::AccountInactive | RetryForError::TooMany => Self::said(Code::ActRefused, &error),
            RetryForError::Store(error) => Self::from(error),
        }
    }
}
