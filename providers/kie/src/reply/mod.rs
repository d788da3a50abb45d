//! What a reply means: a task to ask after, how far it came, where its picture lies, money left, or the class of trouble and
//! whether it was paid for.
//!
//! **Spent.** A task that the API itself refuses is not billed (`No`). Of one that was taken and failed nobody knows: that its
//! credits come back is said by some and not documented (`Unknown`). One that succeeded is (`Yes`).

mod classify;
mod credit;
mod envelope;
mod hidden;

use std::time::Duration;

use http::header::RETRY_AFTER;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Cursor, Reply};
use serde_json::Value;
use url::{Host, Url};

use classify::Asked;
use envelope::Envelope;

pub(crate) use credit::{balance, credit};
pub(crate) use hidden::Hidden;

const TASK_CHARS_MAX: usize = 100;
/// A wait that is asked for while a task is in the works is kept within this.
const WAIT_MAX: Duration = Duration::from_mins(1);

/// Where pictures may lie.
#[derive(Clone, Debug)]
pub(crate) struct Homes {
    /// The API's origin.
    pub own: Url,
    pub downloads: Vec<String>,
}

/// How far a task came.
#[derive(Debug)]
pub(crate) enum Record {
    /// Asked again after a while.
    Working {
        wait: Option<Duration>,
    },
    Made {
        url: Url,
    },
    /// There is no such task, or not yet: right after a task was taken it may be so.
    Unknown(PluginError),
}

/// The reply to `createTask`: the task to ask after.
pub(crate) fn created(reply: &Reply, hidden: &Hidden) -> Result<Cursor, PluginError> {
    let Some(envelope) = Envelope::read(reply) else { return Err(classify::stranger(Asked::Task, reply, hidden)) };
    if !envelope.is_good() {
        return Err(classify::error(Asked::Task, &envelope, reply, hidden));
    }
    let task = envelope.data["taskId"].as_str().filter(|task| is_task(task) && !hidden.is_in(task));
    // It may be in the works, and can't be asked after.
    let lost = || hidden.error(Class::Overload, Spent::Unknown, "a task without an id");
    task.map(|task| Cursor(task.to_owned())).ok_or_else(lost)
}

/// The reply to `recordInfo`. What hides the queue for a while is no verdict on the task.
pub(crate) fn record(reply: &Reply, hidden: &Hidden, homes: &Homes) -> Result<Record, PluginError> {
    let Some(envelope) = Envelope::read(reply) else {
        return match classify::stranger(Asked::Record, reply, hidden) {
            error if reply.status.is_success() || passes(error.class) => Ok(working(reply)),
            error => Err(error),
        };
    };
    let state = envelope.data["state"].as_str().unwrap_or_default();
    if reply.status.is_success() && state == "fail" {
        return Err(classify::failed(&envelope.data, hidden));
    }
    if !envelope.is_good() {
        return match (envelope.trouble(), classify::error(Asked::Record, &envelope, reply, hidden)) {
            (_, error) if passes(error.class) => Ok(working(reply)),
            (400 | 404 | 422, error) => Ok(Record::Unknown(error)),
            (_, error) => Err(error),
        };
    }
    if state == "success" { made(&envelope.data, hidden, homes) } else { Ok(working(reply)) }
}

/// Whether a task's id may stand in an address.
pub(crate) fn is_task(text: &str) -> bool {
    (1..=TASK_CHARS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

/// `resultJson` is JSON within a text of the JSON. One picture is ordered, so the first is it.
fn made(data: &Value, hidden: &Hidden, homes: &Homes) -> Result<Record, PluginError> {
    let result = match &data["resultJson"] {
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        other => other.clone(),
    };
    let address = result["resultUrls"].as_array().into_iter().flatten().find_map(Value::as_str);
    let Some(address) = address else {
        return Err(hidden.error(Class::NoImage, Spent::Yes, "a finished task without a picture"));
    };
    match Url::parse(address).ok().filter(|url| homes.may_hold(url) && !hidden.is_in(url.as_str())) {
        Some(url) => Ok(Record::Made { url }),
        // It was paid for, and the key has no part in where it lies.
        None => {
            Err(hidden.error(Class::NoImage, Spent::Yes, "the picture lies at an address that is no download host's"))
        }
    }
}

fn working(reply: &Reply) -> Record {
    Record::Working { wait: asked_wait(reply).map(|wait| wait.min(WAIT_MAX)) }
}

/// Trouble of the asking alone.
fn passes(class: Class) -> bool {
    matches!(class, Class::Overload | Class::RateLimited)
}

/// Bounded by whoever obeys.
fn asked_wait(reply: &Reply) -> Option<Duration> {
    let seconds = reply.headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).max(Duration::from_secs(1)))
}

impl Homes {
    /// A download host over https, or the API's own: nothing else is fetched from.
    fn may_hold(&self, url: &Url) -> bool {
        if !url.username().is_empty() || url.password().is_some() {
            return false;
        }
        let Some(Host::Domain(name)) = url.host() else { return url.origin() == self.own.origin() };
        let listed = self.downloads.iter().any(|host| match host.strip_prefix('.') {
            Some(_) => name.ends_with(host.as_str()),
            None => name == host,
        });
        (url.scheme() == "https" && listed) || url.origin() == self.own.origin()
    }
}
