//! The requests of a paid month.

/// The counters of a cycle. `spent + held <= limit` always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counters {
    pub limit: u32,
    pub spent: u32,
    pub held: u32,
}

/// Why requests can't be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoldRefused {
    #[error("the month's requests are used up")]
    UsedUp,
    /// Would fit if the running pictures failed.
    #[error("running pictures hold the rest")]
    HeldByRunning,
}

impl Counters {
    /// Holds `n` requests, all or none.
    pub fn hold(self, n: u32) -> Result<Self, HoldRefused> {
        let left = self.limit.saturating_sub(self.spent);
        if left == 0 || n > left {
            return Err(HoldRefused::UsedUp);
        }
        if n > left.saturating_sub(self.held) {
            return Err(HoldRefused::HeldByRunning);
        }
        Ok(Self { held: self.held + n, ..self })
    }

    /// One held request becomes a spent one.
    pub fn spend(self) -> Option<Self> {
        Some(Self { held: self.held.checked_sub(1)?, spent: self.spent + 1, ..self })
    }

    /// One held request becomes free again.
    pub fn release(self) -> Option<Self> {
        Some(Self { held: self.held.checked_sub(1)?, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_cycle_tells_held_from_used_up() {
        let full = Counters { limit: 10, spent: 8, held: 1 };
        assert_eq!(full.hold(2), Err(HoldRefused::HeldByRunning));
        assert_eq!(full.hold(3), Err(HoldRefused::UsedUp));
        assert_eq!(full.hold(1), Ok(Counters { limit: 10, spent: 8, held: 2 }));
        assert_eq!(Counters { limit: 10, spent: 10, held: 0 }.hold(1), Err(HoldRefused::UsedUp));
    }
}
