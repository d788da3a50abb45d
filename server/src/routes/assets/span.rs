//! Which bytes of a picture a request asks for (RFC 9110, 14).

use nproxy_domain::assets::Span;
use salvo::http::HeaderMap;
use salvo::http::header::{HeaderName, IF_RANGE, RANGE};

/// What can't be read, is of another unit, asks for several runs at once or belongs to another version than `etag`'s is
/// answered with the whole.
pub fn asked(headers: &HeaderMap, etag: &str) -> Span {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if headers.contains_key(IF_RANGE) && text(IF_RANGE).is_none_or(|of| of.trim() != etag) {
        return Span::Whole;
    }
    text(RANGE).and_then(run).unwrap_or(Span::Whole)
}

/// `bytes=3-5`, `bytes=3-` or `bytes=-5`.
fn run(header: &str) -> Option<Span> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.trim().split_once('-')?;
    // A sign is none of a number's here.
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    match (first, last) {
        ("", last) => number(last).map(Span::Last),
        (first, "") => Some(Span::From { first: number(first)?, last: None }),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Span::From { first, last: Some(last) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_of_bytes_is_understood_and_nothing_else() {
        for (header, span) in [
            ("bytes=0-499", Some(Span::From { first: 0, last: Some(499) })),
            ("bytes=500-", Some(Span::From { first: 500, last: None })),
            ("bytes=-500", Some(Span::Last(500))),
            ("bytes=5-4", None),
            ("bytes=-", None),
            ("bytes=--5", None),
            ("bytes=+5-9", None),
            ("bytes=0-1,3-4", None),
            ("items=0-1", None),
            ("bytes=99999999999999999999-", None),
        ] {
            assert_eq!(run(header), span, "{header}");
        }
    }
}
