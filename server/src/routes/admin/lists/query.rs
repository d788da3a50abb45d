//! What all lists are asked alike.

use nproxy_app::lists::{self, ListError};
use nproxy_domain::search::Query;
use serde::Serialize;
use serde_json::Value;

use crate::extract::out_of_range;
use crate::problem::Problem;

/// The query of a list, and that of its file, which has the filter alone. A field's type stands in brackets.
macro_rules! list_query {
    ($list:ident, $csv:ident { $($(#[$attr:meta])* $field:ident: [$($type:tt)+],)* }) => {
        #[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $list {
            $($(#[$attr])* $field: $($type)+,)*
            /// A field to sort by, with `-` before it downwards.
            sort: Option<String>,
            /// `next_cursor` of the page before; good with the same sort alone.
            cursor: Option<String>,
            /// Rows per page.
            #[param(minimum = 1, maximum = 100, default = 25)]
            limit: Option<u32>,
        }

        #[derive(Debug, serde::Serialize, serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $csv {
            $($(#[$attr])* $field: $($type)+,)*
        }

        impl $list {
            fn split(self) -> ($csv, nproxy_app::lists::Turning) {
                let Self { $($field,)* sort, cursor, limit } = self;
                ($csv { $($field,)* }, nproxy_app::lists::Turning { sort, cursor, limit })
            }
        }
    };
}
pub(super) use list_query;

/// What a file's query says, for the record.
pub fn said(query: &impl Serialize) -> Value {
    match serde_json::to_value(query) {
        Ok(Value::Object(fields)) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Value::Null,
    }
}

/// The same, and of this field only that it was there: an address must not stand where nothing is ever erased.
pub fn said_without(query: &impl Serialize, field: &str) -> Value {
    let mut said = said(query);
    if let Some(value) = said.get_mut(field) {
        *value = Value::Bool(true);
    }
    said
}

/// What is looked for.
pub fn part(text: Option<&str>) -> Result<Option<Query>, Problem> {
    lists::part(text).map_err(|error| out_of_range("q", &error))
}

/// Names with commas between, each of them read by `parse`.
pub fn several<T>(
    name: &str,
    text: Option<&str>,
    parse: impl Fn(&str) -> Option<T>,
    what: &str,
) -> Result<Vec<T>, Problem> {
    let names = text.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
    let read: Option<Vec<T>> = names.map(parse).collect();
    read.ok_or_else(|| out_of_range(name, &format!("{what} with commas between")))
}

/// Text that an index is asked for: blank is nothing.
pub fn said_text(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        match error {
            ListError::BadSort(_) => out_of_range("sort", &error),
            ListError::BadCursor => out_of_range("cursor", &error),
            ListError::LimitOutOfRange => out_of_range("limit", &error),
            ListError::Store(error) => Self::from(error),
        }
    }
}
