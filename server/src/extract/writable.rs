use std::ops::Deref;

use nproxy_app::switches;
use salvo::{Depot, Request};

use super::{Argument, Boxed};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// The web door while things may be changed: what every customer request takes that changes something. While the
/// product is read-only the request is refused.
///
/// Signing in and out take [`Web`], so that a maintained product can be looked at; so do requests whose deed looks
/// at the switch by itself, since they answer again what was asked for before.
#[derive(Clone, Debug)]
pub struct Writable(Web);

impl Deref for Writable {
    type Target = Web;

    fn deref(&self) -> &Web {
        &self.0
    }
}

impl Argument for Writable {
    async fn of(_req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        let web = Web::of(depot)?;
        writable(web).await.map(|()| Self(web.clone()))
    }
}

fn writable(web: &Web) -> Boxed<'_, ()> {
    Box::pin(async move {
        match switches::read(&web.app).await {
            Ok(switches) if switches.read_only => Err(Problem::switched_off(Code::ReadOnly, switches.read_only_notice)),
            Ok(_) => Ok(()),
            Err(error) => Err(Problem::from(error)),
        }
    })
}
