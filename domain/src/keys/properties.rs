//! Long random lives of a small pool.

use std::collections::BTreeSet;

use chrono::{Duration, TimeZone as _, Utc};
use proptest::prelude::*;

use super::{Closed, KeyHealth, KeyLimits, KeyPolicy, KeyState, Pick, Pool, PoolEnd, PoolKey};
use crate::env::Timestamp;
use crate::ids::{IncidentId, ProxyId};
use crate::outcome::Class;
use crate::proxy::ProxyHealth;

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
    /// The proxy of two keys dies or heals.
    Proxy {
        works: bool,
    },
    Activate {
        key: u8,
    },
}

fn event() -> impl Strategy<Value = Event> {
    let of = |classes: Vec<Class>| (0..8usize, prop::sample::select(classes));
    prop_oneof![
        1 => (1..400i64).prop_map(|seconds| Event::Pass { seconds }),
        2 => (1..10i64).prop_map(|seconds| Event::Pass { seconds }),
        4 => Just(Event::Open),
        2 => of(Class::ALL.to_vec()).prop_map(|(nth, class)| Event::Close { nth, class }),
        2 => of(vec![Class::Ok, Class::Overload, Class::Timeout]).prop_map(|(nth, class)| Event::Close { nth, class }),
        1 => any::<bool>().prop_map(|works| Event::Proxy { works }),
        1 => (0..5u8).prop_map(|key| Event::Activate { key }),
    ]
}

const PROXY: ProxyId = ProxyId(uuid::Uuid::nil());

fn start() -> Timestamp {
    Utc.timestamp_opt(1_800_000_000, 0).unwrap()
}

fn incident() -> IncidentId {
    IncidentId(uuid::Uuid::nil())
}

fn pool_of(keys: u8, max_in_flight: u32) -> Pool<u8> {
    let mut pool = Pool::new();
    pool.keys.extend((0..keys).map(|key| (key, PoolKey::new(KeyLimits { max_in_flight, rpm: None }, start()))));
    pool
}

struct Open {
    key: u8,
    at: Timestamp,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// No pick of a key that is in an admin's hands, full, or cut off; of a resting one only as the last resort; one
    /// request at a time on probation and as the last resort; strikes only grow by one per cooldown; a key that rests for a
    /// shared cause was not struck; every slot comes back.
    #[test]
    fn the_pool_keeps_its_rules(events in prop::collection::vec(event(), 1..300)) {
        let policy = KeyPolicy::default();
        let mut now = start();
        let mut pool = pool_of(5, 3);
        pool.proxies.insert(PROXY, ProxyHealth::Ok);
        for (id, key) in &mut pool.keys {
            key.proxy = (*id < 2).then_some(PROXY);
            key.proxy_only = *id == 0;
            key.account = (*id >= 2).then(|| "one".to_owned());
        }
        let mut open: Vec<Open> = Vec::new();
        for event in events {
            match event {
                Event::Pass { seconds } => now += Duration::seconds(seconds),
                Event::Proxy { works } => {
                    let health = pool.proxies.get_mut(&PROXY).unwrap();
                    *health = if works { ProxyHealth::Ok } else { health.failed(true, now, &pool.proxy_policy) };
                }
                Event::Activate { key } => {
                    let key = pool.keys.get_mut(&key).unwrap();
                    key.not_for.clear();
                    key.becomes(KeyHealth::activated(now), now);
                }
                Event::Open => {
                    let before = pool.clone();
                    if let Pick::Key(key) = pool.pick("m", &BTreeSet::new(), true, now) {
                        let was = &before.keys[&key];
                        let rests = matches!(was.health.state.at(now), KeyState::Cooldown { .. });
                        let most = match was.health.state.at(now) {
                            KeyState::Active => 3,
                            KeyState::Probation | KeyState::Cooldown { .. } => 1,
                            other => panic!("picked a key that is {other:?}"),
                        };
                        prop_assert!(was.in_flight < most);
                        prop_assert!(!was.not_for.contains("m"));
                        prop_assert_eq!(pool.keys[&key].resorting, rests);
                        if rests {
                            prop_assert!(was.health.resort_at.is_some_and(|at| at <= now), "the upstream asked for it");
                            prop_assert!(!before.keys.values().any(|key| key.resorting), "two last resorts at once");
                            let live = |id: &u8, key: &PoolKey| {
                                let cut_off = *id == 0 && matches!(before.proxies[&PROXY], ProxyHealth::Dead { until, .. } if until > now);
                                key.is_live(now) && !key.not_for.contains("m") && !cut_off
                            };
                            prop_assert!(!before.keys.iter().any(|(id, key)| live(id, key)), "not the last");
                        }
                        let cut_off = matches!(before.proxies[&PROXY], ProxyHealth::Dead { until, .. } if until > now);
                        prop_assert!(!(key == 0 && cut_off), "went around its proxy, or waited for it in vain");
                        open.push(Open { key, at: now });
                    }
                }
                Event::Close { nth, class } if !open.is_empty() => {
                    let Open { key, at } = open.remove(nth % open.len());
                    let was = pool.keys[&key].health;
                    let end = PoolEnd { key, model: "m", class, opened_at: at };
                    let Closed { shared, .. } = pool.close(end, incident(), now, &policy);
                    let is = pool.keys[&key].health;
                    prop_assert!(is.strikes <= was.strikes + u32::from(!shared));
                    if was.cooled_at.is_some_and(|cooled| at < cooled) {
                        prop_assert!(is.strikes == was.strikes, "an old attempt struck");
                    }
                    if matches!(was.state, KeyState::Cooldown { .. }) {
                        prop_assert!(is.strikes <= was.strikes, "a second strike of one cooldown");
                    }
                    if was.state.needs_admin() {
                        prop_assert_eq!(is.state, was.state);
                    }
                    if class.is_customers() {
                        prop_assert_eq!(is, was);
                    }
                    if is.incident.is_some() {
                        prop_assert!(is.state.until().is_none_or(|until| until <= now + Duration::seconds(30)));
                    }
                }
                Event::Close { .. } => {}
            }
        }
        for (id, key) in &pool.keys {
            let held = open.iter().filter(|o| o.key == *id).count();
            prop_assert_eq!(key.in_flight as usize, held);
        }
        // Nothing is stuck: with all attempts ended and time, whatever isn't an admin's can be picked.
        for Open { key, at } in open {
            pool.close(PoolEnd { key, model: "m", class: Class::Abandoned, opened_at: at }, incident(), now, &policy);
        }
        now += Duration::days(2);
        let usable = pool.keys.values().any(|key| !key.health.state.needs_admin() && !key.not_for.contains("m"));
        prop_assert_eq!(matches!(pool.pick("m", &BTreeSet::new(), true, now), Pick::Key(_)), usable);
    }

    /// Healthy keys take turns.
    #[test]
    fn round_robin_is_fair(rounds in 1..20usize) {
        let mut pool = pool_of(5, 100);
        let picks: Vec<_> = (0..rounds * 5).map(|_| pool.pick("m", &BTreeSet::new(), true, start())).collect();
        for round in picks.chunks(5) {
            let distinct: BTreeSet<_> = round.iter().map(|p| match p { Pick::Key(k) => *k, _ => 99 }).collect();
            prop_assert_eq!(distinct.len(), 5);
        }
    }
}

#[test]
fn more_than_ten_strikes_in_a_row_ask_for_a_look() {
    let policy = KeyPolicy::default();
    let mut now = start();
    let mut health = KeyHealth::fresh();
    for strike in 1..=10 {
        health = health.after(Class::Overload, None, now, now, &policy).health;
        assert!(matches!(health.state, KeyState::Cooldown { .. }), "strike {strike}");
        now += Duration::seconds(301);
        health = health.at(now);
        assert_eq!(health.state, KeyState::Probation);
    }
    health = health.after(Class::Overload, None, now, now, &policy).health;
    assert_eq!(health.state, KeyState::ManualReview);
}

#[test]
fn twenty_requests_in_flight_and_one_blip_are_one_strike() {
    let policy = KeyPolicy::default();
    let opened = start();
    let mut health = KeyHealth::fresh();
    for n in 0..20 {
        health = health.after(Class::Overload, None, opened, opened + Duration::seconds(1 + n), &policy).health;
    }
    assert_eq!(health.strikes, 1);
}
