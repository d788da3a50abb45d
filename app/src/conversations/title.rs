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

    /// The beginning of a prompt, cut between words where that leaves enough of it.
    pub fn of_prompt(prompt: &str) -> Option<Self> {
        let text = plain(prompt, &[]);
        if text.chars().count() <= TITLE_CHARS_MAX {
            return Self::new(&text).ok();
        }
        let head: String = text.chars().take(TITLE_CHARS_MAX - 1).collect();
        let words = match head.rsplit_once(' ') {
            Some((words, cut)) if cut.chars().count() < TITLE_CHARS_MAX / 2 => words,
            _ => &head,
        };
        Some(Self(format!("{words}…")))
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

    #[test]
    fn a_prompt_names_its_conversation() {
        let name = |prompt: &str| Title::of_prompt(prompt).unwrap().into_string();
        assert_eq!(name("A lighthouse\nat dusk"), "A lighthouse at dusk");
        let long = name(&"lighthouse ".repeat(20));
        assert!(long.chars().count() <= TITLE_CHARS_MAX && long.ends_with("lighthouse…"), "{long}");
        assert_eq!(name(&"я".repeat(200)).chars().count(), TITLE_CHARS_MAX);
        assert!(Title::of_prompt(" ").is_none());
    }
}
