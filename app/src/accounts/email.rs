//! An address that a mail may be sent to.

use std::fmt;

/// The limit of a path in SMTP without its brackets (RFC 5321, 4.5.3.1.3).
const BYTES_MAX: usize = 254;
const LOCAL_BYTES_MAX: usize = 64;
const LABEL_BYTES_MAX: usize = 63;

/// Trimmed and case-folded, so that one person has one account however the address is typed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no e-mail address")]
pub struct EmailInvalid;

impl Email {
    /// Plain checks: whether the address exists only a mail can tell.
    pub fn parse(text: &str) -> Result<Self, EmailInvalid> {
        let text = text.trim().to_lowercase();
        let (local, domain) = text.split_once('@').ok_or(EmailInvalid)?;
        let good = text.len() <= BYTES_MAX
            && (1..=LOCAL_BYTES_MAX).contains(&local.len())
            && local.chars().all(is_plain)
            && domain.contains('.')
            && domain.split('.').all(is_label);
        good.then_some(Self(text)).ok_or(EmailInvalid)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(..)")
    }
}

/// Nothing that could break out of a header, a list of addresses or a line.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

fn is_label(label: &str) -> bool {
    (1..=LABEL_BYTES_MAX).contains(&label.len())
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_however_it_is_typed() {
        assert_eq!(Email::parse(" Ada.Lovelace+pics@Example.ORG ").unwrap().as_str(), "ada.lovelace+pics@example.org");
        assert_eq!(Email::parse("ПОЧТА@пример.рф").unwrap().as_str(), "почта@пример.рф");
    }

    #[test]
    fn what_no_mail_can_be_sent_to_is_refused() {
        let long = format!("a@{}.org", "x".repeat(64));
        let longer = format!("{}@example.org", "x".repeat(65));
        for bad in [
            "",
            "@",
            "a",
            "a@",
            "@b.org",
            "a@b",
            "a@@b.org",
            "a b@c.org",
            "a@b..org",
            "a@-b.org",
            "a@b.org\nBcc: c@d.org",
            "a,b@c.org",
            "\"a\"@b.org",
            "<a@b.org>",
            "a\u{202E}@b.org",
            "a\0@b.org",
            &long,
            &longer,
        ] {
            assert_eq!(Email::parse(bad), Err(EmailInvalid), "{bad:?}");
        }
    }
}
