//! Asking a processor at once.

use nproxy_app::payments::desk::{self, ReadNowError};
use nproxy_domain::PaymentId;
use salvo::writing::Json;

use crate::dto::admin::PaymentFile;
use crate::extract::{AdminUser, PathId};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// A reading under way takes no longer.
const BUSY_SECONDS: u32 = 5;
const PROCESSOR_SECONDS: u32 = 30;

/// Reads where a payment stands by its processor's own word
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `act_refused`, `busy`, `processor_unavailable`.
#[utoipa::path(
    post, path = "/api/v1/admin/payments/{id}/read", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = PaymentFile), Problem)
)]
pub async fn read_payment(web: Web, admin: AdminUser, id: PathId<PaymentId>) -> Result<Json<PaymentFile>, Problem> {
    Ok(Json(desk::read_now(&web.app, &admin.0, id.0).await?.into()))
}

impl From<ReadNowError> for Problem {
    fn from(error: ReadNowError) -> Self {
        match error {
            ReadNowError::NotFound => Self::plain(Code::NotFound),
            ReadNowError::NotMade | ReadNowError::ProcessorGone | ReadNowError::ByHand => {
                Self::said(Code::ActRefused, &error)
            }
            ReadNowError::Busy => Self::said(Code::Busy, &error).retry_after(BUSY_SECONDS),
            ReadNowError::Processor(_) => Self::said(Code::ProcessorUnavailable, &error).retry_after(PROCESSOR_SECONDS),
            ReadNowError::Store(error) => Self::from(error),
        }
    }
}
