//! Long random lives of one generation with several workers.

use chrono::{Duration, TimeZone as _, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::{ErrorCode, GenerationError, Settle, Stage};
use crate::env::Timestamp;
use crate::ids::{AssetId, LeaseId};

#[derive(Clone, Debug)]
enum Event {
    Pass {
        seconds: i64,
    },
    Claim {
        worker: u128,
    },
    /// The holder tries for the first time.
    Begin,
    Wait {
        worker: u128,
        seconds: i64,
    },
    Succeed {
        worker: u128,
    },
    Fail {
        worker: u128,
    },
    Cancel {
        bought: bool,
    },
    Expire,
}

fn event() -> impl Strategy<Value = Event> {
    let worker = 1..4u128;
    prop_oneof![
        (1..90i64).prop_map(|seconds| Event::Pass { seconds }),
        worker.clone().prop_map(|worker| Event::Claim { worker }),
        Just(Event::Begin),
        (worker.clone(), 1..60i64).prop_map(|(worker, seconds)| Event::Wait { worker, seconds }),
        worker.clone().prop_map(|worker| Event::Succeed { worker }),
        worker.prop_map(|worker| Event::Fail { worker }),
        any::<bool>().prop_map(|bought| Event::Cancel { bought }),
        Just(Event::Expire),
    ]
}

fn step(stage: Stage, event: &Event, begun: bool, now: Timestamp) -> Option<(Stage, Option<Settle>)> {
    let lease = |worker: u128| LeaseId(Uuid::from_u128(worker));
    let error = GenerationError::new(ErrorCode::ProviderBusy);
    let settled = |(stage, settle)| (stage, Some(settle));
    match *event {
        Event::Pass { .. } | Event::Begin => Some((stage, None)),
        Event::Claim { worker } => {
            let until = now + Duration::seconds(60);
            stage.claim(lease(worker), until, now + Duration::minutes(5), begun, now).ok().map(|s| (s, None))
        }
        Event::Wait { worker, seconds } => {
            stage.wait(lease(worker), now + Duration::seconds(seconds)).ok().map(|s| (s, None))
        }
        Event::Succeed { worker } => stage.succeed(lease(worker), AssetId(Uuid::from_u128(9))).ok().map(settled),
        Event::Fail { worker } => stage.fail(lease(worker), error).ok().map(settled),
        Event::Cancel { bought } => stage.cancel(bought).ok(),
        Event::Expire => stage.expire(begun, error).ok().map(settled),
    }
}

fn deadline(stage: &Stage) -> Option<Timestamp> {
    match stage {
        Stage::Running { deadline, .. } | Stage::Waiting { deadline, .. } => Some(*deadline),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens in whatever order: one settle at the end and none before, nothing after the end,
    /// a picture is spent and anything else released, and from the first attempt on the deadline never moves.
    #[test]
    fn a_hold_is_settled_once_and_the_end_is_final(events in prop::collection::vec(event(), 1..200)) {
        let mut now = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
        let mut stage = Stage::Queued;
        let mut settled = Vec::new();
        let mut begun = false;
        for event in &events {
            if let Event::Pass { seconds } = event {
                now += Duration::seconds(*seconds);
            }
            begun |= matches!((event, &stage), (Event::Begin, Stage::Running { .. }));
            let before = stage.clone();
            let Some((after, settle)) = step(stage, event, begun, now) else {
                stage = before;
                continue;
            };
            prop_assert!(!before.has_ended() || before == after, "{before:?} went on to {after:?}");
            if let (true, Some(was), Some(is)) = (begun, deadline(&before), deadline(&after)) {
                prop_assert_eq!(was, is);
            }
            settled.extend(settle);
            stage = after;
        }
        prop_assert_eq!(settled.len(), usize::from(stage.has_ended()));
        if let Some(settle) = settled.first() {
            let delivered = matches!(stage, Stage::Succeeded { .. });
            prop_assert_eq!(*settle == Settle::Spend, delivered);
        }
    }

    /// Only what nothing was tried for ends because it queued for too long, and never in a worker's hands.
    #[test]
    fn what_was_begun_never_expires(seconds in 0..100i64) {
        let now = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
        let until = now + Duration::seconds(seconds);
        let waiting = Stage::Waiting { run_at: until, deadline: until, cancel_asked: false };
        let late = || GenerationError::new(ErrorCode::QueueTimeout);
        prop_assert!(waiting.clone().expire(true, late()).is_err());
        let ended = matches!(waiting.expire(false, late()), Ok((Stage::Failed { .. }, Settle::Release)));
        prop_assert!(ended);
        let running = Stage::Queued.claim(LeaseId(Uuid::from_u128(1)), until, until, false, now).unwrap();
        prop_assert!(running.expire(false, late()).is_err());
    }

    /// A worker that lost its lease to another can't settle.
    #[test]
    fn only_the_holder_settles(mine in 1..50u128, other in 51..99u128) {
        let now = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
        let (mine, other) = (LeaseId(Uuid::from_u128(mine)), LeaseId(Uuid::from_u128(other)));
        let until = now + Duration::seconds(60);
        let stage = Stage::Queued.claim(mine, until, now + Duration::minutes(5), false, now).unwrap();
        prop_assert!(stage.clone().claim(other, until, until, true, now).is_err());
        let later = until + Duration::seconds(1);
        let taken = stage.claim(other, later + Duration::seconds(60), later, true, later).unwrap();
        prop_assert!(taken.clone().succeed(mine, AssetId(Uuid::nil())).is_err());
        prop_assert!(taken.succeed(other, AssetId(Uuid::nil())).is_ok());
    }
}
