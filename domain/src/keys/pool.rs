//! The pure model of a pool: what the SQL of the store must do, told without SQL.

use std::collections::{BTreeMap, BTreeSet};

use super::health::KeyHealth;
use super::key::{KeyEnd, PoolKey};
use super::policy::KeyPolicy;
use super::shared::{Census, Scope, Way, failing_since};
use crate::env::Timestamp;
use crate::ids::{IncidentId, ProxyId};
use crate::outcome::Class;
use crate::proxy::{ProxyHealth, ProxyPolicy, ProxyUse};

/// All keys of one provider.
#[derive(Clone, Debug, Default)]
pub struct Pool<K: Ord + Copy> {
    pub keys: BTreeMap<K, PoolKey>,
    pub proxies: BTreeMap<ProxyId, ProxyHealth>,
    pub proxy_policy: ProxyPolicy,
    /// The shared causes that are known.
    pub incidents: BTreeMap<(Scope, Way), Incident>,
    seq: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incident {
    pub id: IncidentId,
    pub opened_at: Timestamp,
}

/// How one attempt on a key ended.
#[derive(Clone, Copy, Debug)]
pub struct PoolEnd<'a, K> {
    pub key: K,
    pub model: &'a str,
    pub class: Class,
    pub opened_at: Timestamp,
}

/// What picking came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick<K> {
    Key(K),
    Later(Timestamp),
    Exhausted,
}

/// What the end of an attempt came to, beyond its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed<K> {
    /// The failure was not the key's: if it cost nothing, the key may be tried again for the same picture.
    pub shared: bool,
    /// Earlier failures turned out not to be their keys' either.
    pub joined: Option<Joined<K>>,
}

/// What these keys failed this way since then was shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined<K> {
    pub keys: Vec<K>,
    pub way: Way,
    pub since: Timestamp,
}

impl<K: Ord + Copy> Pool<K> {
    pub fn new() -> Self {
        Self {
            keys: BTreeMap::new(),
            proxies: BTreeMap::new(),
            proxy_policy: ProxyPolicy::default(),
            incidents: BTreeMap::new(),
            seq: 0,
        }
    }

    /// The key that is due and was picked longest ago, never one of `tried`. Where all rest, as a `last_resort` the one
    /// whose rest is ours and ends first, one at a time.
    pub fn pick(&mut self, model: &str, tried: &BTreeSet<K>, last_resort: bool, now: Timestamp) -> Pick<K> {
        let eligible: Vec<(K, &PoolKey)> = self
            .keys
            .iter()
            .filter(|(id, key)| !tried.contains(*id) && !key.not_for.contains(model) && !key.health.state.needs_admin())
            .map(|(id, key)| (*id, key))
            .collect();
        let (reachable, cut_off): (Vec<_>, Vec<_>) =
            eligible.into_iter().partition(|(_, key)| self.unreachable_until(key, now).is_none());
        let due = reachable.iter().filter(|(_, key)| key.next_at.is_some_and(|at| at <= now));
        if let Some((id, _)) = due.min_by_key(|(id, key)| (key.picked_seq, *id)).copied() {
            return self.taken(id, now, PoolKey::take);
        }
        let all_rest = last_resort && !reachable.iter().any(|(_, key)| key.is_live(now));
        let resting = reachable
            .iter()
            .filter(|_| all_rest)
            .filter_map(|(id, key)| Some((key.resort_at(now)?.max(now), key.health.state.until(), *id)));
        let resting: Vec<_> = resting.collect();
        let somebody_tries = self.keys.values().any(|key| key.resorting);
        let ready = resting.iter().filter(|(at, ..)| !somebody_tries && *at <= now);
        if let Some((.., id)) = ready.min_by_key(|(_, until, id)| (*until, *id)).copied() {
            return self.taken(id, now, PoolKey::take_as_last_resort);
        }
        let resort = resting.iter().map(|(at, ..)| if somebody_tries { now } else { *at });
        // A key with no time of its own is busy: it is to be had as soon as one of its requests ends.
        let free = reachable.iter().map(|(_, key)| key.next_at.unwrap_or(now));
        let heals = cut_off.iter().filter_map(|(_, key)| self.unreachable_until(key, now));
        resort.chain(free).chain(heals).min().map_or(Pick::Exhausted, Pick::Later)
    }

    fn taken(&mut self, id: K, now: Timestamp, take: fn(&mut PoolKey, u64, Timestamp)) -> Pick<K> {
        self.seq += 1;
        let seq = self.seq;
        if let Some(key) = self.keys.get_mut(&id) {
            take(key, seq, now);
            if let Some(health) = key.proxy.and_then(|proxy| self.proxies.get_mut(&proxy))
                && health.now(now) == ProxyUse::Probe
            {
                *health = health.probed(now, &self.proxy_policy);
            }
        }
        Pick::Key(id)
    }

    /// It may not go around its proxy, which is known to be dead until then.
    fn unreachable_until(&self, key: &PoolKey, now: Timestamp) -> Option<Timestamp> {
        let health = self.proxies.get(&key.proxy.filter(|_| key.proxy_only)?)?;
        match health.now(now) {
            ProxyUse::Not { until } => Some(until),
            ProxyUse::Yes | ProxyUse::Probe => None,
        }
    }

    /// The end of an attempt. `new` names the incident that it may turn out to be a part of.
    pub fn close(&mut self, end: PoolEnd<'_, K>, new: IncidentId, now: Timestamp, policy: &KeyPolicy) -> Closed<K> {
        let PoolEnd { key: id, model, class, opened_at } = end;
        let nothing = Closed { shared: false, joined: None };
        let Some(key) = self.keys.get_mut(&id) else { return nothing };
        let scopes = Scope::all(key.proxy, key.account.as_deref());
        let known = Way::of(class)
            .filter(|_| policy.shared_cause)
            .and_then(|way| scopes.iter().find_map(|scope| self.incidents.get(&(scope.clone(), way))))
            .map(|incident| incident.id);
        let change = key.give_back(&KeyEnd { class, asked_wait: None, opened_at }, known, now, policy);
        if change.not_for_model {
            key.not_for.insert(model.to_owned());
        }
        let account = key.account.clone().filter(|_| change.account_out_of_funds);
        for other in self.keys.values_mut().filter(|key| account.is_some() && key.account == account) {
            other.becomes(other.health.fell_with_account(), now);
        }
        if class == Class::Ok {
            self.lift(&scopes, opened_at, now);
        }
        let Some(way) = change.evidence else { return Closed { shared: change.shared, ..nothing } };
        match self.shared_cause(scopes, way, now, policy) {
            Some((scope, since)) => {
                self.incidents.insert((scope.clone(), way), Incident { id: new, opened_at: now });
                let failing = self.keys.iter().filter(|(_, key)| is_of(key, &scope) && key.health.fails(way, since));
                let keys: Vec<K> = failing.map(|(id, _)| *id).collect();
                for key in keys.iter().copied() {
                    self.becomes(key, now, |health| health.joined(new, now, policy));
                }
                Closed { shared: true, joined: Some(Joined { keys, way, since }) }
            }
            None => nothing,
        }
    }

    fn shared_cause(
        &self,
        scopes: Vec<Scope>,
        way: Way,
        now: Timestamp,
        policy: &KeyPolicy,
    ) -> Option<(Scope, Timestamp)> {
        scopes.into_iter().find_map(|scope| {
            let of_scope = || self.keys.values().filter(|key| is_of(key, &scope)).map(|key| key.health);
            let since = failing_since(of_scope().filter_map(|health| health.worked_at).max(), now, policy);
            let count = |is: &dyn Fn(&KeyHealth) -> bool| {
                u32::try_from(of_scope().filter(|health| is(health)).count()).unwrap_or(u32::MAX)
            };
            let excused_since = policy.excused_since(now);
            let census = Census {
                failing: count(&|health| health.fails(way, since)),
                excused: count(&|health| health.fails(way, since) && health.was_excused(excused_since)),
                of: count(&|health| health.counts(way, since, now)),
            };
            policy.is_shared(&scope, census).then_some((scope, since))
        })
    }

    fn becomes(&mut self, key: K, now: Timestamp, change: impl Fn(KeyHealth) -> KeyHealth) {
        if let Some(key) = self.keys.get_mut(&key) {
            key.becomes(change(key.health), now);
        }
    }

    /// A success of an attempt that began after an incident ends it.
    fn lift(&mut self, scopes: &[Scope], opened_at: Timestamp, now: Timestamp) {
        let over: Vec<_> = self
            .incidents
            .iter()
            .filter(|((scope, _), incident)| scopes.contains(scope) && opened_at >= incident.opened_at)
            .map(|(of, incident)| (of.clone(), incident.id))
            .collect();
        for (of, id) in over {
            self.incidents.remove(&of);
            for key in self.keys.values_mut().filter(|key| key.health.incident == Some(id)) {
                key.becomes(key.health.lifted(now), now);
            }
        }
    }
}

fn is_of(key: &PoolKey, scope: &Scope) -> bool {
    match scope {
        Scope::Provider => true,
        Scope::Proxy(proxy) => key.proxy == Some(*proxy),
        Scope::Account(account) => key.account.as_ref() == Some(account),
    }
}
