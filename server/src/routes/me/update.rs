//! Changing one's own settings.

use nproxy_app::accounts::{self, LanguageError};
use salvo::writing::Json;

use crate::dto::{UpdateUser, UserReply};
use crate::extract::{CurrentSession, ValidJson, Writable};
use crate::problem::{Code, Problem};
use crate::routes::auth::reply;

/// Changes what is named
///
/// Codes: `not_signed_in`, `read_only`.
#[utoipa::path(
    patch, path = "/api/v1/me", tag = "me", request_body = UpdateUser,
    responses((status = 200, body = UserReply), Problem)
)]
pub async fn update_me(
    session: CurrentSession,
    web: Writable,
    body: ValidJson<UpdateUser>,
) -> Result<Json<UserReply>, Problem> {
    let user = match body.0.language {
        Some(language) => accounts::set_language(&web.app, session.0.user.id, language.into()).await?,
        None => session.0.user,
    };
    reply(&web, user, session.0.proven).await
}

impl From<LanguageError> for Problem {
    fn from(error: LanguageError) -> Self {
        match error {
            // Deleted since the session was looked at.
            LanguageError::NotFound => Self::plain(Code::NotSignedIn),
            LanguageError::Store(error) => Self::from(error),
        }
    }
}
