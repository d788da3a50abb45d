//! Looking at a purchase, and waiting until it changes.

use nproxy_app::payments::{self, GetError, Waited};
use nproxy_domain::PaymentId;
use salvo::writing::Json;
use salvo::{Request, Response};
use serde::Deserialize;

use crate::dto::Payment;
use crate::extract::{CurrentUser, PathId, ValidQuery};
use crate::polling;
use crate::problem::{Code, Problem};
use crate::web::Web;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PaymentQuery {
    /// Seconds to wait for a change from what `If-None-Match` names.
    #[serde(default)]
    #[param(minimum = 0, maximum = 25, default = 0)]
    wait: u64,
}

/// One payment
///
/// With `If-None-Match` and `wait` it answers when something changed, or 304 at the end. A customer may hold four
/// waits open, of all kinds together; a newer one ends the oldest. Codes: `not_signed_in`, `not_found`,
/// `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/payments/{id}", tag = "payments",
    params(
        ("id" = Uuid, Path), PaymentQuery,
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the last answer"),
    ),
    responses(
        (status = 200, body = Payment, headers(("etag" = String))),
        (status = 304, description = "Nothing changed"),
        Problem
    )
)]
pub async fn get_payment(
    web: Web,
    user: CurrentUser,
    id: PathId<PaymentId>,
    query: ValidQuery<PaymentQuery>,
    req: &mut Request,
    res: &mut Response,
) -> Result<(), Problem> {
    let (wait, known) = (polling::wait_of(query.0.wait)?, polling::known(req));
    let look = |wait| payments::wait_own(&web.app, user.0.id, id.0, known.as_ref(), wait);
    let (payment, etag) = match polling::while_serving(&web, wait, look).await? {
        Waited::Changed { payment, etag } => (Some(Payment::from(*payment)), etag),
        Waited::Unchanged { etag } => (None, etag),
    };
    polling::answer(res, payment.map(Json), &etag);
    Ok(())
}

impl From<GetError> for Problem {
    fn from(error: GetError) -> Self {
        match error {
            GetError::NotFound => Self::plain(Code::NotFound),
            GetError::Store(error) => Self::from(error),
        }
    }
}
