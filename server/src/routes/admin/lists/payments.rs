//! All payments.

use chrono::{DateTime, Utc};
use nproxy_app::lists::PaymentFilter;
use nproxy_app::payments::desk::{self, PaymentQuery};
use nproxy_domain::payment::PaymentState;
use nproxy_domain::{ProcessorId, UserId};
use salvo::Response;
use salvo::writing::Json;

use super::csv;
use super::query::{list_query, said_without, several};
use crate::dto::admin::{AdminPayment, AdminPaymentPage};
use crate::extract::{AdminUser, ValidQuery, in_our_time};
use crate::problem::Problem;
use crate::web::Web;

list_query!(AllPaymentsQuery, AllPaymentsCsvQuery {
    /// Any of these, with commas between.
    #[param(example = "pending,underpaid")]
    state: [Option<String>],
    /// Only those that wait for an admin.
    #[serde(default)]
    #[param(default = false)]
    review: [bool],
    processor: [Option<String>],
    #[param(value_type = Option<Uuid>)]
    user: [Option<UserId>],
    /// The whole address of the customer.
    email: [Option<String>],
    /// Its month was activated at this moment or later.
    #[serde(default, deserialize_with = "in_our_time")]
    activated_from: [Option<DateTime<Utc>>],
    /// Its month was activated before.
    #[serde(default, deserialize_with = "in_our_time")]
    activated_to: [Option<DateTime<Utc>>],
    /// Exactly an id, the processor's id, an address or a transaction.
    q: [Option<String>],
});

/// All payments, newest first
///
/// Sorts: `-created_at` (the usual one), `created_at`. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/payments", tag = "admin", params(AllPaymentsQuery),
    responses((status = 200, body = AdminPaymentPage), Problem)
)]
pub async fn list_all_payments(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<AllPaymentsQuery>,
) -> Result<Json<AdminPaymentPage>, Problem> {
    let (wanted, turning) = query.0.split();
    let page = desk::list(&web.app, &wanted.read()?, &turning).await?;
    Ok(Json(page.into()))
}

/// The same filter as a file
///
/// RFC 4180, times in UTC, the first line names the columns; streamed, at most 100,000 rows, put on record. A cell that
/// begins like a formula has an apostrophe before it. Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/payments.csv", tag = "admin", params(AllPaymentsCsvQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String), Problem)
)]
pub async fn list_all_payments_csv(
    web: Web,
    admin: AdminUser,
    query: ValidQuery<AllPaymentsCsvQuery>,
    res: &mut Response,
) -> Result<(), Problem> {
    let wanted = query.0.read()?;
    let export = desk::export(&web.app, &admin.0, &wanted, said_without(&query.0, "email")).await?;
    csv::send::<PaymentFilter, AdminPayment>(export, res)
}

impl AllPaymentsCsvQuery {
    fn read(&self) -> Result<PaymentQuery, Problem> {
        Ok(PaymentQuery {
            states: several("state", self.state.as_deref(), PaymentState::parse, "states of payments")?,
            in_review: self.review,
            processor: self.processor.clone().map(ProcessorId),
            user: self.user,
            email: self.email.clone(),
            activated_from: self.activated_from,
            activated_to: self.activated_to,
            text: self.q.clone(),
        })
    }
}
