//! Proxies that keys go out through.

use nproxy_app::lists::{self, ProxyFilter};
use salvo::Response;
use salvo::writing::Json;

use super::csv;
use super::query::{list_query, part, said};
use crate::dto::admin::{AdminProxy, AdminProxyPage, ProxyHealthName};
use crate::extract::{AdminUser, ValidQuery};
use crate::problem::Problem;
use crate::web::Web;

list_query!(ListProxiesQuery, ProxiesCsvQuery {
    /// A part of the label or the place, 3 letters or more.
    q: [Option<String>],
    #[param(inline)]
    health: [Option<ProxyHealthName>],
});

/// Proxies
///
/// Sorts: `label` (the usual one), `-label`, `-created_at`, `created_at`. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/proxies", tag = "admin", params(ListProxiesQuery),
    responses((status = 200, body = AdminProxyPage), Problem)
)]
pub async fn list_proxies(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<ListProxiesQuery>,
) -> Result<Json<AdminProxyPage>, Problem> {
    let (wanted, turning) = query.0.split();
    let page = lists::page(&web.app, &wanted.read(&web).await?, &turning).await?;
    Ok(Json(page.into()))
}

/// The same filter as a file
///
/// RFC 4180, times in UTC, the first line names the columns; streamed, at most 100,000 rows, put on record. A cell that
/// begins like a formula has an apostrophe before it. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/proxies.csv", tag = "admin", params(ProxiesCsvQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String), Problem)
)]
pub async fn list_proxies_csv(
    web: Web,
    admin: AdminUser,
    query: ValidQuery<ProxiesCsvQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let list = query.0.read(&web).await?;
    let export = lists::export(&web.app, &admin.0, list, said(&query.0)).await?;
    csv::send::<ProxyFilter, AdminProxy>(export, res)
}

impl ProxiesCsvQuery {
    async fn read(&self, web: &Web) -> Result<ProxyFilter, Problem> {
        let filter = ProxyFilter { part: part(self.q.as_deref())?, ..ProxyFilter::default() };
        match self.health {
            Some(health) => Ok(lists::of_health(&web.app, filter, health.into()).await?),
            None => Ok(filter),
        }
    }
}
