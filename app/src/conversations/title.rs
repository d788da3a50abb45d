//! What a conversation is called.

use nproxy_domain::redact::plain;

pub const TITLE_CHARS_MAX: usize = 80;

/// One plain line of 1 to [`TITLE_CHARS_MAX`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TitleError {
    #[error("the title is empty")]
    Empty,
    #[error("the title may have at most {TITLE_CHARS_MAX} characters")]
    TooLong,
}

impl Title {
    /// Line breaks and control characters become spaces.
    pub fn new(text: &str) -> Result<Self, TitleError> {
        let text = plain(text, &[]);
        match text.chars().count() {
            0 => Err(TitleError::Empty),
            1..=TITLE_CHARS_MAX => Ok(Self(text)),
            _ => Err(TitleError::TooLong),
        }
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_of_at_most_80_characters() {
        assert_eq!(Title::new(" Two\nlines\u{202E} ").unwrap().into_string(), "Two lines");
        assert_eq!(Title::new("\n \t"), Err(TitleError::Empty));
        assert!(Title::new(&"я".repeat(80)).is_ok());
        assert_eq!(Title::new(&"я".repeat(81)), Err(TitleError::TooLong));
    }
}
