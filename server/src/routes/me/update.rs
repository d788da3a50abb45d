//! Changing one's own settings.

use nproxy_app::accounts::{self, LanguageError};
use salvo::writing::Json;
use salvo::{Writer, handler};

use crate::dto::{UpdateUser, UserReply};
use crate::extract::{CurrentUser, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Changes what is named
///
/// Codes: `not_signed_in`, `read_only`.
#[utoipa::path(
    patch, path = "/api/v1/me", tag = "me", request_body = UpdateUser,
    responses((status = 200, body = UserReply), Problem)
)]
#[handler]
pub async fn update_me(
    user: CurrentUser,
    web: Writable,
    body: ValidJson<UpdateUser>,
) -> Result<Json<UserReply>, Problem> {
    let user = match body.0.language {
        Some(language) => accounts::set_language(&web.app, user.0.id, language.into()).await?,
        None => user.0,
    };
    Ok(Json(UserReply { user: user.into() }))
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
