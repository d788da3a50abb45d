//! Staying after all.

use nproxy_app::accounts::{self, KeepError};
use salvo::writing::Json;

use crate::dto::{ConfirmedReply, LinkToken};
use crate::extract::{ValidJson, Writable};
use crate::problem::Problem;

/// Keeps an account that was to be erased
///
/// Signs nobody in. Codes: `link_unknown`, `link_used`, `link_expired`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/auth/account/keep", tag = "auth", request_body = LinkToken,
    responses((status = 200, body = ConfirmedReply), Problem)
)]
pub async fn keep_account(web: Writable, body: ValidJson<LinkToken>) -> Result<Json<ConfirmedReply>, Problem> {
    let user = accounts::keep(&web.app, &body.0.token).await?;
    Ok(Json(ConfirmedReply { email: user.email, user: None }))
}

impl From<KeepError> for Problem {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Link(error) => Self::from(error),
            KeepError::Store(error) => Self::from(error),
        }
    }
}
