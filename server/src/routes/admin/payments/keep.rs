//! Leaving a customer the month whatever becomes of its money.

use nproxy_app::payments::desk::{self, Act};
use nproxy_domain::PaymentId;
use salvo::writing::Json;

use crate::dto::admin::{PaymentFile, Reason};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// Lets the customer keep the month that a payment activated
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`, `act_refused`, `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/payments/{id}/keep", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = PaymentFile), Problem)
)]
pub async fn keep_payment(
    web: Web,
    admin: FreshAdmin,
    id: PathId<PaymentId>,
    body: ValidJson<Reason>,
) -> Result<Json<PaymentFile>, Problem> {
    let file = desk::act(&web.app, &admin.by, id.0, Act::Keep, &body.0.reason).await?;
    Ok(Json(file.into()))
}
