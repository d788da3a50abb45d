use nproxy_app::accounts::{self, Session, SessionError, UserView};
use salvo::{Depot, Request};

use super::browser::client_ip;
use super::{Argument, Boxed};
use crate::cookie;
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Whoever is signed in. Without anybody the request is refused.
#[derive(Clone, Debug)]
pub struct CurrentUser(pub UserView);

impl Argument for CurrentUser {
    async fn of(req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        signed_in(req, depot).await.map(|session| Self(session.user))
    }
}

/// [`CurrentUser`], and the session by which this browser is known.
#[derive(Clone, Debug)]
pub struct CurrentSession(pub Session);

impl Argument for CurrentSession {
    async fn of(req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        signed_in(req, depot).await.map(Self)
    }
}

/// Where being signed in tells more, and not being so is no fault.
impl Argument for Option<CurrentSession> {
    async fn of(req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        Ok(CurrentSession::of(req, depot).await.ok())
    }
}

/// The session that the cookie is of.
pub(super) fn signed_in<'a>(req: &'a Request, depot: &'a Depot) -> Boxed<'a, Session> {
    Box::pin(async move {
        let web = Web::of(depot)?;
        let token = cookie::token(&web.settings, req).ok_or_else(|| Problem::plain(Code::NotSignedIn))?;
        Ok(accounts::session(&web.app, token, client_ip(web, req)).await?)
    })
}

impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::NotSignedIn => Self::plain(Code::NotSignedIn),
            SessionError::Store(error) => Self::from(error),
        }
    }
}
