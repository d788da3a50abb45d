//! For load balancers and supervisors; nothing here says more than yes or no.

use nproxy_app::ready::{NotReady, ready};
use salvo::writing::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::{Code, Problem};
use crate::web::Web;

/// Seconds after which "not ready" is worth asking again.
const NOT_READY_SECONDS: u32 = 5;

#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    #[schema(value_type = String, example = "ok")]
    status: &'static str,
}

const OK: Health = Health { status: "ok" };

/// The process lives
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health), Problem))]
pub async fn healthz() -> Json<Health> {
    Json(OK)
}

/// The process takes requests: the database is reachable, its schema is current and its clock ours, and the server is not going
///
/// Codes: `not_ready`, `database_unavailable`, `clock_off`.
#[utoipa::path(get, path = "/readyz", tag = "health", responses((status = 200, body = Health), Problem))]
pub async fn readyz(web: Web) -> Result<Json<Health>, Problem> {
    if web.draining.is_cancelled() {
        return Err(Problem::new(Code::NotReady, "The server is going.").retry_after(NOT_READY_SECONDS));
    }
    match ready(&web.app).await {
        Ok(()) => Ok(Json(OK)),
        Err(NotReady::Store(error)) => Err(Problem::database_unavailable(error)),
        Err(error @ NotReady::ClockOff { .. }) => {
            tracing::error!(%error, "this process is not ready");
            Err(Problem::said(Code::ClockOff, &error).retry_after(NOT_READY_SECONDS))
        }
    }
}
