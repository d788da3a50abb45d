use std::fmt::Debug;
use std::str::FromStr;

use salvo::extract::Metadata;
use salvo::{Depot, Extractible, Request, Writer};

use super::NO_METADATA;
use crate::problem::{Code, Problem};

/// The `{id}` of the path. What is no id at all answers like an unknown one.
#[derive(Clone, Copy, Debug)]
pub struct PathId<T>(pub T);

impl<'ex, T: FromStr + Send> Extractible<'ex> for PathId<T> {
    fn metadata() -> &'static Metadata {
        &NO_METADATA
    }

    async fn extract(
        req: &'ex mut Request,
        _depot: &'ex mut Depot,
    ) -> Result<Self, impl Writer + Send + Debug + 'static> {
        let id = req.params().get("id").and_then(|text| text.parse().ok());
        id.map(Self).ok_or_else(|| Problem::plain(Code::NotFound))
    }
}
