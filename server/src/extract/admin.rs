use nproxy_app::accounts::{self, AccessState, Role, Session, admin_access};
use nproxy_app::audit::By;
use nproxy_domain::UserId;
use nproxy_domain::audit::{Actor, Surface};
use salvo::{Depot, Request};

use super::user::signed_in;
use super::{Argument, Boxed};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// An admin who is signed in, let in or not: for what lets him in. Without anybody the request is refused, and so is a
/// customer's, before anything else is looked at.
#[derive(Clone, Debug)]
pub struct AdminSession {
    pub session: Session,
    /// As the audit log names him.
    pub by: By,
}

/// An [`AdminSession`] that is let in: the second factor was given in it, where one is asked for.
#[derive(Clone, Debug)]
pub struct AdminUser(pub By);

impl AdminUser {
    /// Who it is.
    pub fn id(&self) -> Result<UserId, Problem> {
        match self.0.actor {
            Actor::User(id) => Ok(id),
            Actor::Operator | Actor::System => Err(Problem::internal("an admin at the web is a user")),
        }
    }
}

/// An [`AdminUser`] and how far he is let in: for what is dangerous only sometimes.
#[derive(Clone, Debug)]
pub struct AdminAccess {
    pub by: By,
    access: accounts::AdminAccess,
}

impl AdminAccess {
    /// Refuses who did not sign in afresh.
    pub fn fresh(&self) -> Result<(), Problem> {
        fresh(&self.access)
    }
}

/// An [`AdminUser`] who signed in afresh: for what is dangerous.
#[derive(Clone, Debug)]
pub struct FreshAdmin {
    pub session: Session,
    pub by: By,
}

impl Argument for AdminSession {
    async fn of(req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        admin_session(req, depot).await
    }
}

impl Argument for AdminUser {
    async fn of(req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        let_in(req, depot).await.map(|(admin, _)| Self(admin.by))
    }
}

/// Where an admin may do more than others, and not being one is no fault.
impl Argument for Option<AdminUser> {
    async fn of(req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        Ok(AdminUser::of(req, depot).await.ok())
    }
}

impl Argument for AdminAccess {
    async fn of(req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        let_in(req, depot).await.map(|(admin, access)| Self { by: admin.by, access })
    }
}

impl Argument for FreshAdmin {
    async fn of(req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        let (admin, access) = let_in(req, depot).await?;
        fresh(&access).map(|()| Self { session: admin.session, by: admin.by })
    }
}

async fn admin_session(req: &Request, depot: &Depot) -> Result<AdminSession, Problem> {
    let session = signed_in(req, depot).await?;
    if session.user.role != Role::Admin {
        return Err(Problem::plain(Code::AdminOnly));
    }
    // Ours: the hoop that names requests wrote over whatever the client said.
    let request_id = req.headers().get("x-request-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let by = By { actor: Actor::User(session.user.id), surface: Surface::Web, request_id };
    Ok(AdminSession { session, by })
}

fn let_in<'a>(req: &'a Request, depot: &'a Depot) -> Boxed<'a, (AdminSession, accounts::AdminAccess)> {
    Box::pin(async move {
        let admin = admin_session(req, depot).await?;
        let access = admin_access(&Web::of(depot)?.app, &admin.session.user, admin.session.proven).await?;
        let access = access.ok_or_else(|| Problem::plain(Code::AdminOnly))?;
        match access.state {
            AccessState::Off | AccessState::Given => Ok((admin, access)),
            AccessState::Missing => Err(Problem::plain(Code::SecondFactorMissing)),
            AccessState::Needed => Err(Problem::plain(Code::SecondFactorNeeded)),
        }
    })
}

fn fresh(access: &accounts::AdminAccess) -> Result<(), Problem> {
    access.fresh_until.map(drop).ok_or_else(|| Problem::plain(Code::FreshSignInNeeded))
}
