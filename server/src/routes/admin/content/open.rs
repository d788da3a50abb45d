//! A prompt and its pictures are opened.

use nproxy_app::content::{self, OpenError};
use nproxy_domain::GenerationId;
use salvo::writing::Json;

use crate::dto::admin::{OpenedContent, Reason};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Opens a customer's prompt and pictures; put on record
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`, `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/generations/{id}/open", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = OpenedContent), Problem)
)]
pub async fn open_content(
    web: Web,
    admin: FreshAdmin,
    id: PathId<GenerationId>,
    body: ValidJson<Reason>,
) -> Result<Json<OpenedContent>, Problem> {
    let reader = admin.session.user.id;
    let opened = content::open(&web.app, &admin.by, reader, id.0, &body.0.reason).await?;
    Ok(Json(opened.into()))
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotFound => Self::plain(Code::NotFound),
            OpenError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            OpenError::Store(error) => Self::from(error),
        }
    }
}
