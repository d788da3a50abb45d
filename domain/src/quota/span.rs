//! When paid months begin and end, one after the other.
//!
//! **Invariant:** months of one customer never overlap, and months in a row are counted from one anchor: one begun on
//! 31 January ends on 28 February, the next one on 31 March.

use chrono::{Duration, Months};

use crate::env::Timestamp;

/// A chain of months is never longer than this.
const CHAIN_MONTHS_MAX: u32 = 1200;

/// Half open: `starts_at <= now < ends_at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Day and time of the first month in the row.
    pub anchor: Timestamp,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

impl Span {
    /// The first of a row. `None`: the calendar does not reach that far; so below.
    pub fn first(now: Timestamp, months: u32) -> Option<Self> {
        Some(Self { anchor: now, starts_at: now, ends_at: month_after(now, months)? })
    }

    /// The same month with a later end: what comes behind it is counted from there.
    pub fn longer(&self, by: Duration) -> Option<Self> {
        let ends_at = self.ends_at.checked_add_signed(by)?;
        Some(Self { anchor: ends_at, starts_at: self.starts_at, ends_at })
    }

    /// The next of the row.
    pub fn after(&self, months: u32) -> Option<Self> {
        let so_far = (0..CHAIN_MONTHS_MAX).find(|n| month_after(self.anchor, *n) >= Some(self.ends_at))?;
        let ends_at = month_after(self.anchor, so_far.checked_add(months)?)?;
        Some(Self { anchor: self.anchor, starts_at: self.ends_at, ends_at })
    }

    /// Where the month of a payment goes: behind the last one while that runs, or while its grace does; else now.
    pub fn next(last: Option<&Self>, months: u32, now: Timestamp, grace: Duration) -> Option<Self> {
        match last {
            Some(last) if last.ends_at + grace > now => last.after(months),
            _ => Self::first(now, months),
        }
    }

    /// A queue of months, so many each, that begins now.
    pub fn row(now: Timestamp, months: &[u32]) -> Option<Vec<Self>> {
        let mut row: Vec<Self> = Vec::with_capacity(months.len());
        for months in months {
            let span = match row.last() {
                Some(last) => last.after(*months)?,
                None => Self::first(now, *months)?,
            };
            row.push(span);
        }
        Some(row)
    }

    pub fn contains(&self, now: Timestamp) -> bool {
        self.starts_at <= now && now < self.ends_at
    }
}

/// The end of the `n`th month after an anchor.
fn month_after(anchor: Timestamp, n: u32) -> Option<Timestamp> {
    anchor.checked_add_months(Months::new(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn months_in_a_row_keep_their_day() {
        let row = Span::row(at("2027-01-31T10:00:00Z"), &[1, 1, 1]).unwrap();
        let ends: Vec<_> = row.iter().map(|span| span.ends_at).collect();
        assert_eq!(ends, ["2027-02-28T10:00:00Z", "2027-03-31T10:00:00Z", "2027-04-30T10:00:00Z"].map(at));
        assert_eq!(Span::first(at("2028-01-31T10:00:00Z"), 1).unwrap().ends_at, at("2028-02-29T10:00:00Z"));
    }

    #[test]
    fn what_is_behind_a_longer_month_is_counted_from_its_new_end() {
        let first = Span::first(at("2027-01-30T10:00:00Z"), 1).unwrap();
        let longer = first.longer(Duration::hours(25)).unwrap();
        assert_eq!((longer.starts_at, longer.ends_at), (at("2027-01-30T10:00:00Z"), at("2027-03-01T11:00:00Z")));
        let next = longer.after(1).unwrap();
        assert_eq!((next.starts_at, next.ends_at), (longer.ends_at, at("2027-04-01T11:00:00Z")));
        assert_eq!(next.after(2).unwrap().ends_at, at("2027-06-01T11:00:00Z"));
    }

    #[test]
    fn a_month_goes_behind_the_last_one_while_it_or_its_grace_runs() {
        let first = Span::first(at("2027-01-15T10:00:00Z"), 1).unwrap();
        let grace = Duration::days(3);
        let next = |now: &str, grace| Span::next(Some(&first), 1, at(now), grace).unwrap();
        assert_eq!(next("2027-01-20T00:00:00Z", Duration::zero()).starts_at, first.ends_at);
        assert_eq!(next("2027-02-17T00:00:00Z", grace).starts_at, first.ends_at, "the grace is no gift of days");
        let late = next("2027-02-17T00:00:00Z", Duration::zero());
        assert_eq!((late.starts_at, late.anchor), (at("2027-02-17T00:00:00Z"), at("2027-02-17T00:00:00Z")));
        assert_eq!(next("2027-02-18T10:00:00Z", grace).starts_at, at("2027-02-18T10:00:00Z"), "the end is open");
    }
}
