//! Signing out.

use nproxy_app::accounts;
use salvo::http::StatusCode;
use salvo::{Request, Response};

use crate::cookie;
use crate::problem::Problem;
use crate::web::Web;

/// Signs out; also whoever is not signed in
#[utoipa::path(
    post, path = "/api/v1/auth/logout", tag = "auth",
    responses((status = 204, description = "Nobody is signed in any more"), Problem)
)]
pub async fn logout(web: Web, req: &mut Request, res: &mut Response) -> Result<StatusCode, Problem> {
    cookie::clear(&web.settings, res);
    if let Some(token) = cookie::token(&web.settings, req) {
        accounts::sign_out(&web.app, token).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
