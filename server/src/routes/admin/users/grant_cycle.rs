//! Giving a month without a payment.

use nproxy_app::cycles::{self, GrantError};
use nproxy_domain::UserId;
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use crate::dto::admin::{GrantCycle, GrantedReply};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Gives a customer a month
///
/// Behind the last one while that runs, else now. Codes: `not_signed_in`, `admin_only`, `not_found`, `unknown_plan`,
/// `reason_missing`, `act_refused`, `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/cycles", tag = "admin", request_body = GrantCycle,
    params(("id" = Uuid, Path)),
    responses((status = 201, body = GrantedReply), Problem)
)]
pub async fn grant_cycle(
    web: Web,
    admin: FreshAdmin,
    id: PathId<UserId>,
    body: ValidJson<GrantCycle>,
    res: &mut Response,
) -> Result<Json<GrantedReply>, Problem> {
    let GrantCycle { plan, reason } = body.0;
    let granted = cycles::grant_cycle(&web.app, &admin.by, id.0, &plan, &reason).await?;
    res.status_code(StatusCode::CREATED);
    Ok(Json(granted.into()))
}

impl From<GrantError> for Problem {
    fn from(error: GrantError) -> Self {
        match error {
            GrantError::UserNotFound => Self::plain(Code::NotFound),
            GrantError::UnknownPlan(_) => Self::field(Code::UnknownPlan, "/plan", &error),
            GrantError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            GrantError::TooFar => Self::said(Code::ActRefused, &error),
            GrantError::Store(error) => Self::from(error),
        }
    }
}
