//! How all switches stand.

use salvo::writing::Json;

use super::all;
use crate::dto::admin::SwitchesReply;
use crate::extract::AdminUser;
use crate::problem::Problem;
use crate::web::Web;

/// All switches, turned or not
///
/// Codes: `not_signed_in`, `admin_only`.
#[utoipa::path(
    get, path = "/api/v1/admin/switches", tag = "admin",
    responses((status = 200, body = SwitchesReply), Problem)
)]
pub async fn list_switches(web: Web, _admin: AdminUser) -> Result<Json<SwitchesReply>, Problem> {
    all(&web).await
}
