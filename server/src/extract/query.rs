use std::fmt::{Debug, Display};

use salvo::{Depot, Request};
use serde::de::DeserializeOwned;

use super::Argument;
use super::shape::wrong_shape;
use crate::problem::{Code, Problem};

/// The query of the documented shape. Its type says `#[serde(deny_unknown_fields)]`.
#[derive(Debug)]
pub struct ValidQuery<T>(pub T);

impl<T: DeserializeOwned + Send> Argument for ValidQuery<T> {
    async fn of(req: &mut Request, _depot: &Depot) -> Result<Self, Problem> {
        read(req.uri().query().unwrap_or_default()).map(Self)
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs = serde_urlencoded::Deserializer::new(url::form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(pairs)
        .map_err(|error| wrong_shape(Code::InvalidQuery, error.path(), error.inner()))
}

/// A parameter that has the right type and a value that can't be.
pub fn out_of_range(name: &str, error: &impl Display) -> Problem {
    Problem::field(Code::InvalidQuery, &format!("/{name}"), error)
}
