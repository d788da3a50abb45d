//! What a customer sees instead of a count.

use serde::{Deserialize, Serialize};

/// About how much is left: 100, 80, 60, 40, 20 or 0 percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bucket(pub u8);

/// `ceil(5 * (limit - spent) / limit) * 20`: 0 only when truly nothing is left.
pub fn bucket(limit: u32, spent: u32) -> Bucket {
    let left = u64::from(limit.saturating_sub(spent));
    if limit == 0 || left == 0 {
        return Bucket(0);
    }
    let fifths = (5 * left).div_ceil(u64::from(limit));
    Bucket(u8::try_from(fifths * 20).unwrap_or(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_where_the_design_puts_them() {
        for (left, shown) in [(100, 100), (81, 100), (80, 80), (61, 80), (60, 60), (41, 60), (40, 40), (21, 40)] {
            assert_eq!(bucket(100, 100 - left), Bucket(shown), "{left} left");
        }
        for (left, shown) in [(20, 20), (1, 20), (0, 0)] {
            assert_eq!(bucket(100, 100 - left), Bucket(shown), "{left} left");
        }
        assert_eq!(bucket(0, 0), Bucket(0));
        assert_eq!(bucket(u32::MAX, 1), Bucket(100));
    }
}
