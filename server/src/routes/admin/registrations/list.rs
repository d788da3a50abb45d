//! Sign-ups that wait for their links.

use nproxy_app::people;
use salvo::writing::Json;
use serde::Deserialize;

use crate::dto::admin::RegistrationsReply;
use crate::extract::{AdminUser, ValidQuery};
use crate::problem::Problem;
use crate::web::Web;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RegistrationsQuery {
    /// Only those of this address, whole.
    #[param(nullable = false)]
    email: Option<String>,
}

/// The newest 50 that wait, of one address or of all
///
/// Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/registrations", tag = "admin", params(RegistrationsQuery),
    responses((status = 200, body = RegistrationsReply), Problem)
)]
pub async fn list_registrations(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<RegistrationsQuery>,
) -> Result<Json<RegistrationsReply>, Problem> {
    let waiting = people::list_registrations(&web.app, query.0.email.as_deref()).await?;
    Ok(Json(waiting.into()))
}
