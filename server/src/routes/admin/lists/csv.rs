//! A list as a file that goes out while it is read.

use std::future::ready;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use nproxy_app::StoreError;
use nproxy_app::lists::{EXPORT_ROWS_MAX, Export, Shown};
use nproxy_app::table::{cell, line};
use salvo::Response;
use salvo::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::Value;

use crate::dto::admin::CsvRow;
use crate::problem::Problem;

const ROWS_MAX: HeaderName = HeaderName::from_static("x-rows-max");

/// Sends what is exported. One page of rows is in memory, and the next is read when the last was taken; a file that
/// breaks off never ends as if it were whole.
pub fn send<L, T>(export: Export<L>, res: &mut Response) -> Result<(), Problem>
where
    L: Shown,
    T: CsvRow + From<L::Item>,
{
    let disposition = format!("attachment; filename=\"{}.csv\"", L::NAME);
    let headers = res.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(Problem::internal)?);
    headers.insert(ROWS_MAX, HeaderValue::from(EXPORT_ROWS_MAX));
    let header = line(T::COLUMNS.iter().map(|column| column.replace('.', "_")));
    let lines = export
        .map_ok(|items| items.into_iter().map(|item| row(&T::from(item))).collect::<String>())
        .inspect_err(|error| tracing::error!(%error, list = L::NAME, "a file of a list breaks off"));
    res.stream(stream::once(ready(Ok::<_, StoreError>(header))).chain(lines));
    Ok(())
}

fn row<T: CsvRow>(row: &T) -> String {
    let row = serde_json::to_value(row).unwrap_or_default();
    line(T::COLUMNS.iter().map(|column| text(column.split('.').fold(&row, |value, part| &value[part]))))
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => cell(text),
        Value::Object(_) | Value::Array(_) => cell(&value.to_string()),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;

    use super::*;

    #[derive(Serialize)]
    struct Row(Value);

    impl CsvRow for Row {
        const COLUMNS: &'static [&'static str] = &["a", "b.c", "d", "e", "f"];
    }

    #[test]
    fn a_row_is_one_line_and_what_is_missing_is_empty() {
        let line = row(&Row(json!({ "a": "=1+1", "b": { "c": "x,y" }, "d": -7, "f": { "g": true } })));
        assert_eq!(line, "'=1+1,\"x,y\",-7,,\"{\"\"g\"\":true}\"\n");
    }
}
