//! What serde says of a wrong shape, as fields with pointers.

use serde_path_to_error::{Path, Segment};

use crate::problem::{Code, FieldError, Problem};

/// A message may quote what was sent; it never grows with it.
const DETAIL_CHARS_MAX: usize = 200;

/// A refusal that points at the place where reading stopped.
pub fn wrong_shape(code: Code, path: &Path, error: &impl ToString) -> Problem {
    let said: String = error.to_string().chars().take(DETAIL_CHARS_MAX).collect();
    let (kind, named) = kind_of(&said);
    let mut pointer = pointer(path);
    // serde reports an unknown or a missing field at the object that should not or should have had it.
    if let Some(name) = named
        && !pointer.ends_with(&format!("/{name}"))
    {
        pointer = format!("{pointer}/{}", escaped(name));
    }
    let detail = format!("{said}.");
    let error = FieldError { pointer, code: kind.to_owned(), detail };
    Problem::plain(code).with_errors(vec![error])
}

/// serde tells these apart by words alone.
fn kind_of(said: &str) -> (&'static str, Option<&str>) {
    let quoted = || said.split('`').nth(1);
    if said.starts_with("unknown field") {
        ("unknown_field", quoted())
    } else if said.starts_with("missing field") {
        ("missing_field", quoted())
    } else {
        ("invalid_value", None)
    }
}

fn pointer(path: &Path) -> String {
    let part = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escaped(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    path.iter().map(part).collect()
}

/// As RFC 6901 wants it.
fn escaped(key: &str) -> String {
    let key: String = key.chars().take(DETAIL_CHARS_MAX).collect();
    key.replace('~', "~0").replace('/', "~1")
}
