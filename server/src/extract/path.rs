use std::str::FromStr;

use salvo::{Depot, Request};

use super::Argument;
use crate::problem::{Code, Problem};

/// The `{id}` of the path. What is no id at all answers like an unknown one.
#[derive(Clone, Copy, Debug)]
pub struct PathId<T>(pub T);

impl<T: FromStr + Send> Argument for PathId<T> {
    async fn of(req: &mut Request, _depot: &Depot) -> Result<Self, Problem> {
        let id = req.params().get("id").and_then(|text| text.parse().ok());
        id.map(Self).ok_or_else(|| Problem::plain(Code::NotFound))
    }
}
