//! Faults that change every second, from a seeded dice.

use std::collections::BTreeMap;
use std::time::Duration;

use nproxy_domain::env::{Entropy as _, SeededEntropy};
use nproxy_sandbox::{Conduct, Controls, Fault, Outage, PlayedProxy, ProxyConduct, ProxyFault, Service};
use tokio::time::{MissedTickBehavior, interval};

use super::world::{KeyPlan, World};

const CHANGE_EVERY: Duration = Duration::from_secs(1);
/// What a rate limited key is told to wait.
const ASKED_WAIT_MS: u64 = 1500;
/// Longer than an attempt may take.
const TOO_SLOW_MS: u64 = 8000;

/// Chance that can be repeated.
pub struct Dice(std::sync::Arc<SeededEntropy>);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    pub fn below(&mut self, n: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes) % n.max(1)
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// What befalls a key for good, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doom {
    Invalid,
    Broke,
    NotForModel,
}

impl Doom {
    fn comes_at(self) -> u64 {
        match self {
            Self::Invalid => 2,
            Self::NotForModel => 3,
            Self::Broke => 4,
        }
    }

    fn fault(self) -> Fault {
        match self {
            Self::Invalid => Fault::KeyInvalid,
            Self::NotForModel => Fault::QuotaZero,
            Self::Broke => Fault::OutOfFunds,
        }
    }
}

pub struct Weather<'a> {
    controls: Controls,
    proxies: &'a [PlayedProxy],
    keys: &'a [KeyPlan],
    dooms: BTreeMap<usize, Doom>,
    dice: Dice,
    seconds: u64,
    /// Seconds that are left of it.
    outages: BTreeMap<Service, u64>,
    pub outages_seen: u64,
    pub changes_of_proxies: u64,
}

impl<'a> Weather<'a> {
    pub fn new(world: &'a World, dooms: BTreeMap<usize, Doom>, seed: u64) -> Self {
        Self {
            controls: world.controls(),
            proxies: &world.proxies,
            keys: &world.keys,
            dooms,
            dice: Dice::new(seed),
            seconds: 0,
            outages: BTreeMap::new(),
            outages_seen: 0,
            changes_of_proxies: 0,
        }
    }

    /// For as long as it is polled.
    pub async fn rages(&mut self) {
        let mut second = interval(CHANGE_EVERY);
        second.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            second.tick().await;
            self.changes();
        }
    }

    /// What was to come for good has come, and the rest is over.
    pub fn clears(&mut self) {
        for service in Service::ALL {
            self.controls.end_outage(service);
        }
        for proxy in self.proxies {
            proxy.set_conduct(ProxyConduct::default());
        }
        for (n, key) in self.keys.iter().enumerate() {
            let cleared = match self.dooms.get(&n) {
                Some(doom) => self.controls.set_key(&key.secret(), doom.fault()),
                None => self.controls.clear_key(&key.secret()),
            };
            cleared.expect("a key that is known");
        }
    }

    fn changes(&mut self) {
        self.seconds += 1;
        for (n, key) in self.keys.iter().enumerate() {
            let conduct = match self.dooms.get(&n) {
                Some(doom) if self.seconds == doom.comes_at() => doom.fault().into(),
                Some(doom) if self.seconds > doom.comes_at() => continue,
                _ if self.dice.chance(75) => continue,
                _ => self.conduct(),
            };
            self.controls.set_key(&key.secret(), conduct).expect("a conduct that can be played");
        }
        for service in Service::ALL {
            self.outage(service);
        }
        for proxy in self.proxies {
            if self.dice.chance(25) {
                proxy.set_conduct(ProxyConduct { fault: proxy_fault(&mut self.dice), ..ProxyConduct::default() });
                self.changes_of_proxies += 1;
            }
            if self.dice.chance(10) {
                proxy.cut_tunnels();
            }
        }
    }

    fn outage(&mut self, service: Service) {
        match self.outages.get_mut(&service) {
            Some(left) if *left > 1 => *left -= 1,
            Some(_) => {
                self.outages.remove(&service);
                self.controls.end_outage(service);
            }
            None if self.dice.chance(8) => {
                let how = self.dice.one_of(&[Outage::Unavailable, Outage::Hangs, Outage::Cuts]);
                self.controls.start_outage(service, how);
                self.outages.insert(service, 1 + self.dice.below(4));
                self.outages_seen += 1;
            }
            None => {}
        }
    }

    fn conduct(&mut self) -> Conduct {
        let dice = &mut self.dice;
        let healthy = Conduct {
            latency_ms: 20,
            latency_jitter_ms: dice.below(300),
            retry_after_ms: ASKED_WAIT_MS,
            errors_in_array: dice.chance(20),
            errors_in_200: dice.chance(20),
            several_images: dice.chance(20),
            ..Conduct::default()
        };
        if dice.chance(55) {
            return healthy;
        }
        let fault = dice.one_of(&[
            Fault::Overloaded,
            Fault::Overloaded,
            Fault::Internal,
            Fault::Html502,
            Fault::RateLimitMinute,
            Fault::RateLimitMinute,
            Fault::RateLimitBare,
            Fault::RateLimitDay,
            Fault::Region,
            Fault::ResetBeforeReading,
            Fault::SilentBeforeReading,
            Fault::ResetAfterReading,
            Fault::NeverAnswers,
            Fault::HalfBody,
            Fault::Slow,
            Fault::SafetyRefusal,
            Fault::NoImage,
        ]);
        let slow_ms = dice.one_of(&[500, TOO_SLOW_MS]);
        let conduct = Conduct { fault: Some(fault), slow_ms, ..healthy };
        match fault {
            // Or every tenth picture would be declined.
            Fault::SafetyRefusal | Fault::NoImage => conduct.for_next(2),
            _ if dice.chance(30) => Conduct { probability: 0.5, ..conduct },
            _ => conduct,
        }
    }
}

fn proxy_fault(dice: &mut Dice) -> Option<ProxyFault> {
    if dice.chance(50) {
        return None;
    }
    let bytes = 500 + dice.below(4000);
    Some(dice.one_of(&[
        ProxyFault::ClosesAtOnce,
        ProxyFault::HangsInHandshake,
        ProxyFault::AuthRefused,
        ProxyFault::Forbidden,
        ProxyFault::BadGateway,
        ProxyFault::HostUnreachable,
        ProxyFault::GatewayTimeout,
        ProxyFault::SocksReply { code: 5 },
        ProxyFault::CutsUploadAfter { bytes },
        ProxyFault::CutsDownloadAfter { bytes },
    ]))
}
