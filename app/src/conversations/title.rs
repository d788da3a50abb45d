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

    /// The beginning of a prompt, on one line: what a conversation is called until somebody names it.
    pub fn of_prompt(prompt: &str) -> Self {
        let line = prompt.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= TITLE_CHARS_MAX {
            return Self(line);
        }
        let cut: String = line.chars().take(TITLE_CHARS_MAX - 1).collect();
        Self(format!("{}…", cut.trim_end()))
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
    fn a_conversation_is_called_by_the_beginning_of_its_prompt() {
        let title = |prompt: &str| Title::of_prompt(prompt).into_string();
        assert_eq!(title("a red\n\n  fox"), "a red fox");
        assert_eq!(title(&"я ".repeat(200)).chars().count(), TITLE_CHARS_MAX);
        assert_eq!(title(&"x".repeat(80)), "x".repeat(80));
    }
}
