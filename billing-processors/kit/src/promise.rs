//! What a plugin promises, and how the kit says that it doesn't.

use std::fmt;

/// One promise of the processor port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Promise {
    ConfigIsRead,
    TyposAreRefused,
    ConfigErrorsNameTheKey,
    AboutIsSane,
    CallsAreThere,
    RequestsGoHome,
    SecretsStandInHeaders,
    SecretsStayHidden,
    RequestsAreRepeatable,
    EffectsAreHonest,
    LimitsAreSane,
    OrdersTravelWhole,
    OnlyOfferedCoinsAreTaken,
    IdsStayInTheirPlace,
    FixturesAreReadable,
    EverythingHasAFixture,
    RepliesMeanWhatTheFixtureSays,
    ErrorsAreNoSuccess,
    ErrorsHaveTheirClass,
    SpentIsHonest,
    NoMoneyIsInvented,
    UnknownValuesAreNoGuess,
    EveryDigitCounts,
    OrdersAreFoundAgain,
    ListsGoOn,
    TextsArePlain,
    LinksAreHarmless,
    WebhooksMeanWhatTheFixtureSays,
    SignaturesAreDemanded,
    SignaturesAreVerified,
    EventsHaveOneKey,
    BodiesAreBounded,
    NothingPanics,
}

impl Promise {
    /// The promise in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::ConfigIsRead => "a valid section builds the processor",
            Self::TyposAreRefused => "a key that the plugin does not know is refused (#[serde(deny_unknown_fields)])",
            Self::ConfigErrorsNameTheKey => "a refused section is answered with the key at fault",
            Self::AboutIsSane => "what about() says holds, and can be shown as it is",
            Self::CallsAreThere => "the plugin has the calls that the suite lists, and no other",
            Self::RequestsGoHome => "requests go to the listed hosts alone",
            Self::SecretsStandInHeaders => {
                "secrets stand in headers marked sensitive, or in the body of a sign-in, and nowhere else"
            }
            Self::SecretsStayHidden => "no secret in Debug, an address, an error or an outcome",
            Self::RequestsAreRepeatable => "the same order makes the same request",
            Self::EffectsAreHonest => "a checkout has exactly one exchange that Buys, everything else is Free",
            Self::LimitsAreSane => "an exchange is bounded in bytes and time",
            Self::OrdersTravelWhole => "the request that makes an invoice holds our payment's id and the exact price",
            Self::OnlyOfferedCoinsAreTaken => "an order for a coin that is not offered is refused before it is sent",
            Self::IdsStayInTheirPlace => "whatever an id holds, it is one segment of the address, or refused",
            Self::FixturesAreReadable => "what is on file has the kit's form",
            Self::EverythingHasAFixture => "every status, class and call that the suite lists has a reply on file",
            Self::RepliesMeanWhatTheFixtureSays => "a reply on file is read as it says",
            Self::ErrorsAreNoSuccess => "an error status, half an answer or a page of HTML is never a success",
            Self::ErrorsHaveTheirClass => "an error status has the class that it means (Deed::send)",
            Self::SpentIsHonest => {
                "an invoice may have been made once the request is sent, until a refusal says that it was not"
            }
            Self::NoMoneyIsInvented => "no spoiled answer claims money that the whole one did not",
            Self::UnknownValuesAreNoGuess => "a value that is new to us is an error or changes nothing",
            Self::EveryDigitCounts => "amounts are what was written, digit by digit (Scalar, never floats)",
            Self::OrdersAreFoundAgain => "a search by order finds what a checkout made, and nobody else's",
            Self::ListsGoOn => "an item of the list that can't be read is passed over and counted (Found::page)",
            Self::TextsArePlain => "texts are plain and short (PluginError::new; no control or bidi characters)",
            Self::LinksAreHarmless => "links lead to pages or wallets, never to a script",
            Self::WebhooksMeanWhatTheFixtureSays => "a webhook on file is read as it says",
            Self::SignaturesAreDemanded => {
                "a webhook without its signature is SignatureMissing; where none is sent, NotSent"
            }
            Self::SignaturesAreVerified => {
                "a signature that differs in one bit, or is another body's, is SignatureWrong"
            }
            Self::EventsHaveOneKey => "the same event has the same key, another event another one",
            Self::BodiesAreBounded => "a signed body that is too long or can't be read is Unreadable, and not quoted",
            Self::NothingPanics => "no reply, webhook or id makes the plugin panic",
        }
    }
}

/// A promise that was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub promise: Promise,
    /// The file, the section or the call.
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
const HELP: &str = "The order to work in: CONTRIBUTING.md, \"Adding a payment processor\". \
                    The form of what is on file: billing-processors/kit/src/fixture.";

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

    pub fn into_violations(self) -> Vec<Violation> {
        self.0
    }
}
