//! Long random lives of a customer's months: whatever is paid, taken back, begun early or used, no month lies over
//! another, nothing that was paid is lost, and the books agree.

use std::collections::BTreeSet;

use chrono::{Duration, Months};
use nproxy_app::cycles::{self, StartNextError, SubscriptionState};
use nproxy_app::generations;
use nproxy_app::turns::{RoomError, SubmitError};
use nproxy_domain::{CycleId, Env, GenerationId, Timestamp, UserId};
use nproxy_store::both;
use nproxy_store::cycles::CycleRow;
use nproxy_store::entities::cycles as rows;
use nproxy_store::payments::PaymentRow;
use nproxy_store::testing::TestDb;
use nproxy_store::testing::sea_orm::EntityTrait as _;

use super::with_grace;
use crate::till::{month_of, pay, refund, subscription};
use crate::world::World;

const EVENTS: usize = 200;
const EVENTS_OF_A_LONG_LIFE: usize = 1500;
/// Set by `make test-long`.
const LONG: &str = "NPROXY_TEST_LONG";
const GRACE_DAYS: i64 = 5;
/// Few, so that they are used up.
const REQUESTS: u32 = 2;
const WAITING_MAX: usize = 4;

struct Life {
    world: World,
    user: UserId,
    dice: Env,
    payments: Vec<PaymentRow>,
    granted: usize,
    /// Months that somebody ended: their customer, or money that went back.
    ended: BTreeSet<CycleId>,
    pictures: Vec<GenerationId>,
    begun_early: usize,
    refunds: usize,
    used_in_grace: usize,
}

impl Life {
    fn below(&self, n: u128) -> u128 {
        self.dice.uuid().as_u128() % n
    }

    fn now(&self) -> Timestamp {
        self.world.app.env.now()
    }

    fn grace() -> Duration {
        Duration::days(GRACE_DAYS)
    }

    /// Those that count, in order.
    async fn months(&self) -> Vec<CycleRow> {
        let all = rows::Entity::find().all(self.world.app.store.read()).await.expect("readable");
        let mut months: Vec<_> = all.into_iter().filter(|row| row.voided_at.is_none()).collect();
        months.sort_by_key(|row| row.starts_at);
        months
    }

    /// The one that requests come out of, by the plain words of the rule.
    fn usable<'a>(&self, months: &'a [CycleRow]) -> Option<&'a CycleRow> {
        let now = self.now();
        let current = months.iter().find(|row| row.starts_at <= now && now < row.ends_at);
        let in_grace =
            |last: &&CycleRow| last.cut_from.is_none() && last.ends_at <= now && now < last.ends_at + Self::grace();
        current.or_else(|| months.last().filter(in_grace))
    }

    async fn waiting(&self) -> usize {
        let now = self.now();
        self.months().await.iter().filter(|row| row.starts_at > now).count()
    }

    fn time_passes(&self) {
        let minutes = match self.below(8) {
            0 => 60 * 24 * 40,
            1..=3 => 60 * 24 * 9,
            _ => 60 * 24,
        };
        let seconds = 1 + i64::try_from(self.below(minutes * 60)).expect("small");
        self.world.pass(Duration::seconds(seconds));
    }

    /// All that is paid is over, and its grace perhaps.
    async fn the_end_comes(&mut self) {
        let after = Duration::seconds(i64::try_from(self.below(60 * 60 * 24 * 7)).expect("small"));
        if let Some(last) = self.months().await.last() {
            let wait = last.ends_at + after - self.now();
            self.world.pass(wait.max(Duration::zero()));
        }
        self.ask().await;
    }

    async fn pay(&mut self) {
        if self.waiting().await < WAITING_MAX {
            let paid = pay(&self.world, self.user, REQUESTS).await;
            self.payments.push(paid);
        }
    }

    async fn grant(&mut self) {
        if self.waiting().await < WAITING_MAX {
            self.world.grant(self.user, REQUESTS).await;
            self.granted += 1;
        }
    }

    async fn refund(&mut self) {
        if self.payments.is_empty() {
            return;
        }
        // Mostly one that is not over yet.
        let back = usize::try_from(self.below(self.payments.len().min(WAITING_MAX) as u128)).expect("small");
        let nth = self.payments.len() - 1 - back;
        let before = month_of(&self.world, &self.payments[nth]).await;
        refund(&self.world, &self.payments[nth]).await;
        let after = month_of(&self.world, &self.payments[nth]).await;
        let is_over = self.ended.contains(&CycleId(before.id)) || before.ends_at + Self::grace() <= self.now();
        assert_eq!(is_over, before == after, "what is over stays as it was, and nothing else does");
        if !is_over {
            self.ended.insert(CycleId(before.id));
            self.refunds += 1;
        }
    }

    async fn begin_early(&mut self) {
        let (months, now) = (self.months().await, self.now());
        let current = months.iter().find(|row| row.starts_at <= now && now < row.ends_at);
        let seen = match current {
            Some(current) if self.below(4) > 0 => current.ends_at,
            _ => now,
        };
        let begun = cycles::start_next(&self.world.app, self.user, seen).await;
        match (current, begun) {
            (None, Err(StartNextError::NotActive)) => {}
            (Some(current), Err(StartNextError::Changed)) => assert_ne!(seen, current.ends_at),
            (Some(_), Err(StartNextError::NothingQueued)) => assert_eq!(self.waiting().await, 0),
            (Some(current), Ok(shown)) => {
                assert!(matches!(shown.state, SubscriptionState::Active(month) if month.starts_at == now));
                self.ended.insert(CycleId(current.id));
                self.begun_early += 1;
            }
            (current, begun) => panic!("{current:?} and {begun:?}"),
        }
    }

    async fn ask(&mut self) {
        let months = self.months().await;
        let expected = self.usable(&months);
        match (expected, self.world.submit(self.user, 1).await) {
            (None, Err(SubmitError::Room(RoomError::SubscriptionInactive))) => {}
            (Some(month), Err(SubmitError::Room(RoomError::QuotaUsedUp))) => {
                assert_eq!(month.spent, month.request_limit);
            }
            (Some(month), Err(SubmitError::Room(RoomError::QuotaHeld))) => {
                assert!(month.held > 0 && month.spent + month.held == month.request_limit);
            }
            (Some(month), Ok(submitted)) => {
                self.used_in_grace += usize::from(month.ends_at <= self.now());
                self.pictures.extend(submitted.turn.generations.iter().map(|picture| picture.id));
                let id = month.id;
                let after = self.months().await.into_iter().find(|row| row.id == id).expect("there");
                assert_eq!(after.held, month.held + 1, "it comes out of that month");
            }
            (expected, answer) => panic!("{expected:?} and {answer:?}"),
        }
    }

    /// Pictures come to an end in whatever month it is by then.
    async fn settle(&mut self) {
        let all = std::mem::take(&mut self.pictures);
        if self.below(2) == 0 {
            for id in all {
                generations::cancel(&self.world.app, self.user, id).await.expect("not begun");
            }
        } else {
            self.world.work().await;
        }
    }

    async fn check(&self) {
        let (months, now) = (self.months().await, self.now());
        for pair in months.windows(2) {
            let [before, next] = pair else { continue };
            assert!(before.ends_at <= next.starts_at, "{before:?} lies over {next:?}");
            if before.ends_at == next.starts_at && before.cut_from.is_none() {
                assert_eq!(before.anchor, next.anchor, "months in a row are counted from one day");
            }
            assert!(next.starts_at <= now || before.ends_at == next.starts_at, "{next:?} waits for nothing");
        }
        assert!(months.first().is_none_or(|first| first.starts_at <= now));
        let all = rows::Entity::find().all(self.world.app.store.read()).await.expect("readable");
        assert_eq!(all.len(), self.payments.len() + self.granted);
        for row in &all {
            assert!(is_whole(row), "{row:?} is not as long as it was paid for");
            let was_ended = row.voided_at.is_some() || row.cut_from.is_some();
            assert_eq!(was_ended, self.ended.contains(&CycleId(row.id)), "{row:?} was ended by nobody, or goes on");
        }
        for payment in &self.payments {
            assert!(all.iter().any(|row| row.payment_id == Some(payment.id)));
        }
        let shown = subscription(&self.world, self.user).await;
        let usable = self.usable(&months).map(|row| row.ends_at);
        let (shown_end, is_shown) = match shown.state {
            SubscriptionState::Active(month) | SubscriptionState::Grace { month, .. } => (Some(month.ends_at), true),
            SubscriptionState::Ended(_) => (None, true),
            SubscriptionState::None => (None, false),
        };
        assert_eq!((shown_end, is_shown), (usable, !months.is_empty()));
        assert_eq!(cycles::check_ledger(&self.world.app).await.expect("readable"), []);
    }
}

/// From one whole month after its anchor to another, as many as were paid.
fn is_whole(row: &CycleRow) -> bool {
    let after = |n: u32| row.anchor.checked_add_months(Months::new(n)).expect("a date");
    let months = u32::try_from(row.months).expect("few");
    let end = row.cut_from.unwrap_or(row.ends_at);
    (0..1000).any(|n| after(n) == row.starts_at && after(n + months) == end)
}

async fn live(db: TestDb, seed: u64) {
    let dice = db.env_of(seed);
    let world = with_grace(db, GRACE_DAYS).await;
    let user = world.visitor().await;
    let mut life = Life {
        world,
        user,
        dice,
        payments: vec![],
        granted: 0,
        ended: BTreeSet::new(),
        pictures: vec![],
        begun_early: 0,
        refunds: 0,
        used_in_grace: 0,
    };
    let events = if std::env::var_os(LONG).is_some() { EVENTS_OF_A_LONG_LIFE } else { EVENTS };
    for _ in 0..events {
        match life.below(16) {
            0..=3 => life.time_passes(),
            4 => life.the_end_comes().await,
            5..=6 => life.pay().await,
            7 => life.grant().await,
            8..=9 => life.refund().await,
            10..=11 => life.begin_early().await,
            12..=13 => life.ask().await,
            _ => life.settle().await,
        }
        life.check().await;
    }
    life.world.work().await;
    let (early, refunds, in_grace) = (life.begun_early, life.refunds, life.used_in_grace);
    assert!(early > 2 && refunds > 2 && in_grace > 2, "this life proves little: {early}, {refunds}, {in_grace}");
    life.world.end().await;
}

both! {
    async fn first_life(db: TestDb) {
        live(db, 11).await;
    }

    async fn second_life(db: TestDb) {
        live(db, 22).await;
    }

    async fn third_life(db: TestDb) {
        live(db, 33).await;
    }
}
