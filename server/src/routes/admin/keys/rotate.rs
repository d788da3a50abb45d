//! A new secret in an old one's place.

use nproxy_app::keys::{self, AddKeyError, Refusal, RotateError};
use nproxy_domain::KeyId;
use salvo::writing::Json;

use super::{file, refused};
use crate::dto::admin::{KeyFile, RotateKey};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Puts a new secret in a key's place
///
/// The new secret becomes a key of the same label, account, limits and proxy, which is the answer; the old key is
/// disabled and drains, and is called after the day on which it was rotated. Needs a fresh sign-in. Codes:
/// `not_signed_in`, `admin_only`, `not_found`, `key_exists`, `invalid_body`, `reason_missing`.
#[utoipa::path(
    post, path = "/api/v1/admin/keys/{id}/rotate", tag = "admin", request_body = RotateKey,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = KeyFile), Problem)
)]
pub async fn rotate_key(
    web: Web,
    admin: FreshAdmin,
    id: PathId<KeyId>,
    body: ValidJson<RotateKey>,
) -> Result<Json<KeyFile>, Problem> {
    let (secrets, reason) = body.0.read();
    let new = keys::rotate(&web.app, &admin.by, id.0, secrets, &reason).await?;
    Ok(Json(file(&web, new.id).await?))
}

impl From<RotateError> for Problem {
    fn from(error: RotateError) -> Self {
        match error {
            RotateError::NotFound => Self::plain(Code::NotFound),
            RotateError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            // Label and account are the old key's: the secret is what has to be another.
            RotateError::Refused(Refusal::SecretShown(_)) => Self::field(Code::InvalidBody, "/secret", &error),
            RotateError::Refused(refusal) => refused(&refusal),
            RotateError::Key(AddKeyError::Duplicate { .. }) => Self::field(Code::KeyExists, "/secret", &error),
            RotateError::Key(AddKeyError::Store(error)) | RotateError::Store(error) => Self::from(error),
        }
    }
}
