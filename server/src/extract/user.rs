use std::fmt::Debug;

use nproxy_app::accounts::{self, Session, SessionError, UserView};
use salvo::extract::Metadata;
use salvo::{Depot, Extractible, Request, Writer};

use super::browser::client_ip;
use super::{Boxed, NO_METADATA};
use crate::cookie;
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Whoever is signed in. Without anybody the request is refused.
#[derive(Clone, Debug)]
pub struct CurrentUser(pub UserView);

impl<'ex> Extractible<'ex> for CurrentUser {
    fn metadata() -> &'static Metadata {
        &NO_METADATA
    }

    async fn extract(
        req: &'ex mut Request,
        depot: &'ex mut Depot,
    ) -> Result<Self, impl Writer + Send + Debug + 'static> {
        signed_in(req, depot).await.map(|session| Self(session.user))
    }
}

/// [`CurrentUser`], and the session by which this browser is known.
#[derive(Clone, Debug)]
pub struct CurrentSession(pub Session);

impl<'ex> Extractible<'ex> for CurrentSession {
    fn metadata() -> &'static Metadata {
        &NO_METADATA
    }

    async fn extract(
        req: &'ex mut Request,
        depot: &'ex mut Depot,
    ) -> Result<Self, impl Writer + Send + Debug + 'static> {
        signed_in(req, depot).await.map(Self)
    }
}

/// The session that the cookie is of.
pub fn signed_in<'a>(req: &'a Request, depot: &'a Depot) -> Boxed<'a, Session> {
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
