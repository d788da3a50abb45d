//! Which calls belong to which attempts, where nothing but time says so.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// From and to, both included, in milliseconds since 1970.
pub type Span = (i64, i64);

/// The most moments that can each be given a span of their own that they lie in.
pub fn matched(moments: &[i64], spans: &[Span]) -> usize {
    moments.len() - left_over(moments, spans).len()
}

/// The moments for which no span is left, as few as possible.
///
/// Whenever a moment comes, the span that ends first takes it: no other choice leaves more for later ones.
pub fn left_over(moments: &[i64], spans: &[Span]) -> Vec<i64> {
    let (mut moments, mut spans) = (moments.to_vec(), spans.to_vec());
    moments.sort_unstable();
    spans.sort_unstable();
    let mut spans = spans.into_iter().peekable();
    let mut open = BinaryHeap::new();
    let mut left = Vec::new();
    for moment in moments {
        while let Some((_, to)) = spans.next_if(|(from, _)| *from <= moment) {
            open.push(Reverse(to));
        }
        while open.peek().is_some_and(|Reverse(to)| *to < moment) {
            open.pop();
        }
        if open.pop().is_none() {
            left.push(moment);
        }
    }
    left
}

#[test]
fn a_span_takes_one_moment_and_as_many_as_possible_do() {
    assert_eq!(matched(&[5], &[(1, 4), (6, 9)]), 0);
    assert_eq!(matched(&[5, 5], &[(1, 9)]), 1, "one call cannot be two attempts");
    assert_eq!(matched(&[2, 8], &[(1, 9), (1, 3)]), 2, "the short one first");
    assert_eq!(matched(&[2, 3, 8], &[(1, 3), (1, 3), (3, 9), (4, 4)]), 3);
}
