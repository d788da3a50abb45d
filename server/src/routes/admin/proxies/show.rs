//! Everything about a proxy.

use nproxy_domain::ProxyId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::ProxyFile;
use crate::extract::{AdminUser, PathId};
use crate::problem::Problem;
use crate::web::Web;

/// One proxy and the keys that go out through it
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`.
#[utoipa::path(
    get, path = "/api/v1/admin/proxies/{id}", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = ProxyFile), Problem)
)]
pub async fn get_proxy(web: Web, _admin: AdminUser, id: PathId<ProxyId>) -> Result<Json<ProxyFile>, Problem> {
    Ok(Json(file(&web, id.0).await?))
}
