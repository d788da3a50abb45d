//! What happens after an attempt that brought no picture.

use crate::generation::{ErrorCode, GenerationError};
use crate::outcome::{Class, PluginError};

/// How often a 200 without a picture and without a reason is tried at most, where nothing else is configured: once more,
/// as the upstreams' filters are partly random.
pub const NO_IMAGE_TRIES_MAX: u32 = 2;

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// Whatever ways out of here the key has were tried within the attempt.
    NextKey,
    /// This provider will not answer otherwise; the model's next one may.
    NextProvider,
    /// The customer sees this now.
    End(GenerationError),
}

/// The rule table. `no_image_tries` counts the picture-less answers of this generation, this one included.
pub fn after(error: &PluginError, no_image_tries: u32, no_image_tries_max: u32) -> Then {
    match error.class {
        Class::ModelGone => Then::NextProvider,
        Class::PolicyPrompt | Class::PolicyOutput | Class::BadRequest | Class::TooLarge => {
            Then::End(shown(error.class, error.said.as_deref()))
        }
        Class::NoImage if no_image_tries >= no_image_tries_max => Then::End(shown(error.class, error.said.as_deref())),
        Class::NoImage
        | Class::KeyInvalid
        | Class::RateLimited
        | Class::QuotaDay
        | Class::QuotaZero
        | Class::OutOfFunds
        | Class::Overload
        | Class::Timeout
        | Class::Transport
        | Class::ProxyTransport
        | Class::RegionBlocked
        | Class::Abandoned
        | Class::Ok => Then::NextKey,
    }
}

/// What the customer sees when nothing is left to try. `last` is the newest attempt's end, if there was one.
pub fn exhausted(last: Option<&PluginError>) -> GenerationError {
    last.map_or_else(|| GenerationError::new(ErrorCode::ProviderBusy), |e| shown(e.class, e.said.as_deref()))
}

/// An outcome in the customer's terms: never a word of keys, quotas or accounts.
fn shown(class: Class, said: Option<&str>) -> GenerationError {
    let code = match class {
        Class::PolicyPrompt => ErrorCode::DeclinedPrompt,
        Class::PolicyOutput => ErrorCode::DeclinedOutput,
        Class::BadRequest => ErrorCode::BadInput,
        Class::TooLarge => ErrorCode::TooLarge,
        Class::NoImage => ErrorCode::NoImage,
        Class::ModelGone => ErrorCode::ModelUnavailable,
        Class::Timeout => ErrorCode::ProviderTimeout,
        Class::RateLimited | Class::QuotaDay | Class::Overload => ErrorCode::ProviderBusy,
        Class::KeyInvalid
        | Class::QuotaZero
        | Class::OutOfFunds
        | Class::RegionBlocked
        | Class::Transport
        | Class::ProxyTransport
        | Class::Abandoned
        | Class::Ok => ErrorCode::ProviderError,
    };
    let quotes = matches!(code, ErrorCode::DeclinedPrompt | ErrorCode::DeclinedOutput | ErrorCode::NoImage);
    GenerationError::new(code).quoting(said.filter(|_| quotes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Spent;

    fn error(class: Class) -> PluginError {
        PluginError::new(class, Spent::No, "upstream text", &[]).said("I can't make that.", &[])
    }

    #[test]
    fn only_the_customers_own_fault_or_a_repeated_empty_answer_ends_at_once() {
        for class in Class::ALL {
            let ends = matches!(after(&error(class), 1, NO_IMAGE_TRIES_MAX), Then::End(_));
            assert_eq!(ends, class.is_customers(), "{class:?}");
        }
        assert!(matches!(after(&error(Class::NoImage), 2, NO_IMAGE_TRIES_MAX), Then::End(_)));
    }

    #[test]
    fn a_customer_never_reads_of_keys_or_money() {
        for class in Class::ALL {
            let shown = exhausted(Some(&error(class)));
            assert!(!shown.message.contains("upstream text"), "{class:?}: {}", shown.message);
        }
    }

    #[test]
    fn a_refusal_is_quoted() {
        let Then::End(shown) = after(&error(Class::PolicyPrompt), 0, NO_IMAGE_TRIES_MAX) else { panic!("not an end") };
        assert!(shown.message.contains("I can't make that."));
    }
}
