//! Customers and admins.

use chrono::{DateTime, Utc};
use nproxy_app::lists::{self, UserFilter, UserPart};
use salvo::Response;
use salvo::writing::Json;

use super::csv;
use super::query::{list_query, part, said, said_without};
use crate::dto::admin::{AdminUserRow, AdminUserRowPage, MonthState, RoleName, UserStateName};
use crate::extract::{AdminUser, ValidQuery, in_our_time};
use crate::problem::Problem;
use crate::web::Web;

list_query!(ListUsersQuery, UsersCsvQuery {
    /// A part of the e-mail, 3 letters or more, or a whole id.
    q: [Option<String>],
    #[param(inline)]
    state: [Option<UserStateName>],
    #[param(inline)]
    role: [Option<RoleName>],
    /// How the current month stands.
    #[param(inline)]
    month: [Option<MonthState>],
    #[serde(default, deserialize_with = "in_our_time")]
    created_from: [Option<DateTime<Utc>>],
    #[serde(default, deserialize_with = "in_our_time")]
    created_to: [Option<DateTime<Utc>>],
});

/// Customers and admins, newest first
///
/// Sorts: `-created_at` (the usual one), `created_at`, `email`, `-email`. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/users", tag = "admin", params(ListUsersQuery),
    responses((status = 200, body = AdminUserRowPage), Problem)
)]
pub async fn list_users(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<ListUsersQuery>,
) -> Result<Json<AdminUserRowPage>, Problem> {
    let (wanted, turning) = query.0.split();
    let page = lists::page(&web.app, &wanted.read(&web)?, &turning).await?;
    Ok(Json(page.into()))
}

/// The same filter as a file
///
/// RFC 4180, times in UTC, the first line names the columns; streamed, at most 100,000 rows, put on record. A cell that
/// begins like a formula has an apostrophe before it. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/users.csv", tag = "admin", params(UsersCsvQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String), Problem)
)]
pub async fn list_users_csv(
    web: Web,
    admin: AdminUser,
    query: ValidQuery<UsersCsvQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let list = query.0.read(&web)?;
    let said = match list.part {
        Some(UserPart::Email(_)) => said_without(&query.0, "q"),
        Some(UserPart::Id(_)) | None => said(&query.0),
    };
    let export = lists::export(&web.app, &admin.0, list, said).await?;
    csv::send::<UserFilter, AdminUserRow>(export, res)
}

impl UsersCsvQuery {
    fn read(&self, web: &Web) -> Result<UserFilter, Problem> {
        let part = match self.q.as_deref().and_then(|q| q.trim().parse().ok()) {
            Some(id) => Some(UserPart::Id(id)),
            None => part(self.q.as_deref())?.map(UserPart::Email),
        };
        Ok(UserFilter {
            part,
            state: self.state.map(Into::into),
            role: self.role.map(Into::into),
            month: self.month.map(Into::into),
            from: self.created_from,
            to: self.created_to,
            now: web.app.env.now(),
        })
    }
}
