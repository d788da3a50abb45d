//! Long random histories of one cycle against its ledger.

use proptest::prelude::*;

use super::{Counters, EntryKind, Ledger, bucket};

#[derive(Clone, Copy, Debug)]
enum Event {
    Hold(u32),
    Spend,
    Release,
    Grant(u32),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (1..5u32).prop_map(Event::Hold),
        Just(Event::Spend),
        Just(Event::Release),
        (1..3u32).prop_map(Event::Grant),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_always_sums_to_the_counters(limit in 0..60u32, events in prop::collection::vec(event(), 1..400)) {
        let mut counters = Counters { limit, spent: 0, held: 0 };
        let mut ledger = Ledger::default();
        ledger.add(EntryKind::Open, limit.into());
        let mut shown = bucket(counters.limit, counters.spent);
        for event in events {
            let before = counters;
            match event {
                Event::Hold(n) => if let Ok(next) = counters.hold(n) {
                    counters = next;
                    ledger.add(EntryKind::Hold, n.into());
                },
                Event::Spend => if let Some(next) = counters.spend() {
                    counters = next;
                    ledger.add(EntryKind::Spend, 1);
                },
                Event::Release => if let Some(next) = counters.release() {
                    counters = next;
                    ledger.add(EntryKind::Release, 1);
                },
                Event::Grant(n) => {
                    counters.limit += n;
                    ledger.add(EntryKind::Grant, n.into());
                }
            }
            prop_assert!(counters.spent + counters.held <= counters.limit);
            prop_assert_eq!(ledger.counters(), Some(counters));
            let now = bucket(counters.limit, counters.spent);
            if counters.limit == before.limit {
                prop_assert!(now <= shown, "the ring never grows within a cycle");
            }
            prop_assert_eq!(now.0 == 0, counters.spent == counters.limit);
            shown = now;
        }
    }
}
