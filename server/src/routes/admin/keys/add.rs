//! A new key.

use nproxy_app::keys::{self, AddError, AddKeyError, NewKey};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use super::{file, refused};
use crate::dto::admin::{AddKey, KeyFile};
use crate::extract::{FreshAdmin, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Adds a key, which is put to work at once
///
/// Needs a fresh sign-in. Codes: `not_signed_in`, `admin_only`, `unknown_provider`, `key_exists`, `unknown_proxy`,
/// `invalid_body`.
#[utoipa::path(
    post, path = "/api/v1/admin/keys", tag = "admin", request_body = AddKey,
    responses((status = 201, body = KeyFile), Problem)
)]
pub async fn add_key(
    web: Web,
    admin: FreshAdmin,
    body: ValidJson<AddKey>,
    res: &mut Response,
) -> Result<Json<KeyFile>, Problem> {
    let added = keys::add(&web.app, &admin.by, NewKey::from(body.0)).await?;
    let file = file(&web, added.id).await?;
    res.status_code(StatusCode::CREATED);
    Ok(Json(file))
}

impl From<AddError> for Problem {
    fn from(error: AddError) -> Self {
        match error {
            AddError::UnknownProvider { .. } => Self::field(Code::UnknownProvider, "/provider", &error),
            AddError::UnknownProxy(_) => Self::field(Code::UnknownProxy, "/proxy_id", &"there is no such proxy"),
            AddError::Label => Self::field(Code::InvalidBody, "/label", &error),
            AddError::Refused(refusal) => refused(&refusal),
            AddError::Key(AddKeyError::Duplicate { .. }) => Self::field(Code::KeyExists, "/secret", &error),
            AddError::Key(AddKeyError::Store(error)) | AddError::Store(error) => Self::from(error),
        }
    }
}
