//! For load balancers and supervisors; nothing here says more than yes or no.

use std::time::Duration;

use nproxy_app::ready::{NotReady, ready};
use salvo::writing::Json;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use utoipa::ToSchema;

use crate::extract::ValidQuery;
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Seconds after which "not ready" is worth asking again.
const NOT_READY_SECONDS: u32 = 5;

/// A balancer that leaves the database out waits for its answer no longer.
const DATABASE_PATIENCE: Duration = Duration::from_secs(1);

#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    #[schema(value_type = String, example = "ok")]
    status: &'static str,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Readiness {
    /// What is not looked at.
    #[param(inline)]
    exclude: Option<Shared>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Shared {
    Database,
}

const OK: Health = Health { status: "ok" };

/// The process lives
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health), Problem))]
pub async fn healthz() -> Json<Health> {
    Json(OK)
}

/// The process takes requests: the database is reachable, its schema is current and its clock ours, and the server is not going
///
/// A balancer asks with `exclude=database`: that is shared, so its outage takes no server out of rotation. Codes: `not_ready`, `database_unavailable`, `clock_off`, `invalid_query`.
#[utoipa::path(
    get, path = "/readyz", tag = "health", params(Readiness), responses((status = 200, body = Health), Problem)
)]
pub async fn readyz(web: Web, query: ValidQuery<Readiness>) -> Result<Json<Health>, Problem> {
    if web.draining.is_cancelled() {
        return Err(Problem::new(Code::NotReady, "The server is going.").retry_after(NOT_READY_SECONDS));
    }
    let looked = match query.0.exclude {
        None => ready(&web.app).await,
        // It says nothing: so is it away.
        Some(Shared::Database) => timeout(DATABASE_PATIENCE, ready(&web.app)).await.unwrap_or(Ok(())),
    };
    match looked {
        Ok(()) => Ok(Json(OK)),
        Err(NotReady::Store(_)) if query.0.exclude.is_some() => Ok(Json(OK)),
        Err(NotReady::Store(error)) => Err(Problem::database_unavailable(error)),
        Err(error @ NotReady::ClockOff { .. }) => {
            tracing::error!(%error, "this process is not ready");
            Err(Problem::said(Code::ClockOff, &error).retry_after(NOT_READY_SECONDS))
        }
    }
}
