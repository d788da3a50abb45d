//! What the controls rule: every change goes through here, so that it reaches the schedule as well.

use std::time::Duration;

use super::Turn;
use crate::{
    bill::{Books, Entry},
    dice::Dice,
    faults::{Conduct, Fault},
    purse::Purses,
    schedule::{Changed, FaultSchedule, Outage},
    service::{PerService, Service},
};

/// `since` is the time of the change, counted from the start of the sandbox.
pub(super) struct World {
    pub(super) defaults: Conduct,
    /// In the order of the keys; `None` follows the defaults.
    pub(super) conducts: Vec<Option<Conduct>>,
    pub(super) outages: PerService<Option<Outage>>,
    pub(super) purses: Purses,
    pub(super) books: Books,
    pub(super) dice: Dice,
    pub(super) schedule: FaultSchedule,
}

impl World {
    pub(super) fn set_key(&mut self, since: Duration, key_index: usize, conduct: Option<Conduct>) {
        self.conducts[key_index].clone_from(&conduct);
        self.schedule.note(since, Changed::Key { key_index, conduct });
        self.reschedule(since, key_index);
    }

    pub(super) fn set_defaults(&mut self, since: Duration, conduct: Conduct) {
        self.defaults = conduct.clone();
        self.schedule.note(since, Changed::Defaults(conduct));
        self.reschedule_all(since);
    }

    pub(super) fn set_outage(&mut self, since: Duration, service: Service, outage: Option<Outage>) {
        self.outages[service] = outage;
        self.schedule.note(since, Changed::Outage { service, outage });
        self.schedule.outage(since, service, outage);
    }

    pub(super) fn set_balance(&mut self, since: Duration, service: Service, left_micro_usd: u64) {
        self.purses.set_left(service, left_micro_usd, &self.books);
        self.schedule.note(since, Changed::Balance { service, left_micro_usd });
        self.schedule.out_of_funds(since, service, self.out_of_funds(service));
    }

    pub(super) fn reset(&mut self, since: Duration, defaults: Conduct, dice: Dice, purses: Purses) {
        self.defaults = defaults;
        self.conducts.fill(None);
        self.outages = PerService::default();
        self.purses = purses;
        self.dice = dice;
        self.books.clear();
        self.schedule.note(since, Changed::Reset);
        self.reschedule_all(since);
        for service in Service::ALL {
            self.schedule.outage(since, service, None);
            self.schedule.out_of_funds(since, service, self.out_of_funds(service));
        }
    }

    pub(super) fn admit(&mut self, since: Duration, service: Service, key_index: usize, reads_only: bool) -> Turn {
        let outage = self.outages[service];
        let own = self.conducts[key_index].is_some();
        let conduct = self.conducts[key_index].as_mut().unwrap_or(&mut self.defaults);
        // In an outage no request comes far enough to meet what its key has in store.
        let met = if outage.is_some() { None } else { conduct.meet(&mut self.dice, reads_only) };
        let spent = met.is_some() && conduct.next_requests == Some(0);
        let latency = conduct.latency(&mut self.dice);
        let conduct = conduct.clone();
        let variation = self.dice.next_u64();
        if spent {
            let key_index = own.then_some(key_index);
            self.schedule.note(since, Changed::FaultSpent { key_index });
            match key_index {
                Some(key_index) => self.reschedule(since, key_index),
                None => self.reschedule_all(since),
            }
        }
        let broke = || self.broke(service, key_index).filter(|_| !reads_only && met.is_none_or(Fault::begins_work));
        let fault = outage.map(Outage::fault).or_else(broke).or(met);
        Turn { begun: since, key_index, fault, conduct, latency, variation }
    }

    /// `since_1970`: the same moment by the clock.
    pub(super) fn enter(&mut self, since: Duration, since_1970: Duration, entry: Entry) -> u64 {
        let (service, key_index, billed) = (entry.service, entry.key_index, entry.billed_micro_usd > 0);
        let had_funds = !self.out_of_funds(service);
        let under_limit = key_index.is_some_and(|key_index| !self.limit_reached(key_index));
        let number = self.books.enter(entry, (since, since_1970));
        if billed && had_funds && self.out_of_funds(service) {
            self.schedule.note(since, Changed::FundsSpent(service));
            self.schedule.out_of_funds(since, service, true);
        }
        if let Some(key_index) = key_index.filter(|key_index| billed && under_limit && self.limit_reached(*key_index)) {
            self.schedule.note(since, Changed::KeyLimitSpent { key_index });
            self.schedule.limit_reached(since, key_index, true);
        }
        number
    }

    fn broke(&self, service: Service, key_index: usize) -> Option<Fault> {
        if self.out_of_funds(service) {
            return Some(Fault::OutOfFunds);
        }
        (service == Service::OpenRouter && self.limit_reached(key_index)).then_some(Fault::KeyLimit)
    }

    fn out_of_funds(&self, service: Service) -> bool {
        self.purses.left_micro_usd(service, &self.books) == Some(0)
    }

    fn conduct(&self, key_index: usize) -> &Conduct {
        self.conducts[key_index].as_ref().unwrap_or(&self.defaults)
    }

    fn limit_reached(&self, key_index: usize) -> bool {
        let used = self.books.usage_micro_usd(Service::OpenRouter, key_index);
        self.conduct(key_index).key_limit_micro_usd.is_some_and(|limit| used >= limit)
    }

    fn reschedule(&mut self, since: Duration, key_index: usize) {
        let reached = self.limit_reached(key_index);
        let conduct = self.conducts[key_index].as_ref().unwrap_or(&self.defaults);
        self.schedule.conduct(since, key_index, conduct);
        self.schedule.limit_reached(since, key_index, reached);
    }

    fn reschedule_all(&mut self, since: Duration) {
        for key_index in 0..self.conducts.len() {
            self.reschedule(since, key_index);
        }
    }
}
