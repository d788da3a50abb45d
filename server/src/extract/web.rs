use salvo::{Depot, Request};

use super::Argument;
use crate::problem::Problem;
use crate::web::Web;

impl Web {
    /// The door that a request came through.
    pub fn of(depot: &Depot) -> Result<&Self, Problem> {
        depot.get_typed::<Self>().map_err(|_| Problem::internal("the web door is not in the depot"))
    }
}

impl Argument for Web {
    async fn of(_req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        Self::of(depot).cloned()
    }
}
