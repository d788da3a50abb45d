//! Removing a picture.

use nproxy_app::assets::{self, DeleteError};
use nproxy_domain::AssetId;
use salvo::http::StatusCode;
use salvo::{Writer, handler};

use crate::extract::{CurrentUser, PathId, Writable};
use crate::problem::{Code, Problem};

/// Removes a picture, uploaded or made
///
/// Codes: `not_signed_in`, `not_found`, `read_only`.
#[utoipa::path(
    delete, path = "/api/v1/assets/{id}", tag = "assets", params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is gone"), Problem)
)]
#[handler]
pub async fn delete_asset(user: CurrentUser, web: Writable, id: PathId<AssetId>) -> Result<StatusCode, Problem> {
    assets::delete(&web.app, user.0.id, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<DeleteError> for Problem {
    fn from(error: DeleteError) -> Self {
        match error {
            DeleteError::NotFound => Self::plain(Code::NotFound),
            DeleteError::Store(error) => Self::from(error),
        }
    }
}
