//! Times that somebody else wrote.

use chrono::{DateTime, Datelike as _};

use crate::Timestamp;

/// `None`: no database knows every year that can be written.
pub fn in_our_time(time: Timestamp) -> Option<Timestamp> {
    (1970..=9999).contains(&time.year()).then_some(time)
}

/// Of a cursor: microseconds since 1970.
pub fn from_micros(text: &str) -> Option<Timestamp> {
    DateTime::from_timestamp_micros(text.parse().ok()?).and_then(in_our_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_of_a_year_that_every_database_knows() {
        assert!(from_micros("1800000000123456").is_some());
        assert!(from_micros("0").is_some());
        for odd in ["-1", "-8000000000000000000", "8000000000000000000", "9223372036854775808", "", "now"] {
            assert_eq!(from_micros(odd), None, "{odd}");
        }
    }
}
