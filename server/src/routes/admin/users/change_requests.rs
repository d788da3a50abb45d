//! Changing how many requests the current month has.

use nproxy_app::cycles::{self, AddRequestsError};
use nproxy_domain::UserId;
use salvo::writing::Json;

use crate::dto::admin::{ChangeRequests, CountersReply};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Grants requests on top of a customer's current month, or corrects their number
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `no_current_month`, `reason_missing`, `act_refused` (fewer than
/// are used), `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/requests", tag = "admin", request_body = ChangeRequests,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = CountersReply), Problem)
)]
pub async fn change_requests(
    web: Web,
    admin: FreshAdmin,
    id: PathId<UserId>,
    body: ValidJson<ChangeRequests>,
) -> Result<Json<CountersReply>, Problem> {
    let change = body.0.change()?;
    let changed = cycles::add_requests(&web.app, &admin.by, id.0, change, &body.0.reason).await?;
    Ok(Json(changed.into()))
}

impl From<AddRequestsError> for Problem {
    fn from(error: AddRequestsError) -> Self {
        match error {
            AddRequestsError::UserNotFound => Self::plain(Code::NotFound),
            AddRequestsError::NoCurrentMonth => Self::said(Code::NoCurrentMonth, &error),
            AddRequestsError::BelowUse { .. } => Self::said(Code::ActRefused, &error),
            AddRequestsError::TooMany => Self::field(Code::InvalidBody, "/amount", &error),
            AddRequestsError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            AddRequestsError::Store(error) => Self::from(error),
        }
    }
}
