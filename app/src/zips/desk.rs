//! How many ZIPs are written at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nproxy_domain::UserId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZipSettings {
    /// Of one process; one more is told to come back.
    pub at_once: usize,
    pub of_customer_max: usize,
    /// Pictures of one ZIP.
    pub pictures_max: usize,
    /// What is written ahead of the reader.
    pub pipe_bytes: usize,
    /// A reader that takes nothing for so long has gone away.
    pub stall_max: Duration,
    /// How long a link is good.
    pub link: chrono::Duration,
}

impl Default for ZipSettings {
    fn default() -> Self {
        Self {
            at_once: 8,
            of_customer_max: 2,
            pictures_max: 500,
            pipe_bytes: 64 * 1024,
            stall_max: Duration::from_mins(1),
            link: chrono::Duration::hours(1),
        }
    }
}

/// Gives places to ZIPs.
#[derive(Debug)]
pub struct ZipDesk {
    settings: ZipSettings,
    taken: Arc<Mutex<HashMap<UserId, usize>>>,
}

/// A place, given back when this goes.
#[derive(Debug)]
pub(super) struct Place {
    user: UserId,
    taken: Arc<Mutex<HashMap<UserId, usize>>>,
}

impl ZipDesk {
    pub fn new(settings: ZipSettings) -> Self {
        Self { settings, taken: Arc::default() }
    }

    /// `None`: all are taken, or the customer has as many as he may.
    pub(super) fn place(&self, user: UserId) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(&user).copied().unwrap_or(0);
        if own >= self.settings.of_customer_max || taken.values().sum::<usize>() >= self.settings.at_once {
            return None;
        }
        taken.insert(user, own + 1);
        Some(Place { user, taken: self.taken.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.user) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn places_are_bounded_for_all_and_for_each_and_come_back() {
        let desk = ZipDesk::new(ZipSettings { at_once: 3, of_customer_max: 2, ..ZipSettings::default() });
        let [ada, bob] = [1, 2].map(|n| UserId(Uuid::from_u128(n)));
        let first = desk.place(ada).unwrap();
        let second = desk.place(ada).unwrap();
        assert!(desk.place(ada).is_none(), "two for one customer");
        let third = desk.place(bob).unwrap();
        assert!(desk.place(bob).is_none(), "three in all");
        drop(first);
        let fourth = desk.place(bob).unwrap();
        drop((second, third, fourth));
        assert!(desk.taken.lock().unwrap().is_empty(), "nobody is remembered");
    }
}
