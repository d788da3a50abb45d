//! A proxy that is no longer wanted.

use nproxy_app::proxies::{self, KeysInTheWay, RemoveError};
use nproxy_domain::ProxyId;
use salvo::Response;
use salvo::http::StatusCode;

use crate::dto::admin::RemoveProxy;
use crate::extract::{AdminUser, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Forgets a proxy's address for good
///
/// Refused while keys go out through it, unless they are to go out directly from now on; those that never go around it
/// are in the way of that, too. Codes: `not_signed_in`, `admin_only`, `not_found`, `proxy_in_use`, `reason_missing`.
#[utoipa::path(
    post, path = "/api/v1/admin/proxies/{id}/remove", tag = "admin", request_body = RemoveProxy,
    params(("id" = Uuid, Path)),
    responses((status = 204), Problem)
)]
pub async fn remove_proxy(
    web: Web,
    admin: AdminUser,
    id: PathId<ProxyId>,
    body: ValidJson<RemoveProxy>,
    res: &mut Response,
) -> Result<(), Problem> {
    let RemoveProxy { reason, unassign } = body.0;
    proxies::remove(&web.app, &admin.0, id.0, unassign.unwrap_or(false), Some(&reason)).await?;
    res.status_code(StatusCode::NO_CONTENT);
    Ok(())
}

impl From<RemoveError> for Problem {
    fn from(error: RemoveError) -> Self {
        match error {
            RemoveError::Reason(error) => error.into(),
            RemoveError::Keys(KeysInTheWay::NotFound) => Self::plain(Code::NotFound),
            RemoveError::Keys(KeysInTheWay::InUse { .. } | KeysInTheWay::OnlyWay { .. }) => {
                Self::said(Code::ProxyInUse, &error)
            }
            RemoveError::Keys(KeysInTheWay::Store(error)) => Self::from(error),
        }
    }
}
