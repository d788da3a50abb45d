//! Closing a payment that is in review.

use nproxy_app::payments::desk;
use nproxy_domain::PaymentId;
use salvo::writing::Json;

use crate::dto::admin::{PaymentFile, SettlePayment};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// Settles a payment in review
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`, `act_refused`, `no_current_month`,
/// `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/payments/{id}/settle", tag = "admin", request_body = SettlePayment,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = PaymentFile), Problem)
)]
pub async fn settle_payment(
    web: Web,
    admin: FreshAdmin,
    id: PathId<PaymentId>,
    body: ValidJson<SettlePayment>,
) -> Result<Json<PaymentFile>, Problem> {
    let (act, reason) = body.0.read()?;
    let file = desk::act(&web.app, &admin.by, id.0, act, &reason).await?;
    Ok(Json(file.into()))
}
