//! A picture is taken away.

use nproxy_app::content::{self, RemoveError};
use nproxy_domain::GenerationId;
use salvo::writing::Json;

use super::shown;
use crate::dto::admin::{GenerationFile, Reason};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Takes a picture away for good
///
/// The bytes go, a tombstone stays, and the same bytes are not taken again as an upload. Codes: `not_signed_in`,
/// `admin_only`, `not_found`, `reason_missing`, `act_refused` (there is no picture), `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/generations/{id}/remove-picture", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = GenerationFile), Problem)
)]
pub async fn remove_picture(
    web: Web,
    admin: FreshAdmin,
    id: PathId<GenerationId>,
    body: ValidJson<Reason>,
) -> Result<Json<GenerationFile>, Problem> {
    content::remove_picture(&web.app, &admin.by, id.0, &body.0.reason).await?;
    shown(&web, id.0).await
}

impl From<RemoveError> for Problem {
    fn from(error: RemoveError) -> Self {
        match error {
            RemoveError::NotFound => Self::plain(Code::NotFound),
            RemoveError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            RemoveError::NoPicture => Self::said(Code::ActRefused, &error),
            RemoveError::Store(error) => Self::from(error),
        }
    }
}
