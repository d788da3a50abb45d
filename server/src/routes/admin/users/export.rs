//! Everything of a customer's is taken along.

use nproxy_app::people;
use nproxy_domain::UserId;
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use crate::dto::DownloadReply;
use crate::dto::admin::Reason;
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// A link to everything of a customer's in one ZIP, for this admin alone
///
/// It holds prompts and pictures. Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`,
/// `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/export", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 201, description = "It is written while it is fetched", body = DownloadReply), Problem)
)]
pub async fn export_user(
    web: Web,
    admin: FreshAdmin,
    id: PathId<UserId>,
    body: ValidJson<Reason>,
    res: &mut Response,
) -> Result<(), Problem> {
    let reader = admin.session.user.id;
    let made = people::export_person(&web.app, &admin.by, reader, id.0, &body.0.reason).await?;
    res.status_code(StatusCode::CREATED);
    res.render(Json(DownloadReply::to(made)));
    Ok(())
}
