//! What a plugin promises, and how the kit says that it doesn't.

use std::fmt;

/// One promise of the provider port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Promise {
    ConfigIsRead,
    TyposAreRefused,
    ConfigErrorsNameTheKey,
    CapabilitiesAreSane,
    RequestsGoHome,
    TheKeyStandsInOneHeader,
    SecretsStayHidden,
    PromptsStayInTheBody,
    InputsTravelAsClaimed,
    RequestsAreRepeatable,
    RequestsFit,
    EffectsAreHonest,
    LimitsAreSane,
    FixturesAreReadable,
    EveryClassHasAFixture,
    EveryCallHasAFixture,
    CallsAreThere,
    RepliesMeanWhatTheFixtureSays,
    ErrorsInAnArrayAreRead,
    UnknownValuesAreNoMalfunction,
    PicturesAreReal,
    ErrorsAreNoSuccess,
    DownloadsComeFromListedHosts,
    CursorsAreSane,
    DetailsArePlain,
    NothingPanics,
}

impl Promise {
    /// The promise in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::ConfigIsRead => "a valid section builds the provider",
            Self::TyposAreRefused => "a key that the plugin does not know is refused (#[serde(deny_unknown_fields)])",
            Self::ConfigErrorsNameTheKey => "a refused section is answered with the key at fault",
            Self::CapabilitiesAreSane => "what about() says can be offered as it is",
            Self::RequestsGoHome => "requests go to the listed hosts alone",
            Self::TheKeyStandsInOneHeader => "the key stands in exactly one header, marked sensitive, and nowhere else",
            Self::SecretsStayHidden => "no secret in Debug, detail, said, a cursor or an address",
            Self::PromptsStayInTheBody => "the prompt is not in the address or the headers",
            Self::InputsTravelAsClaimed => {
                "every input is in the request, in the customer's order and in the form that about() claims"
            }
            Self::RequestsAreRepeatable => "the same job makes the same request",
            Self::RequestsFit => "a request over the size limit is TooLarge, not spent, before it is sent",
            Self::EffectsAreHonest => "Effect::Buys on what buys, Effect::Free on check, balance and cancel",
            Self::LimitsAreSane => "an exchange is bounded in bytes and time",
            Self::FixturesAreReadable => "the replies on file have the kit's form",
            Self::EveryClassHasAFixture => "every class the upstream is known to answer has a reply on file",
            Self::EveryCallHasAFixture => "every call that the suite lists has a reply on file that is a success",
            Self::CallsAreThere => "the plugin has the calls that the suite lists, and no other",
            Self::RepliesMeanWhatTheFixtureSays => "a reply on file is read as it says",
            Self::ErrorsInAnArrayAreRead => "an error wrapped in an array means the same",
            Self::UnknownValuesAreNoMalfunction => "a value that is new to us is not taken for a broken answer",
            Self::PicturesAreReal => "Done brings a PNG, JPEG or WebP",
            Self::ErrorsAreNoSuccess => "an error status or a page of HTML is never a success",
            Self::DownloadsComeFromListedHosts => "pictures are fetched over https from download_hosts",
            Self::CursorsAreSane => "Continue has a cursor and a wait of more than zero and at most ten minutes",
            Self::DetailsArePlain => "detail and said are plain, at most 300 characters (PluginError::new, said)",
            Self::NothingPanics => "no reply, key or cursor makes the plugin panic",
        }
    }
}

/// A promise that was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub promise: Promise,
    /// The file, the section or the job.
    pub at: String,
    /// What was seen, and what should have been.
    pub what: String,
    /// How often it was seen at the same place besides.
    pub more: usize,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}, at {}: {}", self.promise, self.at, self.what)?;
        if self.more > 0 { write!(f, " (and {} more like it)", self.more) } else { Ok(()) }
    }
}

/// Ends the list of what is to be mended.
const HELP: &str = "The order to work in: CONTRIBUTING.md, \"Adding a provider\". \
                    The form of a reply on file: providers/kit/src/fixture.rs.";

/// The list of what is to be mended: a line for each, below its promise.
pub(crate) fn told(kind: &str, violations: &[Violation]) -> String {
    let mut paragraphs = vec![format!("{kind} breaks promises at {} places.", violations.len())];
    let mut rest: Vec<&Violation> = violations.iter().collect();
    while let Some(promise) = rest.first().map(|v| v.promise) {
        let (these, others) = rest.into_iter().partition::<Vec<_>, _>(|v| v.promise == promise);
        let lines: Vec<String> = these.iter().map(|v| format!("\n- {v}")).collect();
        paragraphs.push(format!("The promise: {}.{}", promise.words(), lines.concat()));
        rest = others;
    }
    paragraphs.push(HELP.to_owned());
    paragraphs.join("\n\n")
}

/// Violations on their way; the first at each place speaks for the others.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Violation>);

impl Findings {
    pub fn broken(&mut self, promise: Promise, at: &str, what: impl Into<String>) {
        match self.0.iter_mut().find(|v| v.promise == promise && v.at == at) {
            Some(first) => first.more += 1,
            None => self.0.push(Violation { promise, at: at.to_owned(), what: what.into(), more: 0 }),
        }
    }

    /// Notes a breach where `kept` is false.
    pub fn demand(&mut self, kept: bool, promise: Promise, at: &str, what: impl FnOnce() -> String) {
        if !kept {
            self.broken(promise, at, what());
        }
    }

    /// Takes over what was found at several places that speak for each other.
    pub fn gather(&mut self, found: Self, at: &str) {
        for Violation { promise, at: place, what, more } in found.0 {
            let first = self.0.iter().all(|v| v.promise != promise || v.at != at);
            self.broken(promise, at, format!("{place}: {what}"));
            if let Some(violation) = self.0.last_mut().filter(|_| first) {
                violation.more = more;
            }
        }
    }

    pub fn into_violations(self) -> Vec<Violation> {
        self.0
    }
}
