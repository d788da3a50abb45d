//! What a message must be like to be taken: as picky as servers are that keep spam away.

use mail_parser::{Message, MessageParser};

/// Each of them exactly once (RFC 5322, 3.6, and what servers want besides).
const HEADERS: [&str; 5] = ["From", "To", "Date", "Subject", "Message-ID"];

/// `Err`: the reply that refuses it. `eight_bit` and `utf8` are what the sender announced.
pub(super) fn check(raw: &[u8], eight_bit: bool, utf8: bool) -> Result<Message<'_>, String> {
    if !raw.is_ascii() && !eight_bit && !utf8 {
        return Err("554 5.6.1 Eight-bit text that was not announced with BODY=8BITMIME".to_owned());
    }
    let head = raw.windows(4).position(|four| four == b"\r\n\r\n").map_or(raw, |end| &raw[..end]);
    if !head.is_ascii() && !utf8 {
        return Err("554 5.6.7 Headers outside of ASCII that were not announced with SMTPUTF8".to_owned());
    }
    let message = MessageParser::default().parse(raw).ok_or("554 5.6.0 This is no message")?;
    for name in HEADERS {
        let count = message.headers().iter().filter(|header| header.name.as_str().eq_ignore_ascii_case(name)).count();
        if count != 1 {
            return Err(format!("554 5.6.0 The header {name} must be there once, not {count} times"));
        }
    }
    if message.date().is_none_or(|date| !date.is_valid()) {
        return Err("554 5.6.0 The header Date is no time".to_owned());
    }
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "From: a@b.example\r\nTo: c@d.example\r\nDate: Mon, 30 Nov 2026 07:00:00 +0000\r\n\
        Subject: s\r\nMessage-ID: <1@b.example>\r\n\r\nHello\r\n";

    #[test]
    fn a_message_is_taken_only_with_its_headers_once_and_its_bytes_announced() {
        assert!(check(GOOD.as_bytes(), false, false).is_ok());
        let refused = |text: String, eight_bit| check(text.as_bytes(), eight_bit, false).unwrap_err();
        assert!(refused(GOOD.replace("Hello", "Привет"), false).contains("8BITMIME"));
        assert!(check(GOOD.replace("Hello", "Привет").as_bytes(), true, false).is_ok());
        assert!(refused(GOOD.replace(": s", ": Привет"), true).contains("SMTPUTF8"));
        assert!(check(GOOD.replace(": s", ": Привет").as_bytes(), true, true).is_ok());
        for name in HEADERS {
            assert!(refused(GOOD.replace(&format!("{name}:"), "X-Other:"), false).contains(name), "{name}");
            assert!(refused(format!("{name}: x\r\n{GOOD}"), false).contains("2 times"), "{name}");
        }
        assert!(refused(GOOD.replace("30 Nov 2026 07:", "45 Nov 2026 27:"), false).contains("Date"));
    }
}
