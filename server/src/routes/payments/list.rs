//! The customer's purchases.

use nproxy_app::payments::{self, ListError};
use salvo::writing::Json;
use serde::Deserialize;

use crate::dto::{Payment, PaymentPage};
use crate::extract::{CurrentUser, ValidQuery, out_of_range};
use crate::problem::Problem;
use crate::web::Web;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PaymentsQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Payments per page.
    #[serde(default = "default_limit")]
    #[param(minimum = 1, maximum = 100, default = 30)]
    limit: u32,
}

fn default_limit() -> u32 {
    30
}

/// Payments, newest first
///
/// Codes: `not_signed_in`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/payments", tag = "payments", params(PaymentsQuery),
    responses((status = 200, body = PaymentPage), Problem)
)]
pub async fn list_payments(
    web: Web,
    user: CurrentUser,
    query: ValidQuery<PaymentsQuery>,
) -> Result<Json<PaymentPage>, Problem> {
    let PaymentsQuery { cursor, limit } = query.0;
    let page = payments::list_own(&web.app, user.0.id, cursor.as_deref(), limit).await?;
    let items = page.items.into_iter().map(Payment::from).collect();
    Ok(Json(PaymentPage { items, next_cursor: page.next_cursor }))
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::BadCursor => out_of_range("cursor", &error),
            ListError::LimitOutOfRange => out_of_range("limit", &error),
            ListError::Store(error) => Self::from(error),
        }
    }
}
