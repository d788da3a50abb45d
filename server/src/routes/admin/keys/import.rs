//! Many keys at once.

use nproxy_app::keys::{self, ImportError};
use salvo::writing::Json;

use crate::dto::admin::{ImportKeys, ImportReply};
use crate::extract::{FreshAdmin, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Imports keys, and tells what became of each line
///
/// Good lines are kept although others are bad; all of them in one transaction. Needs a fresh sign-in. Codes:
/// `not_signed_in`, `admin_only`, `unknown_provider`, `invalid_body`, `body_too_large`.
#[utoipa::path(
    post, path = "/api/v1/admin/keys/import", tag = "admin", request_body = ImportKeys,
    responses((status = 200, body = ImportReply), Problem)
)]
pub async fn import_keys(
    web: Web,
    admin: FreshAdmin,
    body: ValidJson<ImportKeys>,
) -> Result<Json<ImportReply>, Problem> {
    let imported = keys::import(&web.app, &admin.by, body.0.read()?).await?;
    Ok(Json(imported.into()))
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Empty | ImportError::TooLarge | ImportError::TooMany | ImportError::Header(_) => {
                Self::field(Code::InvalidBody, "/text", &error)
            }
            ImportError::MaxInFlight(_) => Self::field(Code::InvalidBody, "/max_in_flight", &error),
            ImportError::UnknownProvider { .. } => Self::field(Code::UnknownProvider, "/provider", &error),
            ImportError::Store(error) => Self::from(error),
        }
    }
}
