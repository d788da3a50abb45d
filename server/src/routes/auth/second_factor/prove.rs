//! A new device shows what it can.

use nproxy_app::accounts::{self, ProveDeviceError};
use salvo::writing::Json;

use super::code_refused;
use crate::dto::{RecoveryCodesReply, TotpCode};
use crate::extract::{AdminSession, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Proves the new device, and lets this session in
///
/// Codes: `not_signed_in`, `admin_only`, `code_wrong`, `nothing_to_enrol`, `too_many_attempts`.
#[utoipa::path(
    post, path = "/api/v1/auth/totp/enrol/confirm", tag = "auth", request_body = TotpCode,
    responses((status = 200, description = "Shown once", body = RecoveryCodesReply), Problem)
)]
pub async fn confirm_second_factor(
    web: Web,
    admin: AdminSession,
    body: ValidJson<TotpCode>,
) -> Result<Json<RecoveryCodesReply>, Problem> {
    let codes = accounts::prove_device(&web.app, &admin.by, &admin.session, body.0.code.into()).await?;
    Ok(Json(codes.into()))
}

impl From<ProveDeviceError> for Problem {
    fn from(error: ProveDeviceError) -> Self {
        match error {
            ProveDeviceError::AdminOnly => Self::plain(Code::AdminOnly),
            ProveDeviceError::NothingToEnrol => Self::said(Code::NothingToEnrol, &error),
            ProveDeviceError::Code(error) => code_refused(error, "/code"),
            ProveDeviceError::Store(error) => Self::from(error),
        }
    }
}
