//! What the Bot API says when it says no.

use std::time::Duration;

use nproxy_domain::redact::plain;

#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// No answer, or one that something else than the Bot API gave. It may have been done all the same.
    #[error("Telegram is away: {0}")]
    Away(String),
    /// Too many messages: the same again after this.
    #[error("Telegram asks for a pause of {} s", after.as_secs())]
    Later { after: Duration },
    #[error("Telegram knows no bot with this token")]
    WrongToken,
    /// Another process asks for the updates of this bot.
    #[error("another process runs this bot")]
    Conflict,
    /// The person blocked the bot, deleted the account, or never wrote.
    #[error("the person can't be written to: {0}")]
    Gone(String),
    /// The message is so already.
    #[error("the message is so already")]
    NotModified,
    /// It was deleted, or is too old to be edited.
    #[error("the message can't be changed any more")]
    NoMessage,
    #[error("Telegram refuses: {0}")]
    Refused(String),
}

impl ApiError {
    /// Of an answer with `"ok": false`.
    pub fn of(code: u16, description: &str, retry_after: Option<u64>) -> Self {
        let said = || plain(description, &[]);
        let has = |words: &str| description.to_ascii_lowercase().contains(words);
        match code {
            429 => Self::Later { after: Duration::from_secs(retry_after.unwrap_or(1).max(1)) },
            // 404: what stands in the address is no token at all.
            401 | 404 => Self::WrongToken,
            409 => Self::Conflict,
            403 => Self::Gone(said()),
            400 if has("chat not found") || has("user is deactivated") => Self::Gone(said()),
            400 if has("message is not modified") => Self::NotModified,
            400 if has("message to edit not found")
                || has("message can't be edited")
                || has("message to delete not found")
                || has("message can't be deleted") =>
            {
                Self::NoMessage
            }
            500.. => Self::Away(format!("status {code}")),
            _ => Self::Refused(said()),
        }
    }

    pub fn unreadable(error: &serde_json::Error) -> Self {
        // What was read may be what somebody wrote: the place of the mistake says enough.
        Self::Refused(format!("an answer can't be read, at line {} column {}", error.line(), error.column()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_apart_by_number_and_words() {
        let of = |code, text| ApiError::of(code, text, None);
        assert!(matches!(of(401, "Unauthorized"), ApiError::WrongToken));
        assert!(matches!(of(404, "Not Found"), ApiError::WrongToken));
        let conflict =
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
        assert!(matches!(of(409, conflict), ApiError::Conflict));
        assert!(matches!(of(403, "Forbidden: bot was blocked by the user"), ApiError::Gone(_)));
        assert!(matches!(of(400, "Bad Request: chat not found"), ApiError::Gone(_)));
        assert!(matches!(of(400, "Bad Request: message to edit not found"), ApiError::NoMessage));
        assert!(matches!(of(502, "Bad Gateway"), ApiError::Away(_)));
        assert!(matches!(of(400, "Bad Request: can't parse entities"), ApiError::Refused(_)));
        let not_modified = "Bad Request: message is not modified: specified new message content and reply markup are \
                            exactly the same as a current content and reply markup of the message";
        assert!(matches!(of(400, not_modified), ApiError::NotModified));
        let later = ApiError::of(429, "Too Many Requests: retry after 7", Some(7));
        assert!(matches!(later, ApiError::Later { after } if after.as_secs() == 7));
    }
}
