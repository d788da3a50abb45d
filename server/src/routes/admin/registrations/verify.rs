//! A sign-up becomes an account without its link.

use nproxy_app::accounts::VerifyError;
use nproxy_app::people::{self, VerifySignUpError};
use nproxy_domain::RegistrationId;
use salvo::writing::Json;

use crate::dto::admin::{Reason, UserFile};
use crate::extract::{AdminUser, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::routes::admin::users::file;
use crate::web::Web;

/// Begins the account of a sign-up as if its link had been opened
///
/// Nobody is signed in by it but the browser that signed up. Codes: `not_signed_in`, `admin_only`, `not_found`,
/// `reason_missing`, `email_taken`, `act_refused`.
#[utoipa::path(
    post, path = "/api/v1/admin/registrations/{id}/verify", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = UserFile), Problem)
)]
pub async fn verify_registration(
    web: Web,
    admin: AdminUser,
    id: PathId<RegistrationId>,
    body: ValidJson<Reason>,
) -> Result<Json<UserFile>, Problem> {
    let user = people::verify_registration(&web.app, &admin.0, id.0, &body.0.reason).await?;
    file(&web, user).await
}

impl From<VerifySignUpError> for Problem {
    fn from(error: VerifySignUpError) -> Self {
        match error {
            VerifySignUpError::NotFound => Self::plain(Code::NotFound),
            VerifySignUpError::ReasonMissing => Self::field(Code::ReasonMissing, "/reason", &error),
            VerifySignUpError::Refused(VerifyError::EmailTaken) => Self::said(Code::EmailTaken, &error),
            VerifySignUpError::Refused(VerifyError::Link(_) | VerifyError::Invite(_)) => {
                Self::said(Code::ActRefused, &error)
            }
            VerifySignUpError::Refused(VerifyError::Store(error)) | VerifySignUpError::Store(error) => {
                Self::from(error)
            }
        }
    }
}
