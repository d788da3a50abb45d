//! Another label or address for a proxy.

use nproxy_app::proxies::{self, ChangeError, ProxyChange};
use nproxy_domain::ProxyId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::{ProxyFile, UpdateProxy, address};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// Changes a proxy's label or address; its keys stay with it
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `proxy_exists`, `proxy_address_invalid`, `proxy_fails`,
/// `label_taken`, `invalid_body`, `reason_missing`.
#[utoipa::path(
    patch, path = "/api/v1/admin/proxies/{id}", tag = "admin", request_body = UpdateProxy,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ProxyFile), Problem)
)]
pub async fn update_proxy(
    web: Web,
    admin: FreshAdmin,
    id: PathId<ProxyId>,
    body: ValidJson<UpdateProxy>,
) -> Result<Json<ProxyFile>, Problem> {
    let UpdateProxy { label, address: text, untested, reason } = body.0;
    let change = ProxyChange { label, url: text.as_ref().map(address).transpose()? };
    proxies::change(&web.app, &admin.by, id.0, change, untested.unwrap_or(false), Some(&reason)).await?;
    Ok(Json(file(&web, id.0).await?))
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Label(error) => error.into(),
            ChangeError::Reason(error) => error.into(),
            ChangeError::Unreachable(error) => error.into(),
            ChangeError::Keep(error) => error.into(),
        }
    }
}
