//! What the played upstreams would have billed, and the journal it is counted from.

use std::{collections::VecDeque, time::Duration};

use serde::Serialize;

use crate::{
    faults::Fault,
    service::{PerService, Service},
};

/// Counts of one key, or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Calls of every kind.
    pub requests: u64,
    /// Calls that asked for an image.
    pub generate_requests: u64,
    /// Images made, whether or not they arrived.
    pub images_made: u64,
    /// Images whose answer was taken by the connection to its last byte.
    pub images_delivered: u64,
    /// In millionths of a US dollar, at the list prices of October 2026. A 200 without an image is billed like one.
    pub billed_micro_usd: u64,
    /// Answers that were billed.
    pub billed_answers: u64,
    /// The part of the bill whose answers the connection did not take to the last byte, or has not yet.
    pub billed_lost_micro_usd: u64,
    /// Calls for an image that are being worked on: taken, and neither answered to the last byte nor dropped. A reset leaves this alone.
    pub in_flight: u64,
    /// The most there ever were at once; in the totals the highest of any key.
    pub in_flight_max: u64,
}

/// Totals and counts per key, in the order of the keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bill {
    pub totals: Tally,
    pub keys: Vec<Tally>,
    /// Calls with a key nobody knows; they are in no other count.
    pub unknown_key_requests: u64,
}

/// What a call asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Of a queue the whole job: entered when it ends.
    Generate,
    ReadModels,
    /// A key's own description.
    ReadKey,
    ReadBalance,
    /// How far a queue's job is.
    Poll,
    ReadResult,
    Cancel,
}

/// One call as the upstream saw it. Holds no prompt and no image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Call {
    /// Counts from 1.
    pub number: u64,
    /// When its head had been read, which decided what it meets; counted from the start of the sandbox. Of a queue's job: its submit.
    pub begun_at_ms: u64,
    /// When it was entered here, as its answer began; counted from the start of the sandbox.
    pub at_ms: u64,
    /// The same by the clock, since 1970.
    pub at_unix_ms: u64,
    pub service: Service,
    /// Place of the key in the list of keys; absent for a key nobody knows.
    pub key_index: Option<usize>,
    pub deed: Deed,
    pub model: Option<String>,
    /// Equal for equal prompts; the prompt cannot be read from it.
    pub prompt_hash: Option<String>,
    pub input_images: usize,
    pub fault: Option<Fault>,
    /// HTTP status; absent where no answer was begun.
    pub status: Option<u16>,
    /// The reason in the upstream's own word: `STOP`, `API_KEY_INVALID`, `UNAVAILABLE`, ...
    pub outcome: String,
    pub images_made: u64,
    pub billed_micro_usd: u64,
    /// The connection took the answer to its last byte. Behind a proxy that is the proxy's connection: what the client was
    /// cut off from may still count as delivered here.
    pub delivered: bool,
}

/// A call before it gets its number and time.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// `None`: as it is entered.
    pub begun: Option<Duration>,
    pub service: Service,
    pub key_index: Option<usize>,
    pub deed: Deed,
    pub model: Option<String>,
    pub prompt_hash: Option<String>,
    pub input_images: usize,
    pub fault: Option<Fault>,
    pub status: Option<u16>,
    pub outcome: String,
    pub images_made: u64,
    pub billed_micro_usd: u64,
}

/// Counts and calls together, so that they cannot disagree.
#[derive(Debug)]
pub(crate) struct Books {
    keys: Vec<Tally>,
    /// Of each key at each service.
    usage_micro_usd: Vec<PerService<u64>>,
    service_usage_micro_usd: PerService<u64>,
    unknown_key_requests: u64,
    calls: VecDeque<Call>,
    calls_max: usize,
    next_number: u64,
}

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Books {
    /// The journal keeps the last `calls_max` calls; the counts keep all.
    pub(crate) fn new(keys: usize, calls_max: usize) -> Self {
        Self {
            keys: vec![Tally::default(); keys],
            usage_micro_usd: vec![PerService::default(); keys],
            service_usage_micro_usd: PerService::default(),
            unknown_key_requests: 0,
            calls: VecDeque::new(),
            calls_max: calls_max.max(1),
            next_number: 1,
        }
    }

    /// `now`: since the start of the sandbox, and since 1970.
    pub(crate) fn enter(&mut self, entry: Entry, now: (Duration, Duration)) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        match entry.key_index.and_then(|index| self.keys.get_mut(index)) {
            Some(tally) => {
                tally.requests += 1;
                tally.generate_requests += u64::from(entry.deed == Deed::Generate);
                tally.images_made += entry.images_made;
                tally.billed_micro_usd += entry.billed_micro_usd;
                tally.billed_answers += u64::from(entry.billed_micro_usd > 0);
                tally.billed_lost_micro_usd += entry.billed_micro_usd;
            }
            None => self.unknown_key_requests += 1,
        }
        if let Some(usage) = entry.key_index.and_then(|index| self.usage_micro_usd.get_mut(index)) {
            usage[entry.service] += entry.billed_micro_usd;
        }
        self.service_usage_micro_usd[entry.service] += entry.billed_micro_usd;
        if self.calls.len() == self.calls_max {
            self.calls.pop_front();
        }
        let Entry {
            begun,
            service,
            key_index,
            deed,
            model,
            prompt_hash,
            input_images,
            fault,
            status,
            outcome,
            images_made,
            billed_micro_usd,
        } = entry;
        self.calls.push_back(Call {
            number,
            begun_at_ms: ms(begun.unwrap_or(now.0)),
            at_ms: ms(now.0),
            at_unix_ms: ms(now.1),
            service,
            key_index,
            deed,
            model,
            prompt_hash,
            input_images,
            fault,
            status,
            outcome,
            images_made,
            billed_micro_usd,
            delivered: false,
        });
        number
    }

    /// The answer to this call was taken to its last byte. A call the journal has dropped or forgotten is left alone.
    pub(crate) fn deliver(&mut self, number: u64) {
        let Ok(place) = self.calls.binary_search_by_key(&number, |call| call.number) else { return };
        let call = &mut self.calls[place];
        if call.delivered {
            return;
        }
        call.delivered = true;
        if let Some(tally) = call.key_index.and_then(|index| self.keys.get_mut(index)) {
            tally.images_delivered += call.images_made;
            tally.billed_lost_micro_usd -= call.billed_micro_usd;
        }
    }

    pub(crate) fn begin(&mut self, key_index: usize) {
        let tally = &mut self.keys[key_index];
        tally.in_flight += 1;
        tally.in_flight_max = tally.in_flight_max.max(tally.in_flight);
    }

    pub(crate) fn end(&mut self, key_index: usize) {
        self.keys[key_index].in_flight -= 1;
    }

    pub(crate) fn clear(&mut self) {
        for tally in &mut self.keys {
            let in_flight = tally.in_flight;
            *tally = Tally { in_flight, in_flight_max: in_flight, ..Tally::default() };
        }
        self.usage_micro_usd.fill(PerService::default());
        self.service_usage_micro_usd = PerService::default();
        self.unknown_key_requests = 0;
        self.calls.clear();
    }

    pub(crate) fn bill(&self) -> Bill {
        let totals = self.keys.iter().fold(Tally::default(), |sum, key| Tally {
            requests: sum.requests + key.requests,
            generate_requests: sum.generate_requests + key.generate_requests,
            images_made: sum.images_made + key.images_made,
            images_delivered: sum.images_delivered + key.images_delivered,
            billed_micro_usd: sum.billed_micro_usd + key.billed_micro_usd,
            billed_answers: sum.billed_answers + key.billed_answers,
            billed_lost_micro_usd: sum.billed_lost_micro_usd + key.billed_lost_micro_usd,
            in_flight: sum.in_flight + key.in_flight,
            in_flight_max: sum.in_flight_max.max(key.in_flight_max),
        });
        Bill { totals, keys: self.keys.clone(), unknown_key_requests: self.unknown_key_requests }
    }

    /// What a key was billed at a service.
    pub(crate) fn usage_micro_usd(&self, service: Service, key_index: usize) -> u64 {
        self.usage_micro_usd[key_index][service]
    }

    /// What all keys together were billed at a service.
    pub(crate) fn service_usage_micro_usd(&self, service: Service) -> u64 {
        self.service_usage_micro_usd[service]
    }

    pub(crate) fn calls_after(&self, number: u64) -> Vec<Call> {
        self.calls.iter().filter(|call| call.number > number).cloned().collect()
    }
}
