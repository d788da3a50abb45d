//! A new proxy.

use nproxy_app::proxies::{self, AddError, NewProxy};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::{AddProxy, ProxyFile, address};
use crate::extract::{FreshAdmin, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// Adds a proxy that works
///
/// No key goes out through it before it is assigned. Needs a fresh sign-in. Codes: `not_signed_in`, `admin_only`,
/// `proxy_exists`, `proxy_address_invalid`, `proxy_fails`, `label_taken`, `invalid_body`.
#[utoipa::path(
    post, path = "/api/v1/admin/proxies", tag = "admin", request_body = AddProxy,
    responses((status = 201, body = ProxyFile), Problem)
)]
pub async fn add_proxy(
    web: Web,
    admin: FreshAdmin,
    body: ValidJson<AddProxy>,
    res: &mut Response,
) -> Result<Json<ProxyFile>, Problem> {
    let AddProxy { label, address: text, untested } = body.0;
    let new = NewProxy { label, url: address(&text)? };
    let added = proxies::add(&web.app, &admin.by, new, untested.unwrap_or(false)).await?;
    let file = file(&web, added.id).await?;
    res.status_code(StatusCode::CREATED);
    Ok(Json(file))
}

impl From<AddError> for Problem {
    fn from(error: AddError) -> Self {
        match error {
            AddError::Label(error) => error.into(),
            AddError::Unreachable(error) => error.into(),
            AddError::Keep(error) => error.into(),
        }
    }
}
