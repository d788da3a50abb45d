//! What would leave the house.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::{ApiKey, Cursor, Effect, ImageJob, ImageProvider, InputImage, Inputs, Mode};
use url::Url;

use super::jobs::{self, LINK_MARK, PROMPT_MARK};
use crate::promise::{Findings, Promise};
use crate::walk::{Call, End, Sent, caught, walk};
use crate::{BILLING_SECRET, SECRET, leaks};

const REPLY_BYTES_LEAST: usize = 1024;
const REPLY_BYTES_MOST: usize = 256 * 1024 * 1024;
const TIMEOUT_MOST: Duration = Duration::from_mins(10);

/// Keys that cannot stand in a header, or hardly.
const ODD_KEYS: [&str; 5] = ["", "key\r\nx-evil: 1", "ключ", "key\0", " "];
const ODD_CURSORS: [&str; 6] = ["", "x", "../../x?y=z#", "{\"id\":1}", "\r\n", "ключ \u{202E}"];

pub(crate) fn run(provider: &dyn ImageProvider, request_bytes_max: Option<usize>, findings: &mut Findings) {
    for model in &provider.about().models {
        // A model has many jobs, and they mostly fail alike.
        for job in jobs::all(model) {
            let mut found = Findings::default();
            begins(provider, &job, &named(&job), &mut found);
            findings.gather(found, &format!("begin {}", model.name));
        }
    }
    let Some(job) = jobs::first(provider) else { return };
    for call in [Call::Check, Call::Balance, Call::Cancel(Cursor("job-1".to_owned()))] {
        let at = format!("{call:?}");
        // A balance may be asked for with the key that is kept for it.
        let keys: &[&str] = if call == Call::Balance { &[SECRET, BILLING_SECRET] } else { &[SECRET] };
        if let Some(walked) = walk(provider, &call, &job, &[]) {
            walked.sent.iter().for_each(|sent| sane(provider, sent, keys, &at, findings));
            let free = walked.sent.iter().all(|s| s.effect == Effect::Free);
            findings
                .demand(free, Promise::EffectsAreHonest, &at, || "Effect::Buys, but it must cost nothing".to_owned());
            if let End::Panicked(panic) = walked.end {
                findings.broken(Promise::NothingPanics, &at, panic);
            }
        }
    }
    odd_keys_and_cursors(provider, &job, findings);
    if let Some(max) = request_bytes_max {
        too_large(provider, max, findings);
    }
}

fn named(job: &ImageJob) -> String {
    let mode = job.mode.as_str();
    format!("{} {mode} with {} inputs", job.resolution.id, job.inputs.len())
}

fn begins(provider: &dyn ImageProvider, job: &ImageJob, at: &str, findings: &mut Findings) {
    let Some(walked) = walk(provider, &Call::Begin, job, &[]) else { return };
    match &walked.end {
        End::Asks => {}
        End::Panicked(panic) => findings.broken(Promise::NothingPanics, at, panic.clone()),
        other => {
            let what = format!("about() offers it, but begin sends no request, it answers {other}");
            findings.broken(Promise::CapabilitiesAreSane, at, what);
        }
    }
    walked.sent.iter().for_each(|sent| sane(provider, sent, &[SECRET], at, findings));
    if let Some(sent) = walked.sent.first() {
        inputs(provider, job, sent, at, findings);
    }
    let again = walk(provider, &Call::Begin, job, &[]);
    let same = again.is_some_and(|again| {
        again
            .sent
            .iter()
            .map(|s| (s.request.uri(), s.request.body()))
            .eq(walked.sent.iter().map(|s| (s.request.uri(), s.request.body())))
    });
    findings.demand(same, Promise::RequestsAreRepeatable, at, || {
        "a second begin makes another request; time and randomness are not the plugin's".to_owned()
    });
}

/// An upload brings its pictures one by one; whatever buys brings all of them.
fn inputs(provider: &dyn ImageProvider, job: &ImageJob, sent: &Sent, at: &str, findings: &mut Findings) {
    const PROMISE: Promise = Promise::InputsTravelAsClaimed;
    let (body, claimed) = (sent.request.body(), provider.about().inputs);
    let has_link = find(body, LINK_MARK.as_bytes()).is_some();
    findings.demand(!has_link || claimed == Inputs::Links, PROMISE, at, || {
        "a link of ours goes out, and about() does not claim Inputs::Links".to_owned()
    });
    if sent.effect == Effect::Free {
        return;
    }
    let mut from = 0;
    for (n, input) in job.inputs.iter().enumerate() {
        let Some(place) = place(claimed, input, &body[from..]) else {
            let why = format!("input {} of {} is not in the request as {claimed:?}", n + 1, job.inputs.len());
            findings.broken(PROMISE, at, format!("{why}, or not in its turn"));
            return;
        };
        from += place;
    }
}

/// Where an input stands: its link, or its bytes, bare or as base64.
fn place(claimed: Inputs, input: &InputImage, body: &[u8]) -> Option<usize> {
    match claimed {
        Inputs::Links => find(body, input.link.as_ref()?.as_str().as_bytes()),
        Inputs::Bytes => find(body, STANDARD.encode(&input.bytes).as_bytes()).or_else(|| find(body, &input.bytes)),
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// What holds for every request. One of `keys` goes with it.
fn sane(provider: &dyn ImageProvider, sent: &Sent, keys: &[&str], at: &str, findings: &mut Findings) {
    let request = &sent.request;
    let address = request.uri().to_string();
    match Url::parse(&address) {
        Ok(url) => {
            let listed = provider.about().hosts.iter().any(|host| host.origin() == url.origin());
            findings.demand(listed, Promise::RequestsGoHome, at, || {
                let shown = url.host_str().unwrap_or_default().to_owned();
                format!("{}://{shown} is none of about().hosts", url.scheme())
            });
            let bare = url.username().is_empty() && url.password().is_none();
            findings.demand(bare, Promise::RequestsGoHome, at, || "the address holds a user or a password".to_owned());
        }
        Err(error) => findings.broken(Promise::RequestsGoHome, at, format!("the address is not absolute: {error}")),
    }
    findings.demand(!leaks(&address), Promise::SecretsStayHidden, at, || "the address holds the key".to_owned());
    let shown = format!("{} {request:?}", sent.shown).replace(&format!("{:?}", request.body()), "");
    findings.demand(!address.contains(LINK_MARK), Promise::SecretsStayHidden, at, || {
        "the address holds the link of an input".to_owned()
    });
    findings.demand(!leaks(&shown), Promise::SecretsStayHidden, at, || {
        "Debug of the request shows the key; mark the header's value with set_sensitive(true)".to_owned()
    });
    let holds = |value: &http::HeaderValue| {
        let text = String::from_utf8_lossy(value.as_bytes());
        keys.iter().any(|key| text.contains(key))
    };
    let with_key = request.headers().values().filter(|v| holds(v)).count();
    findings.demand(with_key == 1, Promise::TheKeyStandsInOneHeader, at, || format!("{with_key} headers hold the key"));
    let body = String::from_utf8_lossy(request.body());
    findings.demand(!leaks(&body), Promise::TheKeyStandsInOneHeader, at, || "the body holds the key".to_owned());
    let headers = format!("{:?}", request.headers());
    findings.demand(
        !address.contains(PROMPT_MARK) && !headers.contains(PROMPT_MARK),
        Promise::PromptsStayInTheBody,
        at,
        || "the prompt is in the address or a header, which are logged on the way".to_owned(),
    );
    let limits = sent.limits;
    let bytes_sane = (REPLY_BYTES_LEAST..=REPLY_BYTES_MOST).contains(&limits.reply_bytes_max);
    let time_sane = limits.timeout > Duration::ZERO && limits.timeout <= TIMEOUT_MOST;
    findings.demand(bytes_sane && time_sane, Promise::LimitsAreSane, at, || format!("{limits:?}"));
}

fn odd_keys_and_cursors(provider: &dyn ImageProvider, job: &ImageJob, findings: &mut Findings) {
    for text in ODD_KEYS {
        let at = format!("the key {text:?}");
        let key = ApiKey::new(text);
        let result = caught(|| {
            let shown = (
                format!("{:?}", provider.begin(job, &key)),
                format!("{:?} {:?}", provider.check(&key), provider.balance(&key)),
            );
            shown.0.contains("Ok(Done") || shown.1.contains("Some(Done")
        });
        match result {
            Ok(done) => {
                findings.demand(!done, Promise::ErrorsAreNoSuccess, &at, || "success without a request".to_owned());
            }
            Err(panic) => findings.broken(Promise::NothingPanics, &at, panic),
        }
    }
    for text in ODD_CURSORS {
        let at = format!("the cursor {text:?}");
        for call in [Call::Resume(Cursor(text.to_owned())), Call::Cancel(Cursor(text.to_owned()))] {
            let Some(walked) = walk(provider, &call, job, &[]) else { continue };
            walked.sent.iter().for_each(|sent| sane(provider, sent, &[SECRET], &at, findings));
            if let End::Panicked(panic) = walked.end {
                findings.broken(Promise::NothingPanics, &at, panic);
            }
        }
    }
}

/// A job over the limit, by its input where there can be one, else by its prompt.
fn too_large(provider: &dyn ImageProvider, max: usize, findings: &mut Findings) {
    const AT: &str = "a job over the size limit";
    let models = &provider.about().models;
    let Some(model) = models.iter().find(|m| m.capabilities.inputs_max > 0).or(models.first()) else { return };
    let Some(mut job) = jobs::all(model).into_iter().next() else { return };
    if walk(provider, &Call::Begin, &job, &[]).is_none_or(|walked| walked.sent.is_empty()) {
        // Told already, and nothing of any size is sent.
        return;
    }
    if model.capabilities.inputs_max > 0 && provider.about().inputs == Inputs::Bytes {
        job.mode = Mode::ImageToImage;
        job.inputs = vec![jobs::input(Bytes::from(vec![0xA5; max]))];
    } else {
        job.prompt = "x".repeat(max);
    }
    let Some(walked) = walk(provider, &Call::Begin, &job, &[]) else { return };
    let kept = match &walked.end {
        End::Failed(error) => error.class == Class::TooLarge && error.spent == Spent::No,
        _ => walked.sent.iter().all(|s| s.request.body().len() <= max) && !walked.sent.is_empty(),
    };
    findings
        .demand(kept, Promise::RequestsFit, AT, || format!("{max} bytes are allowed; begin answered {}", walked.end));
}
