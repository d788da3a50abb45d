//! Text from the outside world, made fit to be kept and shown.

/// Upstream text is for people only; more than this is never kept.
pub const DETAIL_CHARS_MAX: usize = 300;

/// Makes upstream text plain, short and free of the given secrets.
///
/// Control characters and bidirectional overrides become spaces, runs of white space one space.
/// Google's `CONSUMER_SUSPENDED` error, for one, repeats the whole API key in its message.
pub fn plain(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|s| !s.is_empty()) {
        text = text.replace(secret, "[redacted]");
    }
    let mut out = line(&text);
    if out.chars().count() > DETAIL_CHARS_MAX {
        out = out.chars().take(DETAIL_CHARS_MAX - 1).collect();
        out.push('…');
    }
    out
}

/// All of a text on one line: control characters and bidirectional overrides become spaces, runs of white space one space.
pub fn line(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control() || is_bidi(c)).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Characters that reorder the text around them.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_survives_and_text_stays_on_one_line() {
        let text = plain("Consumer 'api_key:TESTKEY-0000'\nhas\u{202E} been\tsuspended", &["TESTKEY-0000"]);
        assert_eq!(text, "Consumer 'api_key:[redacted]' has been suspended");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(plain(&"я".repeat(1000), &[]).chars().count(), DETAIL_CHARS_MAX);
    }
}
