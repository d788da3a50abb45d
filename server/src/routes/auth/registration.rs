//! The browser that signed up waits for its link to be opened, here or on another device.

use nproxy_app::accounts::{self, RegistrationWaited, WaitError};
use salvo::writing::Json;
use salvo::{Request, Response};
use serde::Deserialize;

use super::{keep, ticket};
use crate::cookie;
use crate::dto::Waiting;
use crate::extract::{Browser, ValidQuery};
use crate::polling;
use crate::problem::{Code, Problem};
use crate::web::Web;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RegistrationQuery {
    /// Seconds to wait for a change from what `If-None-Match` names.
    #[serde(default)]
    #[param(minimum = 0, maximum = 25, default = 0)]
    wait: u64,
}

/// The sign-up of this browser
///
/// With `user` this browser is signed in now, which happens once. With `If-None-Match` and `wait` it answers when
/// something changed, or 304 at the end. Codes: `not_found`, `invalid_query`.
#[utoipa::path(
    get, path = "/api/v1/auth/registration", tag = "auth",
    params(RegistrationQuery, ("If-None-Match" = Option<String>, Header, description = "The ETag of the last answer")),
    responses(
        (status = 200, body = Waiting, headers(("etag" = String))),
        (status = 304, description = "Nothing changed"),
        Problem
    )
)]
pub async fn get_registration(
    web: Web,
    from: Browser,
    query: ValidQuery<RegistrationQuery>,
    req: &mut Request,
    res: &mut Response,
) -> Result<(), Problem> {
    let (wait, known) = (polling::wait_of(query.0.wait)?, polling::known(req));
    let ticket = ticket(&web, req)?;
    let look = |wait| accounts::wait_registration(&web.app, &ticket, known.as_ref(), wait, &from.0);
    let (seen, etag) = match polling::while_serving(&web, wait, look).await? {
        RegistrationWaited::Waiting { inbox, etag } => (Some(Waiting { inbox: Some(inbox.into()), user: None }), etag),
        RegistrationWaited::Unchanged { etag } => (None, etag),
        RegistrationWaited::SignedIn { signed_in, etag } => {
            keep(&web, res, &signed_in);
            cookie::clear_ticket(&web.settings, res);
            (Some(Waiting { inbox: None, user: Some(signed_in.user.into()) }), etag)
        }
    };
    polling::answer(res, seen.map(Json), &etag);
    Ok(())
}

impl From<WaitError> for Problem {
    fn from(error: WaitError) -> Self {
        match error {
            WaitError::NotFound => Self::plain(Code::NotFound),
            WaitError::Store(error) => Self::from(error),
        }
    }
}
