//! Why a line is not imported.

use super::lines::COLUMNS;

/// Quotes nothing of the line, which may hold a secret anywhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("it has {given} cells, the header has {wanted}")]
    Cells { given: usize, wanted: usize },
    #[error("a quote is not closed")]
    OpenQuote,
    #[error("it is no UTF-8 text")]
    NotText,
    #[error("there is no secret")]
    NoSecret,
    #[error("there is more than a secret on the line; for more, give CSV with a header (its columns: {})", COLUMNS.join(", "))]
    MoreThanASecret,
    #[error("{0} holds control characters or white space that can't be in it")]
    Characters(&'static str),
    #[error("{column} is longer than {chars_max} characters")]
    TooLong { column: &'static str, chars_max: usize },
    #[error("{column} must be a whole number from 1 to {max}")]
    Number { column: &'static str, max: u32 },
    #[error("proxy_only must be true or false")]
    NoYesOrNo,
    #[error("proxy_only needs a proxy")]
    ProxyOnlyWithoutProxy,
    #[error("{0} holds a secret of the key")]
    SecretShown(&'static str),
    #[error("it names no provider, and none was given for all")]
    NoProvider,
    #[error("its provider is not in the configuration; there are: {known}")]
    UnknownProvider { known: String },
    #[error("there is no proxy with its proxy's label; see `nproxy proxies list`")]
    UnknownProxy,
    #[error("the same secret stands on line {0}")]
    TwiceInTheFile(usize),
    #[error("this key is already there as {label:?}")]
    Duplicate { label: String },
}

impl Refusal {
    /// The column that it is about, where it is one.
    pub fn column(&self) -> Option<&'static str> {
        match self {
            Self::NoSecret => Some("secret"),
            Self::Characters(column)
            | Self::SecretShown(column)
            | Self::TooLong { column, .. }
            | Self::Number { column, .. } => Some(column),
            Self::NoYesOrNo | Self::ProxyOnlyWithoutProxy => Some("proxy_only"),
            Self::NoProvider | Self::UnknownProvider { .. } => Some("provider"),
            Self::UnknownProxy => Some("proxy"),
            Self::Cells { .. }
            | Self::OpenQuote
            | Self::NotText
            | Self::MoreThanASecret
            | Self::TwiceInTheFile(_)
            | Self::Duplicate { .. } => None,
        }
    }

    /// For programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Cells { .. } | Self::OpenQuote | Self::NotText | Self::MoreThanASecret => "malformed",
            Self::NoSecret => "no_secret",
            Self::Characters(_) => "bad_characters",
            Self::TooLong { .. } => "too_long",
            Self::Number { .. } => "bad_number",
            Self::NoYesOrNo | Self::ProxyOnlyWithoutProxy => "bad_proxy_only",
            Self::SecretShown(_) => "secret_shown",
            Self::NoProvider => "no_provider",
            Self::UnknownProvider { .. } => "unknown_provider",
            Self::UnknownProxy => "unknown_proxy",
            Self::TwiceInTheFile(_) => "duplicate_line",
            Self::Duplicate { .. } => "duplicate_key",
        }
    }
}
