//! A proxy's address, with credentials.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// A text that is shorter is a part of too many words.
const SECRET_CHARS_MIN: usize = 4;

/// `http`, `https`, `socks5` (names are resolved here) or `socks5h` (the proxy resolves them). `Debug` and `Display` show
/// no credentials.
#[derive(Clone)]
pub struct ProxyUrl {
    whole: SecretString,
    place: String,
    credentials: Vec<SecretString>,
}

/// Why a text is no proxy's address. Never quotes the text: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyUrlError {
    #[error("an address like socks5h://user:password@host:1080 is needed")]
    NotAnAddress,
    /// A client that doesn't know the scheme would silently go without the proxy.
    #[error("the scheme must be http, https, socks5 or socks5h")]
    Scheme,
    #[error("only scheme, user, password, host and port may be given")]
    TooMuch,
}

impl ProxyUrl {
    pub fn parse(text: &str) -> Result<Self, ProxyUrlError> {
        let text = text.trim();
        if !text.contains("://") {
            return Err(ProxyUrlError::NotAnAddress);
        }
        let url = Url::parse(text).map_err(|_| ProxyUrlError::NotAnAddress)?;
        let default_port = match url.scheme() {
            "http" => 80,
            "https" => 443,
            "socks5" | "socks5h" => 1080,
            _ => return Err(ProxyUrlError::Scheme),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(ProxyUrlError::NotAnAddress)?;
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(ProxyUrlError::TooMuch);
        }
        let port = url.port().unwrap_or(default_port);
        if port == 0 {
            return Err(ProxyUrlError::NotAnAddress);
        }
        let place = format!("{}://{host}:{port}", url.scheme());
        // By hand: a URL leaves its scheme's own port out, and clients disagree on which that is.
        let user = match (url.username(), url.password()) {
            ("", None) => String::new(),
            (user, None) => format!("{user}@"),
            (user, Some(password)) => format!("{user}:{password}@"),
        };
        let whole = format!("{}://{user}{host}:{port}", url.scheme());
        let credentials = [url.username(), url.password().unwrap_or_default()].into_iter().filter(|s| !s.is_empty());
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let credentials =
            credentials.flat_map(|text| [text.to_owned(), decoded(text)]).map(SecretString::from).collect();
        Ok(Self { whole: whole.into(), place, credentials })
    }

    /// Scheme, host and port: what may be shown.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// With credentials: for the client that goes through it, and for the seal.
    pub fn expose(&self) -> &str {
        self.whole.expose_secret()
    }

    /// What must not appear in anything kept or shown. Cutting shorter ones out of words would tell them.
    pub fn secrets(&self) -> Vec<&str> {
        let all = self.credentials.iter().map(ExposeSecret::expose_secret);
        all.filter(|secret| secret.chars().count() >= SECRET_CHARS_MIN).collect()
    }
}

impl fmt::Display for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProxyUrl({})", self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_credentials_to_itself() {
        let url = ProxyUrl::parse("socks5h://ada:p%40ss@proxy.example:1081").expect("good");
        assert_eq!(url.place(), "socks5h://proxy.example:1081");
        assert_eq!(url.expose(), "socks5h://ada:p%40ss@proxy.example:1081");
        assert_eq!(format!("{url} {url:?}").matches("ss").count(), 2 * "socks5h".matches("ss").count());
        let short = ProxyUrl::parse("socks5h://u:p@proxy.example:1081").expect("good");
        assert_eq!(crate::redact::plain("Connection refused", &short.secrets()), "Connection refused");
        assert!(url.secrets().contains(&"p@ss") && url.secrets().contains(&"p%40ss"));
    }

    #[test]
    fn a_port_is_never_left_to_the_client() {
        for (text, whole) in [
            ("http://proxy.example", "http://proxy.example:80"),
            ("https://a:b@proxy.example/", "https://a:b@proxy.example:443"),
            ("socks5://10.0.0.1", "socks5://10.0.0.1:1080"),
            ("socks5://[::1]:9", "socks5://[::1]:9"),
        ] {
            assert_eq!(ProxyUrl::parse(text).expect("good").expose(), whole);
        }
    }

    #[test]
    fn what_would_go_around_the_proxy_is_refused() {
        use ProxyUrlError::{NotAnAddress, Scheme, TooMuch};
        for (text, why) in [
            ("proxy.example:1080", NotAnAddress),
            ("", NotAnAddress),
            ("http://", NotAnAddress),
            ("http://proxy.example:0", NotAnAddress),
            ("ftp://proxy.example:21", Scheme),
            ("socks4://proxy.example:1080", Scheme),
            ("socks://proxy.example:1080", Scheme),
            ("http://proxy.example:3128/path", TooMuch),
            ("http://proxy.example:3128/?a=b", TooMuch),
        ] {
            assert_eq!(ProxyUrl::parse(text).expect_err(text), why, "{text}");
        }
    }
}
