//! How fast a bot may send: about a message a second to one chat, thirty a second over all
//! (core.telegram.org/bots/faq, "My bot is hitting limits").

use std::collections::HashMap;

/// Each chat, and all of them together, have a burst that fills up again by one message each interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloodLimits {
    pub chat_burst: u32,
    pub chat_interval_ms: u64,
    pub total_burst: u32,
    pub total_interval_ms: u64,
}

impl Default for FloodLimits {
    fn default() -> Self {
        Self { chat_burst: 5, chat_interval_ms: 1000, total_burst: 30, total_interval_ms: 34 }
    }
}

/// When a gate's burst will be full again.
#[derive(Debug, Default)]
pub(super) struct Flood {
    chats: HashMap<i64, u64>,
    total: u64,
}

impl Flood {
    /// `Err`: seconds to wait, at least 1. What is refused counts nothing.
    pub(super) fn pass(&mut self, limits: &FloodLimits, chat: i64, now_ms: u64) -> Result<(), u64> {
        let full_at = self.chats.entry(chat).or_default();
        let of_chat = full_after(*full_at, limits.chat_burst, limits.chat_interval_ms, now_ms)?;
        let of_all = full_after(self.total, limits.total_burst, limits.total_interval_ms, now_ms)?;
        (*full_at, self.total) = (of_chat, of_all);
        Ok(())
    }
}

fn full_after(full_at: u64, burst: u32, interval_ms: u64, now_ms: u64) -> Result<u64, u64> {
    let full_at = full_at.max(now_ms) + interval_ms;
    match (full_at - now_ms).checked_sub(interval_ms * u64::from(burst)) {
        None | Some(0) => Ok(full_at),
        Some(over_ms) => Err(over_ms.div_ceil(1000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_takes_a_burst_and_then_a_message_a_second() {
        let (mut flood, limits) = (Flood::default(), FloodLimits { chat_burst: 3, ..FloodLimits::default() });
        for _ in 0..3 {
            assert_eq!(flood.pass(&limits, 1, 10_000), Ok(()));
        }
        assert_eq!(flood.pass(&limits, 1, 10_000), Err(1));
        assert_eq!(flood.pass(&limits, 2, 10_000), Ok(()), "another chat");
        assert_eq!(flood.pass(&limits, 1, 10_999), Err(1));
        assert_eq!(flood.pass(&limits, 1, 11_000), Ok(()));
        assert_eq!(flood.pass(&limits, 1, 11_000), Err(1));
    }

    #[test]
    fn all_chats_together_take_thirty_a_second() {
        let (mut flood, limits) = (Flood::default(), FloodLimits::default());
        assert!((0..30).all(|chat| flood.pass(&limits, chat, 0).is_ok()));
        assert_eq!(flood.pass(&limits, 99, 0), Err(1));
        assert_eq!((0..100).filter(|chat| flood.pass(&limits, *chat, 1000).is_ok()).count(), 29);
    }
}
