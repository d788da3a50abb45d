//! Taking everything along.

use nproxy_app::zips;
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use crate::dto::DownloadReply;
use crate::extract::{CurrentUser, Writable};
use crate::problem::Problem;

/// A link to everything of the account in one ZIP: what is known of its owner, what was bought and asked for, and the
/// pictures
///
/// Codes: `not_signed_in`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/me/export", tag = "me",
    responses((status = 201, description = "It is written while it is fetched", body = DownloadReply), Problem)
)]
pub async fn export_me(user: CurrentUser, web: Writable, res: &mut Response) -> Result<(), Problem> {
    let id = zips::make_of_account(&web.app, user.0.id).await?;
    res.status_code(StatusCode::CREATED);
    res.render(Json(DownloadReply::to(id)));
    Ok(())
}
