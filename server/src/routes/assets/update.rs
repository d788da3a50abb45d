//! Starring a picture.

use nproxy_app::assets;
use nproxy_domain::AssetId;
use salvo::writing::Json;

use crate::dto::{AssetReply, UpdateAsset};
use crate::extract::{CurrentUser, PathId, ValidJson, Writable};
use crate::problem::Problem;

/// Stars a picture, or takes the star away
///
/// Codes: `not_signed_in`, `not_found`, `read_only`.
#[utoipa::path(
    patch, path = "/api/v1/assets/{id}", tag = "assets", params(("id" = Uuid, Path)), request_body = UpdateAsset,
    responses((status = 200, body = AssetReply), Problem)
)]
pub async fn update_asset(
    user: CurrentUser,
    web: Writable,
    id: PathId<AssetId>,
    body: ValidJson<UpdateAsset>,
) -> Result<Json<AssetReply>, Problem> {
    let asset = assets::star(&web.app, user.0.id, id.0, body.0.starred).await?;
    Ok(Json(AssetReply { asset: asset.into() }))
}
