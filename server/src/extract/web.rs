use std::fmt::Debug;

use salvo::extract::Metadata;
use salvo::{Depot, Extractible, Request, Writer};

use super::NO_METADATA;
use crate::problem::Problem;
use crate::web::Web;

impl Web {
    /// The door that a request came through.
    pub fn of(depot: &Depot) -> Result<&Self, Problem> {
        depot.get_typed::<Self>().map_err(|_| Problem::internal("the web door is not in the depot"))
    }
}

impl<'ex> Extractible<'ex> for Web {
    fn metadata() -> &'static Metadata {
        &NO_METADATA
    }

    async fn extract(
        _req: &'ex mut Request,
        depot: &'ex mut Depot,
    ) -> Result<Self, impl Writer + Send + Debug + 'static> {
        Self::of(depot).cloned()
    }
}
