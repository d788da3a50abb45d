//! A value over time.

use std::time::Duration;

/// What something was, and since when, counted from the start of the sandbox.
#[derive(Debug, Clone)]
pub(super) struct Line<T> {
    start: T,
    /// In order of time.
    turns: Vec<(Duration, T)>,
}

impl<T: PartialEq> Line<T> {
    pub(super) fn new(start: T) -> Self {
        Self { start, turns: Vec::new() }
    }

    pub(super) fn set(&mut self, since: Duration, value: T) {
        if *self.turns.last().map_or(&self.start, |(_, last)| last) != value {
            self.turns.push((since, value));
        }
    }

    pub(super) fn at(&self, moment: Duration) -> &T {
        let after = self.turns.partition_point(|(since, _)| *since <= moment);
        after.checked_sub(1).map_or(&self.start, |last| &self.turns[last].1)
    }

    /// When it turned after `from` and up to `to`.
    pub(super) fn turns_between(&self, from: Duration, to: Duration) -> impl Iterator<Item = Duration> {
        let first = self.turns.partition_point(|(since, _)| *since <= from);
        self.turns[first..].iter().map(|(since, _)| *since).take_while(move |since| *since <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_holds_from_its_turn_to_the_next() {
        let ms = Duration::from_millis;
        let mut line = Line::new('a');
        line.set(ms(10), 'b');
        line.set(ms(15), 'b');
        line.set(ms(20), 'c');
        let at: String = [0, 9, 10, 19, 20, 99].map(|moment| *line.at(ms(moment))).iter().collect();
        assert_eq!(at, "aabbcc");
        assert_eq!(line.turns_between(ms(10), ms(20)).collect::<Vec<_>>(), [ms(20)], "saying it again is no turn");
        assert_eq!(line.turns_between(ms(0), ms(19)).collect::<Vec<_>>(), [ms(10)]);
    }
}
