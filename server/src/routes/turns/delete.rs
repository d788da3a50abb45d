//! Removing a turn, and bringing it back.

use nproxy_app::trash::{self, TurnError};
use nproxy_domain::TurnId;
use salvo::http::StatusCode;

use crate::extract::{CurrentUser, PathId, Writable};
use crate::problem::{Code, Problem};

/// Removes a turn with its pictures
///
/// It can be brought back for a while. What runs in it runs on and is counted. Codes: `not_signed_in`, `not_found`,
/// `read_only`.
#[utoipa::path(
    delete, path = "/api/v1/turns/{id}", tag = "turns", params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is gone"), Problem)
)]
pub async fn delete_turn(user: CurrentUser, web: Writable, id: PathId<TurnId>) -> Result<StatusCode, Problem> {
    trash::delete_turn(&web.app, user.0.id, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a removed turn back, with the pictures that went with it
///
/// Codes: `not_signed_in`, `not_found` (also: not removed, or too long ago), `read_only`.
#[utoipa::path(
    post, path = "/api/v1/turns/{id}/restore", tag = "turns", params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is there again"), Problem)
)]
pub async fn restore_turn(user: CurrentUser, web: Writable, id: PathId<TurnId>) -> Result<StatusCode, Problem> {
    trash::restore_turn(&web.app, user.0.id, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<TurnError> for Problem {
    fn from(error: TurnError) -> Self {
        match error {
            TurnError::NotFound => Self::plain(Code::NotFound),
            TurnError::Store(error) => Self::from(error),
        }
    }
}
