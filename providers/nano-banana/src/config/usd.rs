//! Prices as people write them: decimal text in US dollars.

use std::str::FromStr;

use nproxy_domain::plugin::from_text;
use nproxy_domain::provider::MicroUsd;
use serde::{Deserialize, Deserializer};

const DECIMALS: usize = 6;

/// `"0.0336"`: 33,600 millionths of a dollar. At most six decimals, never a float on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usd(pub MicroUsd);

impl FromStr for Usd {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "not a price in US dollars like \"0.0336\", with at most 6 decimals".to_owned();
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(rest) || rest.len() > DECIMALS || text.ends_with('.') {
            return Err(wrong());
        }
        format!("{whole}{rest:0<DECIMALS$}").parse().map(|micros| Self(MicroUsd(micros))).map_err(|_| wrong())
    }
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_text_is_exact() {
        let micros = |text: &str| text.parse::<Usd>().map(|usd| usd.0.0);
        assert_eq!(micros("0.0336"), Ok(33_600));
        assert_eq!(micros("2"), Ok(2_000_000));
        assert_eq!(micros("0.000001"), Ok(1));
        for wrong in ["", ".", "1.", ".5", "-1", "+1", "1e3", "0.0000001", "1,5", "99999999999999999999"] {
            assert!(micros(wrong).is_err(), "{wrong:?}");
        }
    }
}
