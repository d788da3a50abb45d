//! What goes over the wire: a message with its headers and its two parts.

use lettre::address::AddressError;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, message};
use nproxy_domain::Env;
use nproxy_domain::mail::Mail;
use nproxy_domain::redact::line;
use url::Host;

use super::trouble::Trouble;

/// Whom it comes from, whom it goes to, and all of it.
pub struct Message {
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

impl Message {
    pub fn new(mail: &Mail, from: &Mailbox, env: &Env) -> Result<Self, Trouble> {
        let to = ascii(&mail.to).map_err(|error| Trouble::recipient(error.to_string()))?;
        let head = message::Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to.clone()))
            // On one line it can't begin another header, and it reads in the order in which it is written.
            .subject(line(&mail.subject))
            .date(env.now().into())
            .message_id(Some(format!("<{}@{}>", env.uuid(), from.email.domain())))
            // Nobody's vacation answers it (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        let text = SinglePart::plain(mail.text.clone());
        let built = match &mail.html {
            Some(html) => {
                let parts = MultiPart::alternative().boundary(env.uuid().simple().to_string());
                head.multipart(parts.singlepart(text).singlepart(SinglePart::html(html.clone())))
            }
            None => head.singlepart(text),
        };
        let bytes = built.map_err(|error| Trouble::message(error.to_string()))?.formatted();
        Ok(Self { from: from.email.clone(), to, bytes })
    }
}

/// The address with its domain in ASCII, which every server takes.
pub fn ascii(address: &str) -> Result<Address, AddressError> {
    let whole: Address = address.parse()?;
    if whole.domain().is_ascii() {
        return Ok(whole);
    }
    let domain = Host::parse(whole.domain()).map_err(|_| AddressError::InvalidDomain)?;
    Address::new(whole.user(), domain.to_string())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use nproxy_domain::env::{ManualClock, SeededEntropy};

    use super::*;

    fn message(mail: &Mail) -> Result<String, Trouble> {
        let env = Env::new(ManualClock::at(DateTime::UNIX_EPOCH), SeededEntropy::new(1));
        let from = Mailbox::new(Some("Pictures".to_owned()), ascii("no-reply@example.org").unwrap());
        Message::new(mail, &from, &env).map(|message| String::from_utf8(message.bytes).unwrap())
    }

    fn mail(to: &str, subject: &str) -> Mail {
        Mail {
            to: to.to_owned(),
            subject: subject.to_owned(),
            text: "Hello".to_owned(),
            html: Some("<p>Hello</p>".to_owned()),
        }
    }

    #[test]
    fn it_says_when_and_from_whom_and_that_no_person_wrote_it() {
        let text = message(&mail("ada@example.org", "Welcome")).unwrap();
        for header in [
            "From: Pictures <no-reply@example.org>\r\n",
            "To: ada@example.org\r\n",
            "Subject: Welcome\r\n",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "MIME-Version: 1.0\r\n",
            "Content-Type: multipart/alternative;",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Content-Type: text/html; charset=utf-8\r\n",
        ] {
            assert!(text.contains(header), "{header}: {text}");
        }
        assert!(text.is_ascii() && text.contains("Message-ID: <") && text.contains("@example.org>\r\n"), "{text}");
    }

    #[test]
    fn neither_a_subject_nor_an_address_can_begin_another_header() {
        let text = message(&mail("ada@example.org", "Hi\r\nBcc: eve@example.org\n\n<script>\u{202E}")).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.lines().all(|line| !line.starts_with("Bcc")), "{head}");
        assert!(head.contains("Subject: Hi Bcc: eve@example.org <script>\r\n"), "{head}");
        for to in
            ["ada@example.org\r\nBcc: eve@example.org", "ada@example.org>\r\nDATA", "ada", "a b@c.org", "<a@b.org>"]
        {
            let trouble = message(&mail(to, "Hi")).unwrap_err();
            assert!(trouble.is_permanent(), "{to:?}: {trouble:?}");
        }
    }

    #[test]
    fn a_domain_of_any_script_is_written_in_ascii() {
        assert_eq!(ascii("ada@пример.рф").unwrap().to_string(), "ada@xn--e1afmkfd.xn--p1ai");
        assert_eq!(ascii("почта@пример.рф").unwrap().domain(), "xn--e1afmkfd.xn--p1ai");
    }
}
