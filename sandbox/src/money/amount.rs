//! Money, exact.

use std::{fmt, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::json::Json;

/// No coin has more decimals.
const DECIMALS_MAX: u32 = 18;
/// No price and no payment is larger, so that sums and products stay exact.
const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// An exact amount, of a coin or of a currency; never below zero where it is read. As JSON it is text (`"0.001"`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(Decimal);

/// Text that is no amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount is decimal text such as 0.001, at least 0, with at most 18 decimals")
    }
}

impl std::error::Error for NotAnAmount {}

impl FromStr for Amount {
    type Err = NotAnAmount;

    /// Plain decimals, and the exponents that a sender's numbers may have.
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let decimal = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
        let decimal = decimal.map_err(|_| NotAnAmount)?.normalize();
        let fits = !decimal.is_sign_negative() && decimal <= Decimal::from(AMOUNT_MAX);
        (fits && decimal.scale() <= DECIMALS_MAX).then_some(Self(decimal)).ok_or(NotAnAmount)
    }
}

impl fmt::Display for Amount {
    /// Without exponent and without trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Amount {
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// `new(5, 3)` is 0.005.
    pub(crate) fn new(digits: u32, decimals: u32) -> Self {
        Self(Decimal::new(digits.into(), decimals))
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// May be below zero.
    pub(super) fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    /// What is missing to `asked`; zero where nothing is.
    pub(super) fn missing_to(self, asked: Self) -> Self {
        Self((asked.0 - self.0).max(Decimal::ZERO))
    }

    pub(super) fn twice(self) -> Self {
        self.plus(self)
    }

    /// Rounded down to so many decimals, as no coin has a smaller part.
    pub(super) fn half(self, decimals: u32) -> Self {
        Self((self.0 / Decimal::TWO).round_dp_with_strategy(decimals, RoundingStrategy::ToZero))
    }

    /// Less so many percent.
    pub(super) fn less_percent(self, percent: Self) -> Self {
        Self(self.0 * (Decimal::ONE_HUNDRED - percent.0).max(Decimal::ZERO) / Decimal::ONE_HUNDRED)
    }

    /// `self` at `rate` each, as many as `unit_rate` each would be; rounded up to so many decimals, so that the seller
    /// never gets less. `None`: too much to count, or a unit that is worth nothing.
    pub(super) fn exchanged(self, rate: Self, unit_rate: Self, decimals: u32) -> Option<Self> {
        let worth = self.0.checked_mul(rate.0)?.checked_div(unit_rate.0)?;
        Some(Self(worth.round_dp_with_strategy(decimals, RoundingStrategy::AwayFromZero)))
    }

    /// A JSON number as JavaScript writes it, which is what NOWPayments is made of: below a millionth with an exponent.
    pub(super) fn number(self) -> Json {
        let decimal = self.0.normalize();
        if decimal.is_zero() || decimal.abs() >= Decimal::new(1, 6) {
            return Json::Number(decimal.to_string());
        }
        let digits = decimal.mantissa().to_string();
        let (first, rest) = digits.split_at(1);
        let exponent = i64::from(decimal.scale()) - i64::try_from(rest.len()).unwrap_or_default();
        let point = if rest.is_empty() { "" } else { "." };
        Json::Number(format!("{first}{point}{rest}e-{exponent}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().expect("an amount")
    }

    #[test]
    fn an_amount_is_exact_and_has_one_text() {
        assert_eq!(amount("0.10").plus(amount("0.2")).to_string(), "0.3");
        assert_eq!(amount("1e-8").to_string(), "0.00000001");
        assert_eq!(serde_json::to_string(&amount("9.00")).expect("json"), "\"9\"");
        assert_eq!(amount("0.00000003").half(8).to_string(), "0.00000001");
        assert_eq!(amount("9").exchanged(Amount::new(1, 0), amount("60000"), 8), Some(amount("0.00015")));
        assert_eq!(amount("1").exchanged(Amount::new(1, 0), amount("3"), 2), Some(amount("0.34")));
        assert_eq!(amount("1").exchanged(Amount::new(1, 0), Amount::ZERO, 2), None);
        assert_eq!(amount("200").less_percent(amount("0.5")), amount("199"));
        for bad in ["", "-1", "1,5", "NaN", "1e30", "0.0000000000000000001"] {
            assert!(bad.parse::<Amount>().is_err(), "{bad:?}");
        }
        assert!(serde_json::from_str::<Amount>("1.5").is_err(), "a number may have been a float");
    }

    #[test]
    fn a_number_is_written_as_javascript_would() {
        for (text, number) in [
            ("15.0", "15"),
            ("0.000001", "0.000001"),
            ("0.0000001", "1e-7"),
            ("0.00000012", "1.2e-7"),
            ("0.17070286", "0.17070286"),
            ("0", "0"),
        ] {
            assert_eq!(amount(text).number().to_string(), number);
        }
    }
}
