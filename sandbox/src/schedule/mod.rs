//! What was ordered to go wrong, and when, so that a judge can ask which keys could answer at any moment.

mod change;
mod line;

use std::time::Duration;

pub(crate) use change::Start;
pub use change::{Change, Changed, Moment, Outage};
use line::Line;

use crate::{
    faults::{Conduct, Fault},
    service::{PerService, Service},
};

/// Could a key have answered a good request with a picture?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ability {
    Able,
    /// A fault was likely with a probability between 0 and 1.
    Unsure,
    Unable,
}

/// All changes since the start of the sandbox and what followed from them. A snapshot: later changes are not in it.
///
/// A call's fate is decided when its head has been read (`Call::begun_at_ms`), so that is the moment to ask about.
#[derive(Debug, Clone)]
pub struct FaultSchedule {
    start: Start,
    patience: Duration,
    changes: Vec<Change>,
    keys: Vec<KeyLines>,
    services: PerService<ServiceLines>,
}

#[derive(Debug, Clone)]
struct KeyLines {
    standing: Line<Standing>,
    /// Of the key's own limit, which `OpenRouter` alone knows.
    limit_reached: Line<bool>,
}

#[derive(Debug, Clone)]
struct ServiceLines {
    outage: Line<Option<Outage>>,
    out_of_funds: Line<bool>,
}

/// What a conduct comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    ability: Ability,
    /// The longest that a good answer takes.
    wait: Duration,
}

impl Standing {
    fn of(conduct: &Conduct) -> Self {
        let mut wait = Duration::from_millis(conduct.latency_ms + conduct.latency_jitter_ms);
        let ability = match conduct.fault {
            None => Ability::Able,
            Some(_) if conduct.probability <= 0.0 || conduct.next_requests == Some(0) => Ability::Able,
            Some(Fault::Slow) => {
                wait += Duration::from_millis(conduct.slow_ms);
                Ability::Able
            }
            Some(_) if conduct.probability < 1.0 => Ability::Unsure,
            Some(_) => Ability::Unable,
        };
        Self { ability, wait }
    }
}

impl FaultSchedule {
    pub(crate) fn new(start: Start, keys: usize, defaults: &Conduct) -> Self {
        let key = KeyLines { standing: Line::new(Standing::of(defaults)), limit_reached: Line::new(false) };
        let services = PerService::each(|_| ServiceLines { outage: Line::new(None), out_of_funds: Line::new(false) });
        Self { start, patience: Duration::MAX, changes: Vec::new(), keys: vec![key; keys], services }
    }

    /// The same, where an answer that takes longer counts as none.
    pub fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Every change, oldest first.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// `key_index`: the key's place in the list of keys. A key that is not in it is never able.
    pub fn ability(&self, service: Service, key_index: usize, moment: impl Into<Moment>) -> Ability {
        self.ability_at(service, key_index, self.start.until(moment.into()))
    }

    /// The places of the keys that were able for certain.
    pub fn able_keys(&self, service: Service, moment: impl Into<Moment>) -> Vec<usize> {
        let at = self.start.until(moment.into());
        (0..self.keys.len()).filter(|key| self.ability_at(service, *key, at) == Ability::Able).collect()
    }

    /// Was some key able, for however short a time in the span?
    pub fn ever_able(&self, service: Service, from: impl Into<Moment>, to: impl Into<Moment>) -> bool {
        let span = self.span(from, to);
        (0..self.keys.len()).any(|key| self.turns(service, key, span).any(|at| self.is_able(service, key, at)))
    }

    /// Was some key able at every moment of the span? It need not always be the same one.
    pub fn always_able(&self, service: Service, from: impl Into<Moment>, to: impl Into<Moment>) -> bool {
        let span = self.span(from, to);
        let mut turns: Vec<_> = (0..self.keys.len()).flat_map(|key| self.turns(service, key, span)).collect();
        turns.sort_unstable();
        turns.dedup();
        !turns.is_empty() && turns.into_iter().all(|at| (0..self.keys.len()).any(|key| self.is_able(service, key, at)))
    }

    /// The places of the keys that were able during the whole span.
    pub fn able_throughout(&self, service: Service, from: impl Into<Moment>, to: impl Into<Moment>) -> Vec<usize> {
        let span = self.span(from, to);
        let able = |key: &usize| self.turns(service, *key, span).all(|at| self.is_able(service, *key, at));
        (0..self.keys.len()).filter(able).collect()
    }

    fn span(&self, from: impl Into<Moment>, to: impl Into<Moment>) -> (Duration, Duration) {
        (self.start.until(from.into()), self.start.until(to.into()))
    }

    fn is_able(&self, service: Service, key_index: usize, at: Duration) -> bool {
        self.ability_at(service, key_index, at) == Ability::Able
    }

    fn ability_at(&self, service: Service, key_index: usize, at: Duration) -> Ability {
        let (Some(key), whole) = (self.keys.get(key_index), &self.services[service]) else { return Ability::Unable };
        let standing = key.standing.at(at);
        let key_limit = service == Service::OpenRouter && *key.limit_reached.at(at);
        if whole.outage.at(at).is_some() || *whole.out_of_funds.at(at) || key_limit || standing.wait > self.patience {
            return Ability::Unable;
        }
        standing.ability
    }

    /// The start of the span and all moments in it at which the key's ability may have turned.
    fn turns(
        &self,
        service: Service,
        key_index: usize,
        (from, to): (Duration, Duration),
    ) -> impl Iterator<Item = Duration> {
        let (key, whole) = (&self.keys[key_index], &self.services[service]);
        std::iter::once(from)
            .chain(key.standing.turns_between(from, to))
            .chain(key.limit_reached.turns_between(from, to))
            .chain(whole.outage.turns_between(from, to))
            .chain(whole.out_of_funds.turns_between(from, to))
    }

    pub(crate) fn note(&mut self, since: Duration, what: Changed) {
        self.changes.push(Change { at: self.start.at + since, wall: self.start.wall + since, what });
    }

    pub(crate) fn conduct(&mut self, since: Duration, key_index: usize, conduct: &Conduct) {
        self.keys[key_index].standing.set(since, Standing::of(conduct));
    }

    pub(crate) fn limit_reached(&mut self, since: Duration, key_index: usize, reached: bool) {
        self.keys[key_index].limit_reached.set(since, reached);
    }

    pub(crate) fn outage(&mut self, since: Duration, service: Service, outage: Option<Outage>) {
        self.services[service].outage.set(since, outage);
    }

    pub(crate) fn out_of_funds(&mut self, since: Duration, service: Service, out: bool) {
        self.services[service].out_of_funds.set(since, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const G: Service = Service::Gemini;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn a_judge_learns_who_could_answer_and_when() {
        let mut schedule = FaultSchedule::new(Start::now(), 2, &Conduct::default());
        schedule.conduct(ms(10), 0, &Fault::Overloaded.into());
        schedule.conduct(ms(20), 0, &Conduct::default());
        schedule.conduct(ms(20), 1, &Fault::KeyInvalid.into());
        schedule.outage(ms(30), G, Some(Outage::Hangs));
        schedule.outage(ms(40), G, None);
        assert_eq!(schedule.able_keys(G, ms(5)), [0, 1]);
        assert_eq!(schedule.able_keys(G, ms(15)), [1]);
        assert_eq!(schedule.able_keys(G, ms(25)), [0]);
        assert!(schedule.able_keys(G, ms(35)).is_empty());
        assert_eq!(schedule.able_keys(Service::Fal, ms(35)), [0], "an outage is of one service");
        assert!(schedule.always_able(G, ms(0), ms(29)), "first one key, then the other");
        assert!(schedule.able_throughout(G, ms(0), ms(29)).is_empty());
        assert_eq!(schedule.able_throughout(G, ms(0), ms(19)), [1]);
        assert!(!schedule.always_able(G, ms(25), ms(45)));
        assert!(schedule.ever_able(G, ms(35), ms(45)));
        assert!(!schedule.ever_able(G, ms(31), ms(39)));
    }

    #[test]
    fn patience_and_chance_decide_too() {
        let slow = Conduct { latency_ms: 50, slow_ms: 100, ..Fault::Slow.into() };
        let schedule = FaultSchedule::new(Start::now(), 1, &slow);
        assert_eq!(schedule.ability(G, 0, ms(0)), Ability::Able);
        assert_eq!(schedule.clone().within(ms(149)).ability(G, 0, ms(0)), Ability::Unable);
        assert_eq!(schedule.within(ms(150)).ability(G, 0, ms(0)), Ability::Able);
        let now_and_then = Conduct { probability: 0.5, ..Fault::Internal.into() };
        let schedule = FaultSchedule::new(Start::now(), 1, &now_and_then);
        assert_eq!(schedule.ability(G, 0, ms(0)), Ability::Unsure);
        assert_eq!(schedule.ability(G, 1, ms(0)), Ability::Unable, "nobody's key");
    }
}
