//! What the pool does in the situations that its rules are made for.

use std::collections::BTreeSet;

use chrono::{Duration, TimeZone as _, Utc};

use super::{Closed, Joined, KeyHealth, KeyLimits, KeyPolicy, KeyState, Pick, Pool, PoolEnd, PoolKey, Scope, Way};
use crate::env::Timestamp;
use crate::ids::{IncidentId, ProxyId};
use crate::outcome::Class;

/// A pool and its clock.
struct Story {
    pool: Pool<u8>,
    now: Timestamp,
    policy: KeyPolicy,
}

impl Story {
    fn of(keys: u8) -> Self {
        let now = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
        let mut pool = Pool::new();
        let limits = KeyLimits { max_in_flight: 4, rpm: None };
        pool.keys.extend((0..keys).map(|key| (key, PoolKey::new(limits, now))));
        Self { pool, now, policy: KeyPolicy::default() }
    }

    fn pass(&mut self, seconds: i64) {
        self.now += Duration::seconds(seconds);
    }

    fn pick(&mut self) -> Pick<u8> {
        self.pool.pick("m", &BTreeSet::new(), true, self.now)
    }

    fn picked(&mut self) -> u8 {
        match self.pick() {
            Pick::Key(key) => key,
            other => panic!("{other:?}"),
        }
    }

    fn end(&mut self, key: u8, class: Class, opened_at: Timestamp) -> Closed<u8> {
        let end = PoolEnd { key, model: "m", class, opened_at };
        self.pool.close(
            end,
            IncidentId(uuid::Uuid::from_u128(self.now.timestamp().unsigned_abs().into())),
            self.now,
            &self.policy,
        )
    }

    /// One request from its pick to its end.
    fn request(&mut self, class: Class) -> u8 {
        let (key, opened_at) = (self.picked(), self.now);
        self.pass(1);
        self.end(key, class, opened_at);
        key
    }

    fn state(&self, key: u8) -> KeyState {
        self.pool.keys[&key].health.state
    }

    fn strikes(&self) -> Vec<u32> {
        self.pool.keys.values().map(|key| key.health.strikes).collect()
    }
}

#[test]
fn an_outage_of_all_keys_is_one_incident_and_bans_none() {
    let mut story = Story::of(4);
    story.request(Class::Overload);
    assert_eq!(story.strikes(), [1, 0, 0, 0], "one key alone is that key's trouble");
    story.request(Class::Transport);
    story.request(Class::Timeout);
    assert_eq!(story.pool.incidents.len(), 1);
    assert_eq!(story.strikes(), [0, 0, 0, 0], "what the first ones were charged is taken back");
    story.request(Class::Overload);
    for round in 0..40 {
        story.pass(2);
        if let Pick::Key(key) = story.pick() {
            let opened_at = story.now;
            story.end(key, Class::Overload, opened_at);
        }
        let longest = story.pool.keys.values().filter_map(|key| key.health.state.until()).max();
        assert!(longest.is_some_and(|until| until <= story.now + Duration::seconds(30)), "round {round}");
    }
    assert_eq!((story.pool.incidents.len(), story.strikes()), (1, vec![0, 0, 0, 0]));
    story.pass(30);
    story.request(Class::Ok);
    assert!(story.pool.incidents.is_empty(), "the first success ends it");
    assert!((0..4).all(|key| story.pool.keys[&key].is_live(story.now)), "for all of them");
}

#[test]
fn refusals_of_all_keys_at_once_are_the_upstreams_trouble_and_no_key_waits_for_an_admin() {
    let mut story = Story::of(4);
    story.request(Class::KeyInvalid);
    assert_eq!(story.state(0), KeyState::ManualReview);
    story.request(Class::KeyInvalid);
    story.request(Class::KeyInvalid);
    assert!((0..4).all(|key| story.state(key) != KeyState::ManualReview));
    story.request(Class::KeyInvalid);
    story.pass(5);
    story.request(Class::Ok);
    assert!((0..4).all(|key| story.pool.keys[&key].is_live(story.now)));
}

#[test]
fn what_failed_together_may_be_tried_again_for_the_same_picture() {
    let mut story = Story::of(3);
    let (first, opened_at) = (story.picked(), story.now);
    assert!(!story.end(first, Class::Overload, opened_at).shared);
    story.request(Class::Overload);
    let (third, opened_at) = (story.picked(), story.now);
    let closed = story.end(third, Class::Overload, opened_at);
    assert!(closed.shared);
    let Some(Joined { keys, way, .. }) = closed.joined else { panic!("nobody joined") };
    assert_eq!((keys, way), (vec![0, 1, 2], Way::Failing));
}

#[test]
fn dead_keys_among_good_ones_are_no_outage() {
    let mut story = Story::of(10);
    for _ in 0..10 {
        let (key, opened_at) = (story.picked(), story.now);
        story.pass(1);
        // Every second key is dead.
        story.end(key, if key % 2 == 0 { Class::Overload } else { Class::Ok }, opened_at);
    }
    assert!(story.pool.incidents.is_empty());
    assert_eq!(story.strikes(), [1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
}

#[test]
fn keys_that_an_incident_wrongly_excused_are_struck_the_next_time() {
    let mut story = Story::of(6);
    for _ in 0..3 {
        story.request(Class::Overload);
    }
    assert_eq!(story.pool.incidents.len(), 1, "half of the pool, and no success in between");
    story.request(Class::Ok);
    assert!(story.pool.incidents.is_empty());
    for _ in 0..2 {
        assert_eq!(story.picked(), 4 + u8::try_from(story.pool.keys[&5].in_flight).unwrap(), "the others first");
    }
    for dead in 0..3 {
        assert_eq!(story.request(Class::Overload), dead);
    }
    assert!(story.pool.incidents.is_empty(), "once is enough");
    assert_eq!(story.strikes()[..3], [1, 1, 1]);
}

#[test]
fn an_upstream_that_comes_and_goes_bans_nobody() {
    for way in [Class::Overload, Class::KeyInvalid] {
        let mut story = Story::of(5);
        for _ in 0..4 {
            for _ in 0..5 {
                story.request(way);
                // One that was excused before is struck at first, and that is taken back with the last.
            }
            assert!((0..5).all(|key| story.state(key) != KeyState::ManualReview), "{way:?}");
            assert_eq!((story.pool.incidents.len(), story.strikes()), (1, vec![0; 5]), "{way:?}");
            story.pass(31);
            story.request(Class::Ok);
            assert!(story.pool.incidents.is_empty());
            story.pass(1);
        }
    }
}

#[test]
fn what_began_before_an_admins_act_says_nothing_of_it() {
    for late in [Class::KeyInvalid, Class::OutOfFunds, Class::Overload] {
        let mut story = Story::of(1);
        let (key, opened_at) = (story.picked(), story.now);
        story.pass(1);
        story.pool.keys.get_mut(&key).unwrap().becomes(KeyHealth::activated(story.now), story.now);
        story.pass(1);
        story.end(key, late, opened_at);
        assert_eq!((story.state(key), story.strikes()), (KeyState::Active, vec![0]), "{late:?}");
    }
}

#[test]
fn all_keys_behind_one_proxy_may_share_its_trouble() {
    let mut story = Story::of(10);
    let proxy = ProxyId(uuid::Uuid::from_u128(7));
    for key in 0..3 {
        story.pool.keys.get_mut(&key).unwrap().proxy = Some(proxy);
    }
    for _ in 0..3 {
        story.request(Class::Transport);
    }
    assert_eq!(story.pool.incidents.keys().next(), Some(&(Scope::Proxy(proxy), Way::Failing)));
    story.request(Class::Ok);
    assert_eq!(story.pool.incidents.len(), 1, "another key's success says nothing of the proxy");
    assert_eq!(story.strikes(), [0; 10]);
}

#[test]
fn a_success_that_began_before_the_incident_does_not_end_it() {
    let mut story = Story::of(6);
    let (slow, opened_at) = (story.picked(), story.now);
    for _ in 0..3 {
        story.request(Class::Overload);
    }
    story.end(slow, Class::Ok, opened_at);
    assert_eq!(story.pool.incidents.len(), 1);
}

#[test]
fn where_all_keys_rest_one_is_tried_again_soon_and_one_at_a_time() {
    let mut story = Story::of(2);
    story.request(Class::Overload);
    story.request(Class::Overload);
    let Pick::Later(at) = story.pick() else { panic!("too soon") };
    assert_eq!(at, story.now - Duration::seconds(1) + Duration::seconds(5), "seconds, not the whole cooldown");
    story.pass(6);
    let (key, opened_at) = (story.picked(), story.now);
    assert_eq!(key, 0, "the one whose rest ends first");
    assert_eq!(story.pick(), Pick::Later(story.now), "the others wait for what it finds");
    story.end(key, Class::Overload, opened_at);
    assert_eq!(story.strikes(), [1, 1], "it is still the same cooldown");
    assert_eq!(story.picked(), 1);
    let opened_at = story.now;
    story.end(1, Class::Ok, opened_at);
    assert_eq!(story.state(1), KeyState::Active);
}

#[test]
fn a_rest_is_not_cut_short_while_another_provider_may_have_a_key() {
    let mut story = Story::of(1);
    story.request(Class::Overload);
    story.pass(30);
    let now = story.now;
    let elsewhere = story.pool.pick("m", &BTreeSet::new(), false, now);
    assert_eq!(elsewhere, Pick::Later(now + Duration::seconds(270)), "the end of the rest");
    assert_eq!(story.picked(), 0, "before a customer sees an error");
}

#[test]
fn a_rest_that_the_upstream_asked_for_is_never_cut_short() {
    let mut story = Story::of(1);
    story.request(Class::RateLimited);
    story.pass(30);
    assert_eq!(story.pick(), Pick::Later(story.now + Duration::seconds(30)));
}

#[test]
fn without_the_guard_each_failure_is_its_keys() {
    let mut story = Story::of(4);
    story.policy.shared_cause = false;
    for _ in 0..4 {
        story.request(Class::Overload);
    }
    assert!(story.pool.incidents.is_empty());
    assert_eq!(story.strikes(), [1, 1, 1, 1]);
}
