//! Replies on file: what an upstream answers, and what it should be taken for.
//!
//! ```text
//! # Anything worth knowing.
//! @expect rate_limited          ok | download | continue | send | a class
//! @spent no                     no | yes | unknown; needed with a class other than ok
//! @retry_after_ms 34074         left out: there must be none
//! @said I can't draw that.      a part of the model's own words; left out: not looked at
//! @picture 3x3 image/jpeg       of an expected picture: pixels and the mime type reported
//! @call begin                   begin | resume | check | balance | cancel
//! @cursor job-1                 for resume and cancel
//! @after submit.http            replies to the exchanges before this one, in order, by commas
//! HTTP/1.1 429 Too Many Requests
//! content-type: application/json
//!
//! {"error": ..}
//! ```

use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::{Cursor, Reply};

use crate::promise::{Findings, Promise};
use crate::walk::Call;

/// What a reply should be taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A picture, or the success of `check`, `balance`, `cancel`.
    Ok,
    Download,
    Continue,
    /// Another request.
    Send,
    Failed(Class, Spent),
}

impl fmt::Display for Expected {
    /// As the file says it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok => f.write_str("ok"),
            Self::Download => f.write_str("download"),
            Self::Continue => f.write_str("continue"),
            Self::Send => f.write_str("send"),
            Self::Failed(class, spent) => write!(f, "{}, spent {}", class.as_str(), spent.as_str()),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Fixture {
    /// The file's name.
    pub name: String,
    pub call: Call,
    pub expected: Expected,
    pub retry_after: Option<Duration>,
    pub said: Option<String>,
    /// Width, height, mime type.
    pub picture: Option<(u32, u32, String)>,
    pub after: Vec<String>,
    pub reply: Reply,
}

/// All `*.http` files of a folder by name; a finding for each that has not the form.
pub(crate) fn read_all(folder: &Path, findings: &mut Findings) -> Vec<Fixture> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "http"))
        .collect();
    names.sort();
    let mut read = |name: &String| {
        let text = std::fs::read_to_string(folder.join(name)).map_err(|e| e.to_string());
        let fixture = text.and_then(|text| parse(name, &text));
        fixture.map_err(|reason| findings.broken(Promise::FixturesAreReadable, name, reason)).ok()
    };
    names.iter().filter_map(&mut read).collect()
}

fn parse(name: &str, text: &str) -> Result<Fixture, String> {
    let (head, body) = text.split_once("\n\n").ok_or("no empty line before the body")?;
    let mut lines = head.lines();
    let mut notes = Vec::new();
    let status = loop {
        let line = lines.next().ok_or("no line `HTTP/1.1 200 OK`")?;
        if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
            break rest.split(' ').next().and_then(|s| StatusCode::from_str(s).ok()).ok_or("no status")?;
        } else if let Some(note) = line.strip_prefix('@') {
            notes.push(note.split_once(' ').ok_or_else(|| format!("@{note} has no value"))?);
        } else if !line.starts_with('#') {
            return Err(format!("{line:?} is neither a comment, nor @.., nor HTTP/1.1"));
        }
    };
    let mut headers = HeaderMap::new();
    for line in lines {
        let (key, value) = line.split_once(": ").ok_or_else(|| format!("header {line:?}"))?;
        let key: HeaderName = key.parse().map_err(|_| format!("header {line:?}"))?;
        headers.append(key, HeaderValue::from_str(value).map_err(|_| format!("header {line:?}"))?);
    }
    let body = Bytes::from(body.trim_end_matches('\n').to_owned());
    annotated(name, &notes, Reply { status, headers, body })
}

fn annotated(name: &str, notes: &[(&str, &str)], reply: Reply) -> Result<Fixture, String> {
    const KNOWN: [&str; 8] = ["expect", "spent", "retry_after_ms", "said", "picture", "call", "cursor", "after"];
    if let Some((unknown, _)) = notes.iter().find(|(key, _)| !KNOWN.contains(key)) {
        return Err(format!("@{unknown} is none of {KNOWN:?}"));
    }
    let note = |key: &str| notes.iter().find(|(k, _)| *k == key).map(|(_, value)| value.trim());
    let spent = match note("spent") {
        Some("no") => Some(Spent::No),
        Some("yes") => Some(Spent::Yes),
        Some("unknown") => Some(Spent::Unknown),
        Some(other) => return Err(format!("@spent {other}")),
        None => None,
    };
    let expected = match note("expect").ok_or("@expect is missing")? {
        "ok" => Expected::Ok,
        "download" => Expected::Download,
        "continue" => Expected::Continue,
        "send" => Expected::Send,
        class => {
            let class = Class::parse(class).ok_or_else(|| format!("@expect {class} is no class"))?;
            Expected::Failed(class, spent.ok_or("@spent is missing")?)
        }
    };
    let cursor = || note("cursor").map(|c| Cursor(c.to_owned())).ok_or("@cursor is missing");
    let call = match note("call").unwrap_or("begin") {
        "begin" => Call::Begin,
        "resume" => Call::Resume(cursor()?),
        "check" => Call::Check,
        "balance" => Call::Balance,
        "cancel" => Call::Cancel(cursor()?),
        other => return Err(format!("@call {other}")),
    };
    if expected == Expected::Ok && matches!(call, Call::Begin | Call::Resume(_)) && note("picture").is_none() {
        return Err("@picture is missing".to_owned());
    }
    let millis = note("retry_after_ms").map(str::parse::<u64>).transpose();
    Ok(Fixture {
        name: name.to_owned(),
        call,
        expected,
        retry_after: millis.map_err(|_| "@retry_after_ms is no number")?.map(Duration::from_millis),
        said: note("said").map(str::to_owned),
        picture: note("picture").map(picture).transpose()?,
        after: note("after").map(|names| names.split(',').map(|n| n.trim().to_owned()).collect()).unwrap_or_default(),
        reply,
    })
}

fn picture(text: &str) -> Result<(u32, u32, String), String> {
    let read = || {
        let (size, mime) = text.split_once(' ')?;
        let (width, height) = size.split_once('x')?;
        Some((width.parse().ok()?, height.parse().ok()?, mime.to_owned()))
    };
    read().ok_or_else(|| format!("@picture {text} is not like `3x3 image/png`"))
}
