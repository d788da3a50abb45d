//! How a plan can be paid.

use nproxy_app::payments::{self, OffersError};
use salvo::writing::Json;
use serde::Deserialize;

use crate::dto::{Processor, ProcessorsReply};
use crate::extract::{CurrentUser, ValidQuery};
use crate::problem::{Code, Problem};
use crate::web::Web;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProcessorsQuery {
    plan: String,
}

/// The ways to pay for a plan
///
/// Codes: `not_signed_in`, `invalid_query`, `unknown_plan`.
#[utoipa::path(
    get, path = "/api/v1/processors", tag = "payments", params(ProcessorsQuery),
    responses((status = 200, body = ProcessorsReply), Problem)
)]
pub async fn list_processors(
    web: Web,
    _user: CurrentUser,
    query: ValidQuery<ProcessorsQuery>,
) -> Result<Json<ProcessorsReply>, Problem> {
    let asked = payments::processors(&web.app, &query.0.plan).await?;
    let processors = asked.into_iter().map(Processor::from).collect();
    Ok(Json(ProcessorsReply { processors, support: web.app.settings.site.support.clone() }))
}

impl From<OffersError> for Problem {
    fn from(error: OffersError) -> Self {
        match error {
            OffersError::UnknownPlan => Self::field(Code::UnknownPlan, "/plan", &error),
            OffersError::Store(error) => Self::from(error),
        }
    }
}
