//! What people call a proxy.

use nproxy_domain::redact::plain;

pub const LABEL_CHARS_MAX: usize = 80;

/// Says that a key goes out directly, wherever a proxy's name may stand.
const NONE: &str = "none";

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    #[error("a proxy needs a label")]
    Empty,
    #[error("a label has at most {LABEL_CHARS_MAX} characters")]
    TooLong,
    #[error("{NONE:?} stands for no proxy and can't be a label")]
    Reserved,
}

/// Made plain, so that a label can be typed as it is shown.
pub(super) fn label(text: &str) -> Result<String, LabelError> {
    let label = plain(text, &[]);
    if label.is_empty() {
        return Err(LabelError::Empty);
    }
    if label.chars().count() > LABEL_CHARS_MAX {
        return Err(LabelError::TooLong);
    }
    if label.eq_ignore_ascii_case(NONE) {
        return Err(LabelError::Reserved);
    }
    Ok(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_short_and_is_not_the_word_for_no_proxy() {
        assert_eq!(label(" Frankfurt\u{202e} 1\n").as_deref(), Ok("Frankfurt 1"));
        assert_eq!(label(&"ж".repeat(LABEL_CHARS_MAX)).map(|l| l.chars().count()), Ok(LABEL_CHARS_MAX));
        assert_eq!(label(&"x".repeat(LABEL_CHARS_MAX + 1)), Err(LabelError::TooLong));
        assert_eq!((label(" \t"), label("None")), (Err(LabelError::Empty), Err(LabelError::Reserved)));
    }
}
