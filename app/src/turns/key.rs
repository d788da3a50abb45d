//! The name a customer's program gives to a request, so that sending it twice asks once.

/// 1 to 64 characters of `A-Z`, `a-z`, `0-9`, `_` and `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    pub const CHARS_MAX: usize = 64;

    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        (plain && (1..=Self::CHARS_MAX).contains(&text.len())).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_and_plain() {
        for good in ["a", "0192f0c1-aaaa_B", &"x".repeat(64)] {
            assert!(IdempotencyKey::parse(good).is_some(), "{good}");
        }
        for bad in ["", "a b", "ä", "a/b", "a\n", &"x".repeat(65)] {
            assert!(IdempotencyKey::parse(bad).is_none(), "{bad}");
        }
    }
}
