//! Telegram's HTML. Whatever comes from outside is made plain, cut and escaped here, and nowhere else.

use nproxy_domain::redact::line;

/// Safe between tags: one line of at most so many characters.
pub(crate) fn esc(text: &str, chars_max: usize) -> String {
    let text = cut(&line(text), chars_max);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub(crate) fn bold(text: &str) -> String {
    format!("<b>{text}</b>")
}

pub(crate) fn code(text: &str) -> String {
    format!("<code>{text}</code>")
}

/// At most so many characters; that something was left away is seen.
pub(crate) fn cut(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(chars_max.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// `a…@example.org` for every address in a text.
pub(crate) fn without_addresses(text: &str) -> String {
    text.split(' ').map(shortened).collect::<Vec<_>>().join(" ")
}

fn shortened(word: &str) -> String {
    match word.rsplit_once('@') {
        Some((local, host)) if !local.is_empty() && host.contains('.') => {
            // What stands before the address in the same word stays: `from:a@example.org`.
            let local_part = |c: char| c.is_alphanumeric() || "._%+-…".contains(c);
            let start = local
                .rfind(|c| !local_part(c))
                .map_or(0, |at| at + local[at..].chars().next().map_or(1, char::len_utf8));
            let first: String = local[start..].chars().take(1).collect();
            format!("{}{first}…@{host}", &local[..start])
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_text_can_not_leave_its_place() {
        let hostile = "</b><a href=\"tg://x\">\u{202E}click\n& pay";
        assert_eq!(esc(hostile, 100), "&lt;/b&gt;&lt;a href=\"tg://x\"&gt; click &amp; pay");
        assert_eq!(esc("<<<<", 3), "&lt;&lt;…", "it is cut before it is escaped, never through an entity");
        assert_eq!(cut("яблоко", 4), "ябл…");
    }

    #[test]
    fn addresses_are_shortened_wherever_they_stand() {
        let text = "paid twice, see mail of anna.k@example.org and (bob@example.org): key:я@пример.рф a@b @x @";
        let said = "paid twice, see mail of a…@example.org and (b…@example.org): key:я…@пример.рф a@b @x @";
        assert_eq!(without_addresses(text), said);
    }
}
