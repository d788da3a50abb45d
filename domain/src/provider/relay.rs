//! Machine codes of relays (new-api and its forks), which serve the APIs of others in the others' forms.
//!
//! Whichever API a relay plays, it answers with these where the trouble is its own, so every plugin whose `base_url` may
//! name one reads them. Source: new-api's documentation and its public source, 2026.

use crate::outcome::Class;

/// The trouble of a relay's own upstream keys (`channel:..`) is an overload to us: nothing is known against ours.
const CODES: [(&str, Class); 13] = [
    ("insufficient_user_quota", Class::OutOfFunds),
    ("pre_consume_token_quota_failed", Class::OutOfFunds),
    ("prompt_blocked", Class::PolicyPrompt),
    ("sensitive_words_detected", Class::PolicyPrompt),
    ("access_denied", Class::KeyInvalid),
    ("invalid_api_key", Class::KeyInvalid),
    ("model_not_found", Class::ModelGone),
    ("get_channel_failed", Class::Overload),
    ("channel:no_available_key", Class::Overload),
    ("channel:invalid_key", Class::Overload),
    ("do_request_failed", Class::Overload),
    ("bad_response_status_code", Class::Overload),
    ("empty_response", Class::Overload),
];

/// What a relay's `error.code` means, whatever status it comes with. `None`: it is no code of relays.
pub fn class(code: &str) -> Option<Class> {
    CODES.iter().find(|(name, _)| *name == code).map(|(_, class)| *class)
}
