//! The browser at the other end.

use std::fmt;
use std::net::IpAddr;

use nproxy_domain::redact::plain;

/// As the list of sessions shows it, and as tries are counted.
#[derive(Clone, PartialEq, Eq)]
pub struct Browser {
    user_agent: Option<String>,
    address: IpAddr,
}

impl Browser {
    /// `user_agent`: as it names itself, which may be any text at all. `address`: of the client, not of a proxy of ours.
    pub fn new(user_agent: Option<&str>, address: IpAddr) -> Self {
        let user_agent = user_agent.map(|text| plain(text, &[])).filter(|text| !text.is_empty());
        Self { user_agent, address: address.to_canonical() }
    }

    /// Plain, at most 300 characters.
    pub fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }

    pub fn address(&self) -> IpAddr {
        self.address
    }
}

impl fmt::Debug for Browser {
    /// Where somebody is has no place in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Browser(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_names_itself_in_plain_and_short_words() {
        let at = "::ffff:192.0.2.7".parse().unwrap();
        let named = |text: &str| Browser::new(Some(text), at).user_agent().map(str::to_owned);
        assert_eq!(named("Fire\u{202E}fox\r\n\u{1b}[31m 140").as_deref(), Some("Fire fox [31m 140"));
        assert_eq!(named(&"x".repeat(5000)).unwrap().chars().count(), 300);
        assert_eq!((named(" \t "), Browser::new(None, at).user_agent()), (None, None));
        assert_eq!(Browser::new(None, at).address().to_string(), "192.0.2.7");
        assert_eq!(format!("{:?}", Browser::new(Some("Firefox"), at)), "Browser(..)");
    }
}
