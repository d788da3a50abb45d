//! Why a generation failed, in the customer's terms.

use serde::{Deserialize, Serialize};

use crate::redact;

/// Whose doing a failure was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    Customer,
    Provider,
    Us,
}

/// The documented codes; the front end words them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    ProviderBusy,
    ProviderTimeout,
    ProviderError,
    NoImage,
    DeclinedPrompt,
    DeclinedOutput,
    BadInput,
    TooLarge,
    ModelUnavailable,
    /// It waited in the queue for longer than we let anybody wait.
    QueueTimeout,
    Internal,
}

impl ErrorCode {
    pub const ALL: [Self; 11] = [
        Self::ProviderBusy,
        Self::ProviderTimeout,
        Self::ProviderError,
        Self::NoImage,
        Self::DeclinedPrompt,
        Self::DeclinedOutput,
        Self::BadInput,
        Self::TooLarge,
        Self::ModelUnavailable,
        Self::QueueTimeout,
        Self::Internal,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::ProviderBusy => "provider_busy",
            Self::ProviderTimeout => "provider_timeout",
            Self::ProviderError => "provider_error",
            Self::NoImage => "no_image",
            Self::DeclinedPrompt => "declined_prompt",
            Self::DeclinedOutput => "declined_output",
            Self::BadInput => "bad_input",
            Self::TooLarge => "too_large",
            Self::ModelUnavailable => "model_unavailable",
            Self::QueueTimeout => "queue_timeout",
            Self::Internal => "internal",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }

    pub fn fault(self) -> Fault {
        match self {
            Self::DeclinedPrompt | Self::DeclinedOutput | Self::BadInput | Self::TooLarge => Fault::Customer,
            Self::ProviderBusy | Self::ProviderTimeout | Self::ProviderError | Self::NoImage => Fault::Provider,
            Self::ModelUnavailable | Self::QueueTimeout | Self::Internal => Fault::Us,
        }
    }

    /// Whether the same request may well succeed when asked for again. A refusal wants another prompt.
    pub fn retryable(self) -> bool {
        !matches!(self, Self::BadInput | Self::TooLarge)
    }

    fn words(self) -> &'static str {
        match self {
            Self::ProviderBusy => "The image service is busy right now.",
            Self::ProviderTimeout => "The image service did not answer in time.",
            Self::ProviderError => "The image service could not make this picture.",
            Self::NoImage => "The model answered without a picture.",
            Self::DeclinedPrompt => "The prompt was declined by the safety filter.",
            Self::DeclinedOutput => "The result was declined by the safety filter.",
            Self::BadInput => "The image service could not use this request.",
            Self::TooLarge => "The request is too large for the image service.",
            Self::ModelUnavailable => "This model is not available at the moment.",
            Self::QueueTimeout => "It waited too long in the queue.",
            Self::Internal => "Something went wrong on our side.",
        }
    }
}

/// What the customer is told. A failure is never counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerationError {
    pub code: ErrorCode,
    /// Plain words, at most [`redact::DETAIL_CHARS_MAX`] characters; may quote the model.
    pub message: String,
}

impl GenerationError {
    pub fn new(code: ErrorCode) -> Self {
        Self { code, message: code.words().to_owned() }
    }

    /// Adds the model's own words.
    #[must_use]
    pub fn quoting(self, said: Option<&str>) -> Self {
        match said {
            Some(said) => Self { message: redact::plain(&format!("{} “{said}”", self.message), &[]), ..self },
            None => self,
        }
    }
}
