//! What is sold.

use salvo::writing::Json;

use crate::dto::{Plan, PlansReply};
use crate::problem::Problem;
use crate::web::Web;

/// The plans on sale
#[utoipa::path(get, path = "/api/v1/plans", tag = "payments", responses((status = 200, body = PlansReply), Problem))]
pub async fn list_plans(web: Web) -> Json<PlansReply> {
    Json(PlansReply { plans: web.app.plans.iter().filter(|plan| plan.on_sale).map(Plan::from).collect() })
}
