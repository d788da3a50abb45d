use std::fmt::Debug;

use nproxy_app::accounts::Role;
use nproxy_app::audit::By;
use nproxy_domain::audit::{Actor, Surface};
use salvo::extract::Metadata;
use salvo::{Depot, Extractible, Request, Writer};

use super::NO_METADATA;
use super::user::signed_in;
use crate::problem::{Code, Problem};

/// An admin who is signed in, as the audit log names him. Without anybody the request is refused, and so is a
/// customer's, before anything else is looked at.
#[derive(Clone, Debug)]
pub struct AdminUser(pub By);

/// An admin whose sign-in is fresh, for what is dangerous.
pub type FreshAdmin = AdminUser;

impl<'ex> Extractible<'ex> for AdminUser {
    fn metadata() -> &'static Metadata {
        &NO_METADATA
    }

    async fn extract(
        req: &'ex mut Request,
        depot: &'ex mut Depot,
    ) -> Result<Self, impl Writer + Send + Debug + 'static> {
        let user = signed_in(req, depot).await?.user;
        if user.role != Role::Admin {
            return Err(Problem::plain(Code::AdminOnly));
        }
        // Ours: the hoop that names requests wrote over whatever the client said.
        let request_id = req.headers().get("x-request-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Self(By { actor: Actor::User(user.id), surface: Surface::Web, request_id }))
    }
}
