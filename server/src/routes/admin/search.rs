//! One box that finds anything.

use nproxy_app::search;
use salvo::writing::Json;
use serde::Deserialize;

use crate::dto::admin::SearchReply;
use crate::extract::{AdminUser, ValidQuery};
use crate::problem::Problem;
use crate::web::Web;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// What is known of it.
    q: String,
}

/// Finds anything by what is known of it
///
/// An e-mail or a part of it, an id of anything, an invoice, a coin address, a transaction, a request id, a key's label or
/// fingerprint. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/search", tag = "admin", params(SearchQuery),
    responses((status = 200, body = SearchReply), Problem)
)]
pub async fn search_everything(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<SearchQuery>,
) -> Result<Json<SearchReply>, Problem> {
    Ok(Json(search::search(&web.app, &query.0.q).await?.into()))
}
