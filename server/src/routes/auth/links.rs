//! What a link of a mail is, before its page does anything.

use nproxy_app::links::{self, LinkError};
use salvo::writing::Json;

use crate::dto::{LinkReply, LinkToken};
use crate::extract::ValidJson;
use crate::problem::{Code, Problem};
use crate::web::Web;

/// What a link of a mail is; uses nothing up
///
/// A POST, so that the token stands in no address. Codes: `link_unknown`.
#[utoipa::path(
    post, path = "/api/v1/auth/links/look", tag = "auth", request_body = LinkToken,
    responses((status = 200, body = LinkReply), Problem)
)]
pub async fn look_at_link(web: Web, body: ValidJson<LinkToken>) -> Result<Json<LinkReply>, Problem> {
    Ok(Json(links::look(&web.app, &body.0.token).await?.into()))
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Unknown => Self::said(Code::LinkUnknown, &error),
            LinkError::Used => Self::said(Code::LinkUsed, &error),
            LinkError::Expired => Self::said(Code::LinkExpired, &error),
            LinkError::Store(error) => Self::from(error),
        }
    }
}
