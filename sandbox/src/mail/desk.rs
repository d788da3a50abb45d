//! The mail server for people and tests, on the control endpoint:
//!
//! | request | does |
//! |---|---|
//! | `GET /mail` | a page with all mails |
//! | `GET /mail/{number}` | a page with one |
//! | `GET /mail.json?to=` | `{"mails": [..]}`, oldest first: [`ReceivedMail`](super::ReceivedMail), to this recipient or to all |
//! | `GET /mail/state` | [`MailState`](super::MailState) |
//! | `PUT /mail/conduct` | sets the [`MailConduct`] |
//! | `DELETE /mail` | forgets the mails |

use bytes::Bytes;
use hyper::Method;
use serde_json::json;
use url::form_urlencoded;

use super::{conduct::MailConduct, inbox::Inbox, pages};
use crate::{
    control::{Problem, read},
    faults::BadConduct,
    serve::Reply,
};

const ROUTES: &str =
    "there are GET /mail, GET /mail/{number}, GET /mail.json?to=, GET /mail/state, PUT /mail/conduct, DELETE /mail";

/// `path`: what comes behind `/mail`.
pub(crate) fn route(inbox: &Inbox, method: &Method, path: &str, query: &str, body: &Bytes) -> Result<Reply, Problem> {
    let to = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "to").map(|(_, to)| to.into_owned());
    let to = to.as_deref().map(str::trim).filter(|to| !to.is_empty());
    let found = || to.map_or_else(|| inbox.mails(), |to| inbox.to(to));
    match (method.as_str(), path) {
        ("GET", "" | "/") => return Ok(Reply::page(200, pages::list(&found(), to.unwrap_or_default()))),
        ("GET", ".json") => return Ok(Reply::json(200, &json!({ "mails": found() }))),
        ("GET", "/state") => {}
        ("PUT", "/conduct") => inbox.set_conduct(read::<MailConduct>(body)?)?,
        ("DELETE", "" | "/") => inbox.clear(),
        ("GET", path) => {
            let number = path.strip_prefix('/').and_then(|number| number.parse().ok());
            let mail = number.and_then(|number| inbox.mail(number));
            return Ok(
                mail.map_or_else(|| Reply::page(404, pages::not_found()), |mail| Reply::page(200, pages::one(&mail)))
            );
        }
        _ => return Err(Problem::new(404, ROUTES)),
    }
    Ok(Reply::json(200, &inbox.state()))
}

impl From<BadConduct> for Problem {
    fn from(bad: BadConduct) -> Self {
        Self::new(400, bad.to_string())
    }
}
