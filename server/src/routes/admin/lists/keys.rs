//! Upstream keys.

use nproxy_app::lists::{self, KeyListFilter};
use nproxy_domain::keys::KeyState;
use nproxy_domain::{ProviderId, ProxyId};
use salvo::Response;
use salvo::writing::Json;

use super::csv;
use super::query::{list_query, part, said, said_text, several};
use crate::dto::admin::{AdminKey, AdminKeyPage};
use crate::extract::{AdminUser, ValidQuery};
use crate::problem::Problem;
use crate::web::Web;

list_query!(ListKeysQuery, KeysCsvQuery {
    /// A part of the label, 3 letters or more, or a whole fingerprint.
    q: [Option<String>],
    provider: [Option<String>],
    /// Any of these, with commas between; those in effect now.
    #[param(example = "manual_review,out_of_funds")]
    state: [Option<String>],
    account: [Option<String>],
    #[param(value_type = Option<Uuid>)]
    proxy: [Option<ProxyId>],
});

/// Upstream keys
///
/// Sorts: `created_at` (the usual one), `-created_at`, `label`, `-label`. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/keys", tag = "admin", params(ListKeysQuery),
    responses((status = 200, body = AdminKeyPage), Problem)
)]
pub async fn list_keys(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<ListKeysQuery>,
) -> Result<Json<AdminKeyPage>, Problem> {
    let (wanted, turning) = query.0.split();
    let page = lists::page(&web.app, &wanted.read(&web)?, &turning).await?;
    Ok(Json(page.into()))
}

/// The same filter as a file
///
/// RFC 4180, times in UTC, the first line names the columns; streamed, at most 100,000 rows, put on record. A cell that
/// begins like a formula has an apostrophe before it. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/keys.csv", tag = "admin", params(KeysCsvQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String), Problem)
)]
pub async fn list_keys_csv(
    web: Web,
    admin: AdminUser,
    query: ValidQuery<KeysCsvQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let list = query.0.read(&web)?;
    let export = lists::export(&web.app, &admin.0, list, said(&query.0)).await?;
    csv::send::<KeyListFilter, AdminKey>(export, res)
}

impl KeysCsvQuery {
    fn read(&self, web: &Web) -> Result<KeyListFilter, Problem> {
        let known = |name: &str| KeyState::NAMES.contains(&name).then(|| name.to_owned());
        Ok(KeyListFilter {
            part: part(self.q.as_deref())?,
            provider: said_text(self.provider.as_ref()).map(ProviderId),
            states: several("state", self.state.as_deref(), known, "states of keys")?,
            account: said_text(self.account.as_ref()),
            proxy: self.proxy,
            now: web.app.env.now(),
        })
    }
}
