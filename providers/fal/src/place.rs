//! Where a submitted job is to be asked after.
//!
//! The upstream's own addresses are used, because they can't be made from the model's name: the path of a submit may have
//! a part more. They are kept without their host, and used with the configured one alone: the key goes there.

use nproxy_domain::provider::Cursor;
use serde::{Deserialize, Serialize};
use url::Url;

const PATH_CHARS_MAX: usize = 300;

/// Paths on the queue's host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub status: String,
    pub response: String,
    pub cancel: String,
}

impl Place {
    /// From the addresses of an answer. `None`: one of them leads elsewhere, or is no plain path.
    pub fn at(home: &Url, status: &str, response: &str, cancel: &str) -> Option<Self> {
        let path = |address: &str| {
            let url = Url::parse(address).ok().filter(|url| url.origin() == home.origin())?;
            let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
            (bare && url.fragment().is_none()).then(|| url.path().to_owned())
        };
        Some(Self { status: path(status)?, response: path(response)?, cancel: path(cancel)? }).filter(Self::is_plain)
    }

    /// From a cursor; whatever stands in it, it can't lead to another host.
    pub fn read(cursor: &Cursor) -> Option<Self> {
        serde_json::from_str(&cursor.0).ok().filter(Self::is_plain)
    }

    pub fn cursor(&self) -> Option<Cursor> {
        serde_json::to_string(self).ok().map(Cursor)
    }

    fn is_plain(&self) -> bool {
        let plain = |path: &String| {
            let parts = path.strip_prefix('/').map(|rest| rest.split('/'));
            let is_part = |part: &str| {
                !part.is_empty()
                    && !part.starts_with('.')
                    && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
            };
            path.len() <= PATH_CHARS_MAX && parts.is_some_and(|mut parts| parts.all(is_part))
        };
        [&self.status, &self.response, &self.cancel].into_iter().all(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: &str = "https://queue.fal.run/fal-ai/nano-banana/requests/r1";

    fn at(status: &str) -> Option<Place> {
        let home = Url::parse("https://queue.fal.run").expect("a URL");
        Place::at(&home, status, JOB, &format!("{JOB}/cancel"))
    }

    #[test]
    fn a_cursor_brings_the_same_place_back() {
        let place = at(&format!("{JOB}/status")).expect("a place");
        assert_eq!(place.status, "/fal-ai/nano-banana/requests/r1/status");
        let cursor = place.cursor().expect("a cursor");
        assert_eq!(Place::read(&cursor), Some(place));
    }

    #[test]
    fn an_address_elsewhere_is_no_place() {
        for wrong in [
            "https://queue.fal.run.example/fal-ai/x/requests/r1/status",
            "http://queue.fal.run/fal-ai/x/requests/r1/status",
            "https://queue.fal.run:444/fal-ai/x/requests/r1/status",
            "https://user@queue.fal.run/fal-ai/x/requests/r1/status",
            "https://queue.fal.run/fal-ai/x/requests/r1/status?logs=1",
            "https://queue.fal.run//evil.example/r1",
            "/fal-ai/x/requests/r1/status",
            "",
        ] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_spoiled_cursor_leads_nowhere() {
        let cursor = |status: &str| Cursor(format!(r#"{{"status":"{status}","response":"/r","cancel":"/c"}}"#));
        assert!(Place::read(&cursor("/a/b")).is_some());
        for wrong in ["", "a", "//evil.example/x", "/../x", "/a?b", "/a#b", "@evil.example/x", "/a b"] {
            assert_eq!(Place::read(&cursor(wrong)), None, "{wrong:?}");
        }
        assert_eq!(Place::read(&cursor(&format!("/{}", "a".repeat(PATH_CHARS_MAX)))), None);
    }
}
