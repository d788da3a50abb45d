//! Mails and notices.

use nproxy_app::lists::{self, NotificationFilter};
use nproxy_domain::UserId;
use salvo::Response;
use salvo::writing::Json;

use super::csv;
use super::query::{list_query, said};
use crate::dto::admin::{Notification, NotificationChannel, NotificationPage, NotificationState};
use crate::extract::{AdminUser, ValidQuery};
use crate::problem::Problem;
use crate::web::Web;

list_query!(ListNotificationsQuery, NotificationsCsvQuery {
    #[param(inline)]
    state: [Option<NotificationState>],
    #[param(inline)]
    channel: [Option<NotificationChannel>],
    /// Mails to this customer.
    #[param(value_type = Option<Uuid>)]
    user: [Option<UserId>],
});

/// Mails and notices, newest first
///
/// Sorts: `-created_at` (the usual one), `created_at`. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/notifications", tag = "admin", params(ListNotificationsQuery),
    responses((status = 200, body = NotificationPage), Problem)
)]
pub async fn list_notifications(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<ListNotificationsQuery>,
) -> Result<Json<NotificationPage>, Problem> {
    let (wanted, turning) = query.0.split();
    let page = lists::page(&web.app, &wanted.read(), &turning).await?;
    Ok(Json(page.into()))
}

/// The same filter as a file
///
/// RFC 4180, times in UTC, the first line names the columns; streamed, at most 100,000 rows, put on record. A cell that
/// begins like a formula has an apostrophe before it. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/notifications.csv", tag = "admin", params(NotificationsCsvQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String), Problem)
)]
pub async fn list_notifications_csv(
    web: Web,
    admin: AdminUser,
    query: ValidQuery<NotificationsCsvQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let list = query.0.read();
    let export = lists::export(&web.app, &admin.0, list, said(&query.0)).await?;
    csv::send::<NotificationFilter, Notification>(export, res)
}

impl NotificationsCsvQuery {
    fn read(&self) -> NotificationFilter {
        NotificationFilter {
            state: self.state.map(Into::into),
            channel: self.channel.map(|channel| channel.as_str().to_owned()),
            user: self.user,
        }
    }
}
