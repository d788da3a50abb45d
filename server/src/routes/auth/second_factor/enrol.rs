//! A new device.

use nproxy_app::accounts::{self, EnrolError};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use crate::dto::{EnrolSecondFactor, EnrolmentReply};
use crate::extract::{AdminSession, Browser, ValidJson};
use crate::problem::{Code, Problem};
use crate::routes::auth::busy;
use crate::routes::me::not_proven;
use crate::web::Web;

/// Gives the secret of a new second factor, which counts once a code of it was given
///
/// Codes: `not_signed_in`, `admin_only`, `wrong_password`, `second_factor_needed` (one is enrolled already and was not
/// given), `too_many_attempts`, `busy`.
#[utoipa::path(
    post, path = "/api/v1/auth/totp/enrol", tag = "auth", request_body = EnrolSecondFactor,
    responses((status = 201, description = "Shown once", body = EnrolmentReply), Problem)
)]
pub async fn enrol_second_factor(
    web: Web,
    admin: AdminSession,
    from: Browser,
    body: ValidJson<EnrolSecondFactor>,
    res: &mut Response,
) -> Result<(), Problem> {
    let (password, from) = (body.0.password.into(), from.0.address());
    let enrolment = accounts::enrol_second_factor(&web.app, &admin.session, password, from).await?;
    let (secret, uri) = (enrolment.secret().to_owned(), enrolment.uri().to_owned());
    res.status_code(StatusCode::CREATED);
    res.render(Json(EnrolmentReply { secret, uri }));
    Ok(())
}

impl From<EnrolError> for Problem {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::AdminOnly => Self::plain(Code::AdminOnly),
            EnrolError::Needed => Self::said(Code::SecondFactorNeeded, &error),
            EnrolError::Proof(error) => not_proven(error, "/password"),
            EnrolError::Busy(error) => busy(&error),
            EnrolError::Store(error) => Self::from(error),
        }
    }
}
