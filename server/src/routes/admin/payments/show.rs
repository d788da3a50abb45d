//! Everything about a payment.

use nproxy_app::payments::desk::{self, ShowError};
use nproxy_domain::PaymentId;
use salvo::writing::Json;

use crate::dto::admin::PaymentFile;
use crate::extract::{AdminUser, PathId};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// One payment with its history and what may be done with it
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`.
#[utoipa::path(
    get, path = "/api/v1/admin/payments/{id}", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = PaymentFile), Problem)
)]
pub async fn show_payment(web: Web, _admin: AdminUser, id: PathId<PaymentId>) -> Result<Json<PaymentFile>, Problem> {
    Ok(Json(desk::show(&web.app, id.0).await?.into()))
}

impl From<ShowError> for Problem {
    fn from(error: ShowError) -> Self {
        match error {
            ShowError::NotFound => Self::plain(Code::NotFound),
            ShowError::Store(error) => Self::from(error),
        }
    }
}
