//! What an account has left, by an admin's word.

use nproxy_app::balances::{self, EnterError};
use nproxy_domain::ProviderId;
use salvo::Response;
use salvo::http::StatusCode;

use crate::dto::admin::EnterBalance;
use crate::extract::{AdminUser, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Enters what an account has left whose upstream can't be asked
///
/// Its costs are counted down from it; no key moves. Codes: `not_signed_in`, `admin_only`, `invalid_body` (also an account
/// without keys), `reason_missing`.
#[utoipa::path(
    post, path = "/api/v1/admin/balances", tag = "admin", request_body = EnterBalance,
    responses((status = 204), Problem)
)]
pub async fn enter_balance(
    web: Web,
    admin: AdminUser,
    body: ValidJson<EnterBalance>,
    res: &mut Response,
) -> Result<(), Problem> {
    let amount = body.0.amount()?;
    let EnterBalance { provider, account, reason, .. } = body.0;
    balances::enter(&web.app, &admin.0, &ProviderId(provider), &account, amount, Some(&reason)).await?;
    res.status_code(StatusCode::NO_CONTENT);
    Ok(())
}

impl From<EnterError> for Problem {
    fn from(error: EnterError) -> Self {
        match error {
            EnterError::UnknownAccount { .. } => Self::field(Code::InvalidBody, "/account", &error),
            EnterError::Reason(error) => error.into(),
            EnterError::Store(error) => Self::from(error),
        }
    }
}
