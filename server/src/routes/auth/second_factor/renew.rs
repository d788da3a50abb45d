//! Other recovery codes.

use nproxy_app::accounts::{self, RenewError};
use salvo::writing::Json;

use crate::dto::RecoveryCodesReply;
use crate::extract::FreshAdmin;
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Makes other recovery codes; the old ones work no more
///
/// Codes: `not_signed_in`, `admin_only`, `second_factor_missing`, `second_factor_needed`, `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/auth/totp/recovery-codes", tag = "auth",
    responses((status = 200, description = "Shown once", body = RecoveryCodesReply), Problem)
)]
pub async fn renew_recovery_codes(web: Web, admin: FreshAdmin) -> Result<Json<RecoveryCodesReply>, Problem> {
    let codes = accounts::renew_recovery_codes(&web.app, &admin.by, admin.session.user.id).await?;
    Ok(Json(codes.into()))
}

impl From<RenewError> for Problem {
    fn from(error: RenewError) -> Self {
        match error {
            RenewError::Missing => Self::said(Code::SecondFactorMissing, &error),
            RenewError::Store(error) => Self::from(error),
        }
    }
}
