//! Long random lives of a small pool.

use std::collections::BTreeSet;

use chrono::{Duration, TimeZone as _, Utc};
use proptest::prelude::*;

use super::{KeyLimits, KeyPolicy, KeyState, Pick, Pool, PoolEnd, PoolKey};
use crate::env::Timestamp;
use crate::outcome::Class;

#[derive(Clone, Debug)]
enum Event {
    Pass {
        seconds: i64,
    },
    Open,
    /// Ends the nth open attempt.
    Close {
        nth: usize,
        class: Class,
    },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (1..400i64).prop_map(|seconds| Event::Pass { seconds }),
        Just(Event::Open),
        (0..8usize, prop::sample::select(Class::ALL.to_vec())).prop_map(|(nth, class)| Event::Close { nth, class }),
    ]
}

struct Open {
    key: u8,
    at: Timestamp,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// No pick of a key that is cooling, in an admin's hands or full; one request at a time on probation;
    /// strikes only grow by one per cooldown; every slot comes back.
    #[test]
    fn the_pool_keeps_its_rules(events in prop::collection::vec(event(), 1..300)) {
        let policy = KeyPolicy::default();
        let mut now = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
        let mut pool = Pool::new();
        for key in 0..4u8 {
            pool.keys.insert(key, PoolKey::new(KeyLimits { max_in_flight: 3, rpm: None }, now));
        }
        let mut open: Vec<Open> = Vec::new();
        for event in events {
            match event {
                Event::Pass { seconds } => now += Duration::seconds(seconds),
                Event::Open => {
                    let before = pool.clone();
                    if let Pick::Key(key) = pool.pick("m", &BTreeSet::new(), now) {
                        let was = &before.keys[&key];
                        let most = match was.health.state.at(now) {
                            KeyState::Active => 3,
                            KeyState::Probation => 1,
                            other => panic!("picked a key that is {other:?}"),
                        };
                        prop_assert!(was.in_flight < most);
                        prop_assert!(!was.not_for.contains("m"));
                        open.push(Open { key, at: now });
                    }
                }
                Event::Close { nth, class } if !open.is_empty() => {
                    let Open { key, at } = open.remove(nth % open.len());
                    let was = pool.keys[&key].health;
                    pool.close(PoolEnd { key, model: "m", class, opened_at: at }, now, &policy);
                    let is = pool.keys[&key].health;
                    prop_assert!(is.strikes <= was.strikes + 1);
                    if was.cooled_at.is_some_and(|cooled| at < cooled) {
                        prop_assert!(is.strikes == was.strikes, "an old attempt struck");
                    }
                    if was.state.needs_admin() {
                        prop_assert_eq!(is.state, was.state);
                    }
                    if class.is_customers() {
                        prop_assert_eq!(is, was);
                    }
                }
                Event::Close { .. } => {}
            }
        }
        for (id, key) in &pool.keys {
            let held = open.iter().filter(|o| o.key == *id).count();
            prop_assert_eq!(key.in_flight as usize, held);
        }
    }

    /// Healthy keys take turns.
    #[test]
    fn round_robin_is_fair(rounds in 1..20usize) {
        let now = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
        let mut pool = Pool::new();
        for key in 0..5u8 {
            pool.keys.insert(key, PoolKey::new(KeyLimits { max_in_flight: 100, rpm: None }, now));
        }
        let picks: Vec<_> = (0..rounds * 5).map(|_| pool.pick("m", &BTreeSet::new(), now)).collect();
        for round in picks.chunks(5) {
            let distinct: BTreeSet<_> = round.iter().map(|p| match p { Pick::Key(k) => *k, _ => 99 }).collect();
            prop_assert_eq!(distinct.len(), 5);
        }
    }
}

#[test]
fn more_than_ten_strikes_in_a_row_ask_for_a_look() {
    let policy = KeyPolicy::default();
    let mut now = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
    let mut health = super::KeyHealth::fresh();
    for strike in 1..=10 {
        health = health.after(Class::Overload, None, now, now, &policy).health;
        assert!(matches!(health.state, KeyState::Cooldown { .. }), "strike {strike}");
        now += Duration::seconds(301);
        assert_eq!(health.state.at(now), KeyState::Probation);
    }
    health = health.after(Class::Overload, None, now, now, &policy).health;
    assert_eq!(health.state, KeyState::ManualReview);
}

#[test]
fn twenty_requests_in_flight_and_one_blip_are_one_strike() {
    let policy = KeyPolicy::default();
    let opened = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
    let mut health = super::KeyHealth::fresh();
    for n in 0..20 {
        health = health.after(Class::Overload, None, opened, opened + Duration::seconds(1 + n), &policy).health;
    }
    assert_eq!(health.strikes, 1);
}
