//! Giving up the rest of a month for the next one.

use nproxy_app::cycles::{self, StartNextError};
use salvo::writing::Json;

use crate::dto::{StartNext, Subscription};
use crate::extract::{CurrentUser, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Ends the current month now and begins the next one that is paid
///
/// What is left of the current one is given up. Codes: `not_signed_in`, `nothing_queued`, `subscription_inactive`,
/// `subscription_changed`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/subscription/start-next", tag = "subscription", request_body = StartNext,
    responses((status = 200, body = Subscription), Problem)
)]
pub async fn start_next(
    user: CurrentUser,
    web: Writable,
    body: ValidJson<StartNext>,
) -> Result<Json<Subscription>, Problem> {
    let subscription = cycles::start_next(&web.app, user.0.id, body.0.current_ends_at).await?;
    Ok(Json(subscription.into()))
}

impl From<StartNextError> for Problem {
    fn from(error: StartNextError) -> Self {
        match error {
            StartNextError::NothingQueued => Self::said(Code::NothingQueued, &error),
            StartNextError::NotActive => Self::said(Code::SubscriptionInactive, &error),
            StartNextError::Changed => Self::said(Code::SubscriptionChanged, &error),
            StartNextError::Store(error) => Self::from(error),
        }
    }
}
