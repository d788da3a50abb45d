//! A fresh sign-in.

use nproxy_app::accounts::{self, ConfirmError};
use salvo::writing::Json;

use super::code_refused;
use crate::dto::{ConfirmSignIn, UserReply};
use crate::extract::{AdminSession, Browser, ValidJson};
use crate::problem::{Code, Problem};
use crate::routes::auth::{busy, reply};
use crate::routes::me::not_proven;
use crate::web::Web;

/// A fresh sign-in, good for ten minutes
///
/// Codes: `not_signed_in`, `admin_only`, `wrong_password`, `code_wrong`, `code_used`, `second_factor_needed` (there is
/// no code), `second_factor_missing`, `too_many_attempts`, `busy`.
#[utoipa::path(
    post, path = "/api/v1/auth/confirm", tag = "auth", request_body = ConfirmSignIn,
    responses((status = 200, body = UserReply), Problem)
)]
pub async fn confirm_sign_in(
    web: Web,
    admin: AdminSession,
    from: Browser,
    body: ValidJson<ConfirmSignIn>,
) -> Result<Json<UserReply>, Problem> {
    let ConfirmSignIn { password, code } = body.0;
    let (password, code) = (password.into(), code.map(Into::into));
    let wanted = accounts::ConfirmSignIn { password, code, from: from.0.address() };
    let proven = accounts::confirm_sign_in(&web.app, &admin.session, wanted).await?;
    reply(&web, admin.session.user, proven).await
}

impl From<ConfirmError> for Problem {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::AdminOnly => Self::plain(Code::AdminOnly),
            ConfirmError::CodeNeeded => Self::field(Code::SecondFactorNeeded, "/code", &error),
            ConfirmError::Code(error) => code_refused(error, "/code"),
            ConfirmError::Proof(error) => not_proven(error, "/password"),
            ConfirmError::Busy(error) => busy(&error),
            ConfirmError::Store(error) => Self::from(error),
        }
    }
}
