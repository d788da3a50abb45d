//! "I have paid."

use nproxy_app::payments::{self, ReportError};
use nproxy_domain::PaymentId;
use salvo::writing::Json;

use crate::dto::{Payment, ReportPayment};
use crate::extract::{CurrentUser, PathId, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Says that a payment is paid
///
/// Its processor is asked at once, and a person looks at it. Codes: `not_signed_in`, `not_found`, `tx_id_invalid`,
/// `payment_already_paid`, `too_many_reports`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/payments/{id}/report", tag = "payments", request_body = ReportPayment,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Payment), Problem)
)]
pub async fn report_payment(
    user: CurrentUser,
    web: Writable,
    id: PathId<PaymentId>,
    body: ValidJson<ReportPayment>,
) -> Result<Json<Payment>, Problem> {
    let payment = payments::report(&web.app, user.0.id, id.0, &body.0.tx_id).await?;
    Ok(Json(payment.into()))
}

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::NotFound => Self::plain(Code::NotFound),
            ReportError::TxIdInvalid => Self::field(Code::TxIdInvalid, "/tx_id", &error),
            ReportError::AlreadyPaid => Self::said(Code::PaymentAlreadyPaid, &error),
            ReportError::TooManyReports => Self::said(Code::TooManyReports, &error),
            ReportError::Store(error) => Self::from(error),
        }
    }
}
