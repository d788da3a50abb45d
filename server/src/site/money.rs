//! Prices and counts as a language writes them, exact.

use nproxy_app::accounts::Language;
use nproxy_domain::processor::Price;

const NO_BREAK: char = '\u{a0}';

/// Signs that nobody takes for another currency's.
const SIGNS: [(&str, &str); 4] = [("USD", "$"), ("EUR", "€"), ("GBP", "£"), ("RUB", "₽")];

/// `$9.00`, `9,00 $`, `CHF 9.00`.
pub fn price(language: Language, price: &Price) -> String {
    let text = price.amount();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut amount = grouped(language, whole);
    if let Some(rest) = rest {
        amount.push(if language == Language::Ru { ',' } else { '.' });
        amount.push_str(rest);
    }
    let currency = price.currency.as_str();
    let sign = SIGNS.iter().find(|(code, _)| *code == currency).map(|(_, sign)| *sign);
    match (language, sign) {
        (Language::En, Some(sign)) => format!("{sign}{amount}"),
        (Language::En, None) => format!("{currency}{NO_BREAK}{amount}"),
        (Language::Ru, sign) => format!("{amount}{NO_BREAK}{}", sign.unwrap_or(currency)),
    }
}

pub fn count(language: Language, n: u32) -> String {
    grouped(language, &n.to_string())
}

fn grouped(language: Language, digits: &str) -> String {
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(if language == Language::Ru { NO_BREAK } else { ',' });
        }
        out.push(digit);
    }
    out
}

/// Which form of a word a number takes, after the Unicode plural rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    One,
    Few,
    Many,
}

impl Plural {
    pub fn of(language: Language, n: u32) -> Self {
        match (language, n, n % 10, n % 100) {
            (Language::En, 1, ..) => Self::One,
            (Language::Ru, _, 1, hundredths) if hundredths != 11 => Self::One,
            (Language::Ru, _, 2..=4, hundredths) if !(12..=14).contains(&hundredths) => Self::Few,
            _ => Self::Many,
        }
    }

    pub fn of_forms<'a>(self, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
        match self {
            Self::One => one,
            Self::Few => few,
            Self::Many => many,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_exact_in_every_language() {
        let both = |minor_units: i64, currency: &str| {
            let asked = Price { minor_units, currency: currency.into() };
            [price(Language::En, &asked), price(Language::Ru, &asked)].map(|text| text.replace(NO_BREAK, "_"))
        };
        assert_eq!(both(900, "USD"), ["$9.00", "9,00_$"]);
        assert_eq!(both(123_456_789, "EUR"), ["€1,234,567.89", "1_234_567,89_€"]);
        assert_eq!(both(1_000, "JPY"), ["JPY_1,000", "1_000_JPY"]);
        assert_eq!(both(1_500, "KWD"), ["KWD_1.500", "1,500_KWD"]);
    }

    #[test]
    fn numbers_take_the_form_that_the_language_gives_them() {
        for (n, form) in [(1, Plural::One), (2, Plural::Few), (5, Plural::Many), (11, Plural::Many), (13, Plural::Many)]
        {
            assert_eq!(Plural::of(Language::Ru, n), form, "{n}");
        }
        assert_eq!(Plural::of(Language::Ru, 121), Plural::One);
        assert_eq!(Plural::of(Language::Ru, 500), Plural::Many);
        assert_eq!((Plural::of(Language::En, 1), Plural::of(Language::En, 21)), (Plural::One, Plural::Many));
    }
}
