//! Which precompressed form of a file a browser takes.

use salvo::http::HeaderMap;
use salvo::http::header::ACCEPT_ENCODING;

/// A form that the build of the front end leaves beside a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// The smaller one first.
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    pub fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    pub fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// What the browser takes, best first. A weight of zero is a refusal; other weights don't matter to us.
    pub fn accepted(headers: &HeaderMap) -> impl Iterator<Item = Self> {
        let said: Vec<&str> = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).collect();
        Self::ALL.into_iter().filter(move |encoding| {
            said.iter().flat_map(|line| line.split(',')).any(|item| {
                let (name, weight) = item.split_once(';').map_or((item, ""), |(name, weight)| (name, weight.trim()));
                let refused = weight.strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
                !refused && name.trim().eq_ignore_ascii_case(encoding.name())
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_only_sent_to_who_takes_it() {
        let taken = |said: &str| -> Vec<_> {
            let headers = [(ACCEPT_ENCODING, said.parse().unwrap())].into_iter().collect();
            Encoding::accepted(&headers).map(Encoding::name).collect()
        };
        assert_eq!(taken("gzip, deflate, br, zstd"), ["br", "gzip"]);
        assert_eq!(taken("GZIP;q=0.5"), ["gzip"]);
        assert_eq!(taken("br;q=0, gzip"), ["gzip"]);
        assert_eq!(taken("br; q=0.0"), [""; 0]);
        assert_eq!(taken("identity"), [""; 0]);
    }
}
