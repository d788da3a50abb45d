//! All payments.

use nproxy_app::payments::desk::{self, PaymentQuery};
use nproxy_domain::payment::PaymentState;
use nproxy_domain::{ProcessorId, UserId};
use salvo::writing::Json;
use salvo::{Writer, handler};
use serde::Deserialize;

use crate::dto::admin::{AdminPayment, AdminPaymentPage};
use crate::extract::{AdminUser, ValidQuery, out_of_range};
use crate::problem::Problem;
use crate::web::Web;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AllPaymentsQuery {
    /// Any of these, with commas between.
    #[param(example = "pending,underpaid")]
    state: Option<String>,
    /// Only those that wait for an admin.
    #[serde(default)]
    #[param(default = false)]
    review: bool,
    processor: Option<String>,
    #[param(value_type = Option<Uuid>)]
    user: Option<UserId>,
    /// The whole address of the customer.
    email: Option<String>,
    /// Exactly an id, the processor's id, an address or a transaction.
    q: Option<String>,
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

/// All payments, newest first
///
/// Codes: `not_signed_in`, `admin_only`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/admin/payments", tag = "admin", params(AllPaymentsQuery),
    responses((status = 200, body = AdminPaymentPage), Problem)
)]
#[handler]
pub async fn list_all_payments(
    web: Web,
    _admin: AdminUser,
    query: ValidQuery<AllPaymentsQuery>,
) -> Result<Json<AdminPaymentPage>, Problem> {
    let AllPaymentsQuery { state, review, processor, user, email, q, cursor, limit } = query.0;
    let wanted = PaymentQuery {
        states: states(state.as_deref().unwrap_or_default())?,
        in_review: review,
        processor: processor.map(ProcessorId),
        user,
        email,
        text: q,
    };
    let page = desk::list(&web.app, &wanted, cursor.as_deref(), limit).await?;
    let items = page.items.into_iter().map(AdminPayment::from).collect();
    Ok(Json(AdminPaymentPage { items, next_cursor: page.next_cursor }))
}

fn states(list: &str) -> Result<Vec<PaymentState>, Problem> {
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    let states: Option<Vec<_>> = names.map(PaymentState::parse).collect();
    states.ok_or_else(|| out_of_range("state", &"states of payments with commas between"))
}
