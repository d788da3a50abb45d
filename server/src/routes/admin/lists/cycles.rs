//! Months of customers.

use chrono::{DateTime, Utc};
use nproxy_app::lists::{self, CycleFilter};
use nproxy_domain::UserId;
use salvo::Response;
use salvo::writing::Json;

use super::csv;
use super::query::{list_query, said, said_text};
use crate::dto::admin::{AdminCycle, AdminCyclePage, AdminCycleState};
use crate::extract::{AdminUser, ValidQuery, in_our_time};
use crate::problem::Problem;
use crate::web::Web;

list_query!(ListCyclesQuery, CyclesCsvQuery {
    #[param(value_type = Option<Uuid>)]
    user: [Option<UserId>],
    #[param(inline)]
    state: [Option<AdminCycleState>],
    /// The id of a plan.
    plan: [Option<String>],
    /// Those that end before.
    #[serde(default, deserialize_with = "in_our_time")]
    ends_to: [Option<DateTime<Utc>>],
});

/// Months of customers
///
/// Sorts: `-starts_at` (the usual one), `starts_at`, `ends_at`, `-ends_at`. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/cycles", tag = "admin", params(ListCyclesQuery),
    responses((status = 200, body = AdminCyclePage), Problem)
)]
pub async fn list_cycles(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<ListCyclesQuery>,
) -> Result<Json<AdminCyclePage>, Problem> {
    let (wanted, turning) = query.0.split();
    let page = lists::page(&web.app, &wanted.read(&web), &turning).await?;
    Ok(Json(page.into()))
}

/// The same filter as a file
///
/// RFC 4180, times in UTC, the first line names the columns; streamed, at most 100,000 rows, put on record. A cell that
/// begins like a formula has an apostrophe before it. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/cycles.csv", tag = "admin", params(CyclesCsvQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String), Problem)
)]
pub async fn list_cycles_csv(
    web: Web,
    admin: AdminUser,
    query: ValidQuery<CyclesCsvQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let list = query.0.read(&web);
    let export = lists::export(&web.app, &admin.0, list, said(&query.0)).await?;
    csv::send::<CycleFilter, AdminCycle>(export, res)
}

impl CyclesCsvQuery {
    fn read(&self, web: &Web) -> CycleFilter {
        CycleFilter {
            user: self.user,
            state: self.state.map(Into::into),
            plan: said_text(self.plan.as_ref()),
            ends_to: self.ends_to,
            now: web.app.env.now(),
        }
    }
}
