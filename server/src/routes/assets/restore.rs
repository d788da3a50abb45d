//! Bringing a picture back.

use nproxy_app::trash;
use nproxy_domain::AssetId;
use salvo::writing::Json;

use crate::dto::AssetReply;
use crate::extract::{CurrentUser, PathId, Writable};
use crate::problem::Problem;

/// Brings a removed picture back
///
/// Only one that was removed by itself: what went with a turn or a conversation comes back with it. Codes:
/// `not_signed_in`, `not_found` (also: not removed, or too long ago), `read_only`.
#[utoipa::path(
    post, path = "/api/v1/assets/{id}/restore", tag = "assets", params(("id" = Uuid, Path)),
    responses((status = 200, body = AssetReply), Problem)
)]
pub async fn restore_asset(user: CurrentUser, web: Writable, id: PathId<AssetId>) -> Result<Json<AssetReply>, Problem> {
    let asset = trash::restore_asset(&web.app, user.0.id, id.0).await?;
    Ok(Json(AssetReply { asset: asset.into() }))
}
