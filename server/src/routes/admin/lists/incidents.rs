//! What was wrong.

use nproxy_app::lists::{self, IncidentFilter};
use salvo::Response;
use salvo::writing::Json;

use super::csv;
use super::query::{list_query, part, said};
use crate::dto::admin::{Incident, IncidentPage, IncidentSeverity, IncidentStateName};
use crate::extract::{AdminUser, ValidQuery};
use crate::problem::Problem;
use crate::web::Web;

list_query!(ListIncidentsQuery, IncidentsCsvQuery {
    #[param(inline)]
    state: [Option<IncidentStateName>],
    #[param(inline)]
    severity: [Option<IncidentSeverity>],
    /// A part of the key or the title, 3 letters or more.
    q: [Option<String>],
});

/// Incidents, newest first
///
/// Sorts: `-opened_at` (the usual one), `opened_at`. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/incidents", tag = "admin", params(ListIncidentsQuery),
    responses((status = 200, body = IncidentPage), Problem)
)]
pub async fn list_incidents(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<ListIncidentsQuery>,
) -> Result<Json<IncidentPage>, Problem> {
    let (wanted, turning) = query.0.split();
    let page = lists::page(&web.app, &wanted.read()?, &turning).await?;
    Ok(Json(page.into()))
}

/// The same filter as a file
///
/// RFC 4180, times in UTC, the first line names the columns; streamed, at most 100,000 rows, put on record. A cell that
/// begins like a formula has an apostrophe before it. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/incidents.csv", tag = "admin", params(IncidentsCsvQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String), Problem)
)]
pub async fn list_incidents_csv(
    web: Web,
    admin: AdminUser,
    query: ValidQuery<IncidentsCsvQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let list = query.0.read()?;
    let export = lists::export(&web.app, &admin.0, list, said(&query.0)).await?;
    csv::send::<IncidentFilter, Incident>(export, res)
}

impl IncidentsCsvQuery {
    fn read(&self) -> Result<IncidentFilter, Problem> {
        Ok(IncidentFilter {
            state: self.state.map(Into::into),
            severity: self.severity.map(Into::into),
            part: part(self.q.as_deref())?,
        })
    }
}
