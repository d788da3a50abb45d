//! US dollars as people and upstreams write them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use super::capabilities::MicroUsd;
use crate::plugin::from_text;

const DECIMALS: usize = 6;

/// A price in a setting: `"0.0336"` is 33,600 millionths of a dollar. At most six decimals, never a float on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usd(pub MicroUsd);

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

impl fmt::Display for Usd {
    /// Exact, with at least the cents: `0.0336`, `2.00`, `-0.25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0.0 < 0 { "-" } else { "" };
        let (dollars, micros) = (self.0.0.unsigned_abs() / 1_000_000, self.0.0.unsigned_abs() % 1_000_000);
        let micros = format!("{micros:0DECIMALS$}");
        let decimals = micros.trim_end_matches('0').len().max(2);
        write!(f, "{sign}{dollars}.{}", &micros[..decimals])
    }
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer)
    }
}

impl MicroUsd {
    /// An amount that an upstream tells as a JSON number of dollars, rounded to millionths. `None`: no amount of money.
    pub fn from_usd(amount: f64) -> Option<Self> {
        format!("{amount:.DECIMALS$}").replace('.', "").parse().map(Self).ok()
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

    #[test]
    fn an_amount_is_shown_exactly() {
        for text in ["0.0336", "2.00", "0.000001", "12.50", "0.00", "1234.567891"] {
            assert_eq!(text.parse::<Usd>().unwrap().to_string(), text);
        }
        assert_eq!(Usd(MicroUsd(-250_000)).to_string(), "-0.25");
        assert_eq!(Usd(MicroUsd(-10_001)).to_string(), "-0.010001");
    }

    #[test]
    fn an_upstreams_number_is_rounded_to_millionths() {
        let micros = |amount| MicroUsd::from_usd(amount).map(|usd| usd.0);
        assert_eq!(micros(6.5), Some(6_500_000));
        assert_eq!(micros(106.499_999_7), Some(106_500_000));
        assert_eq!(micros(-0.25), Some(-250_000));
        assert_eq!(micros(-1e-9), Some(0));
        for wrong in [f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(micros(wrong), None, "{wrong}");
        }
    }
}
