//! What happens after an attempt that brought no picture.

use crate::generation::{ErrorCode, GenerationError};
use crate::ids::ProviderId;
use crate::outcome::{Class, PluginError};

/// How often a 200 without a picture and without a reason is tried at most, where nothing else is configured: once more,
/// as the upstreams' filters are partly random.
pub const NO_IMAGE_TRIES_MAX: u32 = 2;

/// What the closed attempts of one generation came to.
#[derive(Clone, Debug, Default)]
pub struct SoFar {
    /// The end of the newest.
    pub last: Option<PluginError>,
    /// Answers without a picture.
    pub no_image: u32,
    /// Models that their providers no longer have.
    gone: Vec<(ProviderId, String)>,
}

impl SoFar {
    /// One more attempt ended, with this model of this provider.
    pub fn ended(&mut self, provider: &ProviderId, model: &str, error: PluginError) {
        match error.class {
            Class::NoImage => self.no_image += 1,
            Class::ModelGone => self.gone.push((provider.clone(), model.to_owned())),
            _ => {}
        }
        self.last = Some(error);
    }

    /// What follows from the newest end; `None`: nothing was tried.
    pub fn then(&self, no_image_tries_max: u32) -> Option<Then> {
        Some(after(self.last.as_ref()?, self.no_image, no_image_tries_max))
    }

    /// The provider said so, and would say so again by any key.
    pub fn is_gone(&self, provider: &ProviderId, model: &str) -> bool {
        self.gone.iter().any(|gone| gone.0 == *provider && gone.1 == model)
    }
}

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
        // An end that nobody waited for looks the same from here.
        Class::Timeout | Class::Abandoned => ErrorCode::ProviderTimeout,
        Class::RateLimited | Class::QuotaDay | Class::Overload => ErrorCode::ProviderBusy,
        Class::KeyInvalid
        | Class::QuotaZero
        | Class::OutOfFunds
        | Class::RegionBlocked
        | Class::Transport
        | Class::ProxyTransport
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
    fn what_follows_is_judged_by_the_newest_end() {
        let mut so_far = SoFar::default();
        assert_eq!(so_far.then(NO_IMAGE_TRIES_MAX), None);
        let (provider, other) = (ProviderId::from("p"), ProviderId::from("q"));
        let ends = [
            (Class::NoImage, Then::NextKey),
            (Class::ModelGone, Then::NextProvider),
            (Class::Timeout, Then::NextKey),
            (Class::NoImage, Then::End(exhausted(Some(&error(Class::NoImage))))),
        ];
        for (class, then) in ends {
            so_far.ended(&provider, "m", error(class));
            assert_eq!(so_far.then(NO_IMAGE_TRIES_MAX), Some(then), "{class:?}");
        }
        assert!(so_far.is_gone(&provider, "m"));
        assert!(!so_far.is_gone(&provider, "n") && !so_far.is_gone(&other, "m"));
    }

    #[test]
    fn a_refusal_is_quoted() {
        let Then::End(shown) = after(&error(Class::PolicyPrompt), 0, NO_IMAGE_TRIES_MAX) else { panic!("not an end") };
        assert!(shown.message.contains("I can't make that."));
    }
}
