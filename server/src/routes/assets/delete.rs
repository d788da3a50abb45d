//! Removing a picture.

use nproxy_app::assets::AssetError;
use nproxy_app::trash;
use nproxy_domain::AssetId;
use salvo::http::StatusCode;

use crate::extract::{CurrentUser, PathId, Writable};
use crate::problem::{Code, Problem};

/// Removes a picture, uploaded or made
///
/// It can be brought back for a while. The slot that it was made for stays, without an `asset`. Codes: `not_signed_in`,
/// `not_found`, `read_only`.
#[utoipa::path(
    delete, path = "/api/v1/assets/{id}", tag = "assets", params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is gone"), Problem)
)]
pub async fn delete_asset(user: CurrentUser, web: Writable, id: PathId<AssetId>) -> Result<StatusCode, Problem> {
    trash::delete_asset(&web.app, user.0.id, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<AssetError> for Problem {
    fn from(error: AssetError) -> Self {
        match error {
            AssetError::NotFound => Self::plain(Code::NotFound),
            AssetError::Store(error) => Self::from(error),
        }
    }
}
