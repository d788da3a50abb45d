//! What is typed into the search field of a list.

use nproxy_domain::search::{Query, QueryTooLong};

/// Less would find nearly everything.
const PART_CHARS_MIN: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    #[error("a part to look for has at least {PART_CHARS_MIN} characters")]
    TooShort,
    #[error(transparent)]
    TooLong(#[from] QueryTooLong),
}

/// A part of a name or an address, in small letters. `None`: nothing is looked for.
pub fn part(text: Option<&str>) -> Result<Option<Query>, PartError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() < PART_CHARS_MIN {
        return Err(PartError::TooShort);
    }
    Ok(Query::parse(text)?)
}
