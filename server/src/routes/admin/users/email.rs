//! An account gets another address.

use nproxy_app::people::{self, ChangePersonEmailError};
use nproxy_domain::UserId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::{ChangeUserEmail, UserFile};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Gives an account another address
///
/// At once, with a mail to both addresses; the old one gets the undo link. Codes: `not_signed_in`, `admin_only`,
/// `not_found`, `reason_missing`, `email_invalid`, `email_taken`, `email_unchanged`, `act_refused`, `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/email", tag = "admin", request_body = ChangeUserEmail,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = UserFile), Problem)
)]
pub async fn change_user_email(
    web: Web,
    admin: FreshAdmin,
    id: PathId<UserId>,
    body: ValidJson<ChangeUserEmail>,
) -> Result<Json<UserFile>, Problem> {
    let ChangeUserEmail { email, reason } = body.0;
    people::change_person_email(&web.app, &admin.by, id.0, &email, &reason).await?;
    file(&web, id.0).await
}

impl From<ChangePersonEmailError> for Problem {
    fn from(error: ChangePersonEmailError) -> Self {
        match error {
            ChangePersonEmailError::Email(error) => Self::field(Code::EmailInvalid, "/email", &error),
            ChangePersonEmailError::Unchanged => Self::field(Code::EmailUnchanged, "/email", &error),
            ChangePersonEmailError::EmailTaken => Self::field(Code::EmailTaken, "/email", &error),
            ChangePersonEmailError::Person(error) => Self::from(error),
            ChangePersonEmailError::Store(error) => Self::from(error),
        }
    }
}
