use salvo::http::ParseError;
use salvo::http::header::CONTENT_TYPE;
use salvo::{Depot, Request};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

use super::shape::wrong_shape;
use super::{Argument, Boxed};
use crate::body::{drain_oversized, too_large};
use crate::problem::{Code, Problem};

/// A body that an operation takes. Its type says `#[serde(deny_unknown_fields)]`.
pub trait Body: DeserializeOwned + Send {
    const BYTES_MAX: usize;
}

/// A JSON body of the documented shape.
#[derive(Debug)]
pub struct ValidJson<T>(pub T);

impl<T: Body> Argument for ValidJson<T> {
    async fn of(req: &mut Request, _depot: &Depot) -> Result<Self, Problem> {
        if !is_json(req) {
            let detail = "Send the body as application/json.";
            return Err(Problem::new(Code::UnsupportedMediaType, detail));
        }
        bytes(req, T::BYTES_MAX).await.and_then(read).map(Self)
    }
}

fn bytes(req: &mut Request, bytes_max: usize) -> Boxed<'_, &[u8]> {
    Box::pin(async move {
        drain_oversized(req, bytes_max).await?;
        match req.payload_with_max_size(bytes_max).await {
            Ok(bytes) => Ok(&**bytes),
            Err(ParseError::PayloadTooLarge) => Err(too_large(bytes_max)),
            Err(error) => Err(Problem::new(Code::BadRequest, format!("The body did not arrive: {error}."))),
        }
    })
}

fn is_json(req: &Request) -> bool {
    let said = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // serde would take a list for the fields of an object in their order.
    if bytes.trim_ascii_start().starts_with(b"[") {
        serde_json::from_slice::<IgnoredAny>(bytes).map_err(|error| malformed(&error))?;
        return Err(Problem::field(Code::InvalidBody, "", &"the body is an object"));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| match error.inner().classify() {
        Category::Data => wrong_shape(Code::InvalidBody, error.path(), &without_place(error.inner())),
        Category::Syntax | Category::Eof | Category::Io => malformed(error.inner()),
    })?;
    json.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn malformed(error: &serde_json::Error) -> Problem {
    Problem::new(Code::MalformedJson, format!("{error}."))
}

/// The pointer says where it is; line and column would say it twice.
fn without_place(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rfind(" at line ").map_or(said.clone(), |end| said[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Order {
        title: String,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Part {
        count: u32,
    }

    fn refusal(body: &str) -> String {
        format!("{:?}", read::<Order>(body.as_bytes()).unwrap_err())
    }

    #[test]
    fn a_wrong_shape_is_shown_where_it_is() {
        let points_at = |body: &str, pointer: &str, kind: &str| {
            let said = refusal(body);
            assert!(said.contains(&format!("pointer: {pointer:?}")), "{said}");
            assert!(said.contains(&format!("code: {kind:?}")), "{said}");
            assert!(said.contains("code: InvalidBody"), "{said}");
        };
        points_at(r#"{"title": 5}"#, "/title", "invalid_value");
        points_at(r"{}", "/title", "missing_field");
        points_at(r#"{"title": "a", "colour": 1}"#, "/colour", "unknown_field");
        points_at(r#"{"title": "a", "parts": [{"count": 1}, {"count": -1}]}"#, "/parts/1/count", "invalid_value");
        points_at(r#"{"title": "a", "parts": [{"count": 1, "size": 2}]}"#, "/parts/0/size", "unknown_field");
        points_at(r#"{"title": "a", "parts": [{}]}"#, "/parts/0/count", "missing_field");
        points_at("null", "", "invalid_value");
        points_at(r#"["a"]"#, "", "invalid_body");
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for body in ["", "{", "{\"title\": }", "title=1", "{\"title\": \"a\"} {}", "\u{feff}{}", "[1"] {
            assert!(refusal(body).contains("code: MalformedJson"), "{body}");
        }
    }
}
