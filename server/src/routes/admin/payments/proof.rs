//! A payment on paper, for a dispute.

use nproxy_app::payments::desk;
use nproxy_domain::PaymentId;
use salvo::Response;
use salvo::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};

use crate::extract::{AdminUser, PathId};
use crate::problem::Problem;
use crate::web::Web;

/// Everything on record of a payment, as plain text to be saved
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`.
#[utoipa::path(
    get, path = "/api/v1/admin/payments/{id}/proof", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The sheet", content_type = "text/plain", body = String), Problem)
)]
pub async fn payment_proof(
    web: Web,
    _admin: AdminUser,
    id: PathId<PaymentId>,
    res: &mut Response,
) -> Result<(), Problem> {
    let sheet = desk::proof(&web.app, id.0).await?;
    let disposition = format!("attachment; filename=\"payment-{}.txt\"", id.0);
    let headers = res.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(Problem::internal)?);
    res.body(sheet);
    Ok(())
}
