//! Buying a month.

use std::time::Duration;

use nproxy_app::payments::{self, Place, PlaceError};
use nproxy_domain::ProcessorId;
use salvo::Response;
use salvo::http::StatusCode;
use salvo::http::header::HeaderValue;
use salvo::writing::Json;

use crate::dto::{NewPayment, Payment};
use crate::extract::{CurrentUser, RequestKey, ValidJson, Writable};
use crate::problem::{Code, Problem};
use crate::routes::turns::REPLAYED;

/// Processors that are away are back within minutes, mostly.
const PROCESSOR_SECONDS: u32 = 30;

/// Asks for an invoice
///
/// The same key and body again answers the same payment; so does another key while one like it can still be paid. In
/// state `creating` the invoice is still being made. Codes: `not_signed_in`, `idempotency_key_missing`,
/// `idempotency_key_invalid`, `idempotency_key_reused`, `unknown_plan`, `plan_not_on_sale`, `unknown_processor`,
/// `coin_missing`, `unknown_coin`, `processor_off`, `too_many_invoices`, `account_suspended`, `processor_refused`,
/// `processor_unavailable`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/payments", tag = "payments", request_body = NewPayment,
    params(("Idempotency-Key" = String, Header, description = "A fresh name for each new request", pattern = "^[A-Za-z0-9_-]{1,64}$")),
    responses(
        (status = 201, description = "Placed", body = Payment,
         headers(("idempotency-replayed" = String, description = "`true` where it had been placed before"))),
        Problem
    )
)]
pub async fn place_payment(
    user: CurrentUser,
    web: Writable,
    key: RequestKey,
    body: ValidJson<NewPayment>,
    res: &mut Response,
) -> Result<Json<Payment>, Problem> {
    let NewPayment { plan, processor, coin } = body.0;
    let place = Place { user: user.0.id, key: key.0, plan, processor: ProcessorId(processor), coin };
    let placed = payments::place(&web.app, &place).await?;
    if placed.replayed {
        res.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    res.status_code(StatusCode::CREATED);
    Ok(Json(placed.payment.into()))
}

impl From<PlaceError> for Problem {
    fn from(error: PlaceError) -> Self {
        match error {
            PlaceError::UnknownPlan => Self::field(Code::UnknownPlan, "/plan", &error),
            PlaceError::NotOnSale => Self::field(Code::PlanNotOnSale, "/plan", &error),
            PlaceError::UnknownProcessor => Self::field(Code::UnknownProcessor, "/processor", &error),
            PlaceError::CoinMissing => Self::field(Code::CoinMissing, "/coin", &error),
            PlaceError::UnknownCoin => Self::field(Code::UnknownCoin, "/coin", &error),
            PlaceError::TooManyInvoices { retry_after } => {
                Self::said(Code::TooManyInvoices, &error).retry_after(seconds(retry_after))
            }
            PlaceError::ProcessorOff => Self::said(Code::ProcessorOff, &error),
            PlaceError::KeyReused => Self::said(Code::IdempotencyKeyReused, &error),
            PlaceError::AccountSuspended => Self::said(Code::AccountSuspended, &error),
            // What the processor said is for admins; it stands with the payment.
            PlaceError::ProcessorRefused(_) => Self::plain(Code::ProcessorRefused),
            PlaceError::ProcessorUnavailable => Self::plain(Code::ProcessorUnavailable).retry_after(PROCESSOR_SECONDS),
            PlaceError::Store(error) => Self::from(error),
        }
    }
}

/// Whole seconds, never too few.
fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}
