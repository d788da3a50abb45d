//! What is switched off now.

use nproxy_app::switches;
use salvo::writing::Json;

use crate::dto::PublicNotice;
use crate::problem::Problem;
use crate::web::Web;

/// What is switched off now, for everybody
#[utoipa::path(get, path = "/api/v1/notice", tag = "site", responses((status = 200, body = PublicNotice), Problem))]
pub async fn get_notice(web: Web) -> Result<Json<PublicNotice>, Problem> {
    Ok(Json(switches::read(&web.app).await?.into()))
}
