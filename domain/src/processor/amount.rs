//! Money, exact: fiat in minor units, coins as decimal text.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount of a fiat currency in its minor units: 900 USD is 9.00 dollars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    pub minor_units: i64,
    /// ISO 4217, in capitals.
    pub currency: String,
}

/// Currencies with another number of decimals than two (ISO 4217).
const DECIMALS: [(&str, u32); 5] = [("JPY", 0), ("KRW", 0), ("VND", 0), ("KWD", 3), ("BHD", 3)];

/// Text that is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an amount")]
pub struct NotAnAmount(String);

impl Price {
    pub fn decimals(currency: &str) -> u32 {
        DECIMALS.iter().find(|(code, _)| *code == currency).map_or(2, |(_, decimals)| *decimals)
    }

    /// `9.00` of `usd`. Refuses what the currency has no coin for.
    pub fn parse(amount: &str, currency: &str) -> Result<Self, NotAnAmount> {
        let not = || NotAnAmount(crate::redact::plain(amount, &[]));
        let currency = currency.to_ascii_uppercase();
        let decimal = parse_decimal(amount).ok_or_else(not)?;
        let minor = decimal.checked_mul(Decimal::from(10_i64.pow(Self::decimals(&currency)))).ok_or_else(not)?;
        if !minor.fract().is_zero() || minor.is_sign_negative() && !minor.is_zero() {
            return Err(not());
        }
        let minor_units = i64::try_from(minor.trunc()).map_err(|_| not())?;
        Ok(Self { minor_units, currency })
    }

    /// Without the currency: `9.00`.
    pub fn amount(&self) -> String {
        Decimal::new(self.minor_units, Self::decimals(&self.currency)).to_string()
    }
}

impl std::fmt::Display for Price {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}

/// An amount of a coin, exact. Its text is canonical: no exponent, no trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CryptoAmount(Decimal);

const PERMILLE: u32 = 1000;
/// A float has 15 digits; a few go in what is done with it.
const FLOAT_PARTS: u64 = 1_000_000_000_000;

impl CryptoAmount {
    pub const ZERO: Self = Self(Decimal::ZERO);

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// What is missing to `asked`; zero where nothing is.
    pub fn missing_to(self, asked: Self) -> Self {
        Self((asked.0 - self.0).max(Decimal::ZERO).normalize())
    }

    /// Both together, exact. `None`: they have more digits than can be counted.
    pub fn plus(self, other: Self) -> Option<Self> {
        let exact = |sum: &Decimal| sum.scale() == self.0.scale().max(other.0.scale());
        self.0.checked_add(other.0).filter(exact).map(|sum| Self(sum.normalize()))
    }

    /// Whether the two differ by no more than floats that were reckoned with.
    pub fn is_nearly(self, other: Self) -> bool {
        let apart = (self.0 - other.0).abs().checked_mul(Decimal::from(FLOAT_PARTS));
        apart.is_some_and(|apart| apart <= self.0.max(other.0))
    }

    /// Whether this pays for `asked`, when so many thousandths may be missing.
    pub fn covers(self, asked: Self, missing_permille_max: u32) -> bool {
        let least = Decimal::from(PERMILLE.saturating_sub(missing_permille_max));
        match (self.0.checked_mul(Decimal::from(PERMILLE)), asked.0.checked_mul(least)) {
            (Some(got), Some(least)) => got >= least,
            _ => self.0 >= asked.0,
        }
    }

    /// Whether this is more than `asked` by more than so many thousandths.
    pub fn exceeds(self, asked: Self, excess_permille_max: u32) -> bool {
        let most = Decimal::from(PERMILLE.saturating_add(excess_permille_max));
        match (self.0.checked_mul(Decimal::from(PERMILLE)), asked.0.checked_mul(most)) {
            (Some(got), Some(most)) => got > most,
            _ => self.0 > asked.0,
        }
    }
}

fn parse_decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

impl std::str::FromStr for CryptoAmount {
    type Err = NotAnAmount;

    /// Takes plain and scientific notation, as processors send both; refuses what is negative or not exact.
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        match parse_decimal(text) {
            Some(amount) if !amount.is_sign_negative() || amount.is_zero() => Ok(Self(amount.abs().normalize())),
            _ => Err(NotAnAmount(crate::redact::plain(text, &[]))),
        }
    }
}

impl std::fmt::Display for CryptoAmount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for CryptoAmount {
    /// As text: a JSON number would pass through a float.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CryptoAmount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coins(text: &str) -> CryptoAmount {
        text.parse().unwrap()
    }

    #[test]
    fn an_amount_is_exact_and_has_one_text() {
        let text = |amount: &str| coins(amount).to_string();
        assert_eq!(text("0.0010000"), "0.001");
        assert_eq!(text("1e-8"), "0.00000001");
        assert_eq!(text("9.00"), "9");
        assert_eq!(text("0.000000000000000001"), "0.000000000000000001");
        for bad in ["", "-1", "1,5", "NaN", "0x10", "1.0.0"] {
            assert!(bad.parse::<CryptoAmount>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_price_is_whole_minor_units() {
        let price = |amount, currency| Price::parse(amount, currency).map(|price| price.minor_units);
        assert_eq!(price("9", "usd"), Ok(900));
        assert_eq!(price("9.990", "USD"), Ok(999));
        assert_eq!(price("1e1", "EUR"), Ok(1000));
        assert_eq!(price("500", "JPY"), Ok(500));
        for (bad, currency) in [("9.999", "USD"), ("1.5", "JPY"), ("-1", "USD"), ("", "USD"), ("1e30", "USD")] {
            assert!(price(bad, currency).is_err(), "{bad} {currency}");
        }
        assert_eq!(Price::parse("9.5", "usd").unwrap().to_string(), "9.50 USD");
    }

    #[test]
    fn a_sum_is_exact_or_none() {
        assert_eq!(coins("0.1").plus(coins("0.20")), Some(coins("0.3")));
        assert_eq!(coins("0.9").plus(coins("0.1")), Some(coins("1")));
        assert_eq!(coins("9000000000000000000").plus(coins("0.000000000000000001")), None, "a digit would be lost");
    }

    #[test]
    fn what_floats_err_by_is_no_difference() {
        assert!(coins("3.0440897036220003").is_nearly(coins("3.0440897036220007")));
        assert!(coins("0").is_nearly(coins("0")));
        assert!(!coins("0").is_nearly(coins("0.000000000000000001")));
        assert!(!coins("3.04408971").is_nearly(coins("3.0440897")));
    }

    #[test]
    fn a_little_less_still_pays() {
        assert!(coins("0.995").covers(coins("1"), 5));
        assert!(!coins("0.99499999").covers(coins("1"), 5));
        assert!(coins("1").covers(coins("1"), 0));
        assert!(!coins("1.005").exceeds(coins("1"), 5));
        assert!(coins("1.00500001").exceeds(coins("1"), 5));
        assert_eq!(coins("0.4").missing_to(coins("1")), coins("0.6"));
        assert_eq!(coins("2").missing_to(coins("1")), CryptoAmount::ZERO);
    }
}
