use std::fmt::{Debug, Display};

use chrono::{DateTime, Utc};
use nproxy_domain::moment;
use salvo::{Depot, Request};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize as _, Deserializer};

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
    // No text of ours has it, and no database takes it.
    if let Some((name, _)) = url::form_urlencoded::parse(query.as_bytes()).find(|(_, value)| value.contains('\0')) {
        return Err(out_of_range(&name, &"it has a character that can't be looked for"));
    }
    let pairs = serde_urlencoded::Deserializer::new(url::form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(pairs)
        .map_err(|error| wrong_shape(Code::InvalidQuery, error.path(), error.inner()))
}

/// A parameter that has the right type and a value that can't be.
pub fn out_of_range(name: &str, error: &impl Display) -> Problem {
    Problem::field(Code::InvalidQuery, &format!("/{name}"), error)
}

/// `#[serde(default, deserialize_with = "in_our_time")]`: a time that may be asked for.
pub fn in_our_time<'de, D: Deserializer<'de>>(query: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let Some(time) = Option::<DateTime<Utc>>::deserialize(query)? else { return Ok(None) };
    moment::in_our_time(time).map(Some).ok_or_else(|| D::Error::custom("the year is out of range"))
}
