//! Replies on file, as they are and spoiled.

use std::mem::discriminant;
use std::time::Duration;

use nproxy_domain::outcome::{Class, PluginError};
use nproxy_domain::provider::{Effect, Image, ImageJob, ImageProvider, Reply};
use nproxy_domain::redact;

use super::jobs;
use crate::fixture::{Expected, Fixture};
use crate::leaks;
use crate::mutate::{self, Kind};
use crate::promise::{Findings, Promise};
use crate::walk::{Call, End, Walk, walk};

const CONTINUE_MOST: Duration = Duration::from_mins(10);
const MIME_CHARS_MAX: usize = 100;

pub(crate) fn run(provider: &dyn ImageProvider, fixtures: &[Fixture], findings: &mut Findings) {
    let Some(job) = jobs::first(provider) else { return };
    for (n, fixture) in fixtures.iter().enumerate() {
        // One reader stands behind each call, so one huge body each is enough.
        let huge = fixtures[..n].iter().all(|f| discriminant(&f.call) != discriminant(&fixture.call));
        let before: Option<Vec<Reply>> =
            fixture.after.iter().map(|name| Some(fixtures.iter().find(|f| f.name == *name)?.reply.clone())).collect();
        match before {
            Some(before) => Case { provider, job: &job, fixture, before }.run(huge, findings),
            None => {
                findings.broken(Promise::FixturesAreReadable, &fixture.name, "@after names a file that is not there");
            }
        }
    }
}

struct Case<'a> {
    provider: &'a dyn ImageProvider,
    job: &'a ImageJob,
    fixture: &'a Fixture,
    /// Replies to the exchanges before.
    before: Vec<Reply>,
}

impl Case<'_> {
    fn run(&self, huge: bool, findings: &mut Findings) {
        let name = &self.fixture.name;
        let Some(whole) = self.read(self.fixture.reply.clone()) else {
            findings.broken(Promise::RepliesMeanWhatTheFixtureSays, name, "the plugin answers None to this call");
            return;
        };
        if whole.sent.is_empty() && self.fixture.call == Call::Begin {
            // Nothing was asked, so nothing is answered. The requests' cases tell.
            return;
        }
        self.as_it_is(&whole, findings);
        self.always(&whole.end, "as it is", findings);
        mutate::each(&self.fixture.reply, huge, &mut |kind, what, reply| {
            let status = reply.status;
            let Some(walked) = self.read(reply) else { return };
            self.always(&walked.end, &what, findings);
            self.spoiled(kind, status.as_u16(), (&whole.end, &walked.end), &what, findings);
        });
    }

    fn read(&self, reply: Reply) -> Option<Walk> {
        let replies: Vec<Reply> = self.before.iter().cloned().chain([reply]).collect();
        walk(self.provider, &self.fixture.call, self.job, &replies)
    }

    fn as_it_is(&self, walked: &Walk, findings: &mut Findings) {
        let Fixture { name, expected, retry_after, said, picture, call, .. } = self.fixture;
        let mut wrong = |what: String| findings.broken(Promise::RepliesMeanWhatTheFixtureSays, name, what);
        match (&walked.end, expected) {
            (End::Failed(error), Expected::Failed(class, spent)) => {
                if (error.class, error.spent) != (*class, *spent) {
                    wrong(format!("expected {expected}; read as {}", walked.end));
                }
                let millis = |wait: &Option<Duration>| wait.map(|w| w.as_millis());
                if millis(&error.retry_after) != millis(retry_after) {
                    wrong(format!("expected a wait of {retry_after:?}, read {:?}", error.retry_after));
                }
                if said.as_ref().is_some_and(|part| !error.said.as_ref().is_some_and(|s| s.contains(part))) {
                    wrong(format!("expected the words {said:?}, read {:?}", error.said));
                }
            }
            (End::Picture(image), Expected::Ok) => {
                if let Some(expected) = picture
                    && let Err(what) = same_picture(image, expected)
                {
                    wrong(what);
                }
            }
            (End::Answered, Expected::Ok)
            | (End::Download(_), Expected::Download)
            | (End::Continue { .. }, Expected::Continue)
            | (End::Asks, Expected::Send) => {}
            (end, _) => wrong(format!("expected {expected}; read as {end}")),
        }
        let brought = matches!(walked.end, End::Picture(_) | End::Download(_) | End::Continue { .. });
        let buys = walked.sent.iter().any(|s| s.effect == Effect::Buys);
        findings.demand(buys || !brought || *call != Call::Begin, Promise::EffectsAreHonest, name, || {
            "begin brought a picture or a cursor, and none of its exchanges was Effect::Buys".to_owned()
        });
    }

    /// What holds whatever the reply was.
    fn always(&self, end: &End, what: &str, findings: &mut Findings) {
        let name = &self.fixture.name;
        let mut demand =
            |kept: bool, promise, why: &str| findings.demand(kept, promise, name, || format!("{what}: {why}"));
        match end {
            End::Panicked(panic) => demand(false, Promise::NothingPanics, panic),
            End::Failed(error) => {
                demand(error.class != Class::Ok, Promise::ErrorsAreNoSuccess, "an error of class Ok");
                let shown = format!("{error} {error:?}");
                demand(!leaks(&shown), Promise::SecretsStayHidden, "the error repeats a secret of the reply");
                demand(is_plain(error), Promise::DetailsArePlain, &format!("{:?} / {:?}", error.detail, error.said));
            }
            End::Picture(image) => {
                let format = image::guess_format(&image.bytes);
                let known =
                    matches!(format, Ok(image::ImageFormat::Png | image::ImageFormat::Jpeg | image::ImageFormat::WebP));
                demand(known, Promise::PicturesAreReal, &format!("{image:?} is no picture"));
                let plain = image.mime.len() <= MIME_CHARS_MAX && image.mime.bytes().all(|b| b.is_ascii_graphic());
                demand(plain, Promise::DetailsArePlain, &format!("the mime type {:?}", image.mime));
                demand(!leaks(&format!("{image:?}")), Promise::SecretsStayHidden, "the mime type repeats a secret");
            }
            End::Download(url) => {
                let host = url.host_str().unwrap_or_default();
                let listed = self.provider.about().download_hosts.iter().any(|listed| match listed.strip_prefix('.') {
                    Some(domain) => host == domain || host.ends_with(listed),
                    None => host == listed,
                });
                let home = self.provider.about().hosts.iter().any(|h| h.origin() == url.origin());
                let safe = url.scheme() == "https" && listed;
                demand(safe || home, Promise::DownloadsComeFromListedHosts, &format!("{}://{host}", url.scheme()));
                demand(!leaks(url.as_str()), Promise::SecretsStayHidden, "the address repeats a secret of the reply");
            }
            End::Continue { cursor, after } => {
                let sane = !cursor.0.is_empty() && *after > Duration::ZERO && *after <= CONTINUE_MOST;
                demand(sane, Promise::CursorsAreSane, &format!("{} characters, {after:?}", cursor.0.len()));
                demand(!leaks(&cursor.0), Promise::SecretsStayHidden, "the cursor repeats a secret of the reply");
            }
            End::Answered | End::Asks => {}
        }
    }

    /// What holds for a reply that was spoiled in a certain way, as it was read whole and spoiled.
    fn spoiled(&self, kind: Kind, status: u16, (whole, end): (&End, &End), what: &str, findings: &mut Findings) {
        let Fixture { name, reply, .. } = self.fixture;
        let succeeded = matches!(end, End::Picture(_) | End::Answered | End::Download(_));
        let hopeless = status >= 400 || kind == Kind::Html;
        findings.demand(!(succeeded && hopeless), Promise::ErrorsAreNoSuccess, name, || {
            format!("{what}, and yet read as {end}")
        });
        let (End::Failed(PluginError { class, .. }), End::Failed(error)) = (whole, end) else { return };
        if kind == Kind::Array && reply.status.as_u16() >= 400 {
            findings.demand(error.class == *class, Promise::ErrorsInAnArrayAreRead, name, || {
                format!("read as {} instead of {}", error.class.as_str(), class.as_str())
            });
        }
        if kind == Kind::UnknownValue && reply.status.is_success() && *class != Class::Overload {
            findings.demand(error.class != Class::Overload, Promise::UnknownValuesAreNoMalfunction, name, || {
                format!("{what}: read as overload, which costs the key a strike")
            });
        }
    }
}

/// The first text that comes out of [`redact::plain`] unchanged is plain.
fn is_plain(error: &PluginError) -> bool {
    std::iter::once(&error.detail).chain(&error.said).all(|text| redact::plain(text, &[]) == *text)
}

fn same_picture(image: &Image, (width, height, mime): &(u32, u32, String)) -> Result<(), String> {
    let decoded = image::load_from_memory(&image.bytes).map_err(|e| format!("the picture can't be decoded: {e}"))?;
    let seen = (decoded.width(), decoded.height(), image.mime.as_str());
    if seen == (*width, *height, mime.as_str()) {
        Ok(())
    } else {
        Err(format!("expected the picture {width}x{height} {mime}, read {}x{} {}", seen.0, seen.1, seen.2))
    }
}
