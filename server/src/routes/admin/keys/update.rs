//! Another label, account, way or limit for a key.

use nproxy_app::keys::{self, UpdateError};
use nproxy_domain::KeyId;
use salvo::writing::Json;

use super::{file, refused};
use crate::dto::admin::{KeyFile, UpdateKey};
use crate::extract::{AdminUser, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Changes a key's label, account, proxy or limits
///
/// What it has in flight ends as it began. Codes: `not_signed_in`, `admin_only`, `not_found`, `unknown_proxy`,
/// `invalid_body`, `reason_missing`.
#[utoipa::path(
    patch, path = "/api/v1/admin/keys/{id}", tag = "admin", request_body = UpdateKey, params(("id" = Uuid, Path)),
    responses((status = 200, body = KeyFile), Problem)
)]
pub async fn update_key(
    web: Web,
    admin: AdminUser,
    id: PathId<KeyId>,
    body: ValidJson<UpdateKey>,
) -> Result<Json<KeyFile>, Problem> {
    let (change, reason) = body.0.read();
    keys::update(&web.app, &admin.0, id.0, change, &reason).await?;
    Ok(Json(file(&web, id.0).await?))
}

impl From<UpdateError> for Problem {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::NotFound => Self::plain(Code::NotFound),
            UpdateError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            UpdateError::Label => Self::field(Code::InvalidBody, "/label", &error),
            UpdateError::NoProxy => Self::field(Code::UnknownProxy, "/proxy_id", &error),
            UpdateError::Refused(refusal) => refused(&refusal),
            UpdateError::Store(error) => Self::from(error),
        }
    }
}
