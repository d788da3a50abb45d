//! Places for what takes long or much: so many in all, and so many of them for one customer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nproxy_domain::UserId;

/// Of one process.
#[derive(Debug)]
pub struct Places {
    all_max: usize,
    of_customer_max: usize,
    taken: Arc<Taken>,
}

#[derive(Debug, Default)]
struct Taken(Mutex<HashMap<UserId, usize>>);

/// A place, given back when this goes.
#[derive(Debug)]
pub struct Place {
    user: UserId,
    taken: Arc<Taken>,
}

impl Places {
    pub fn new(all_max: usize, of_customer_max: usize) -> Self {
        Self { all_max, of_customer_max, taken: Arc::default() }
    }

    /// `None`: all are taken, or the customer has as many as he may.
    pub fn take(&self, user: UserId) -> Option<Place> {
        let mut taken = self.taken.lock();
        let own = taken.get(&user).copied().unwrap_or(0);
        if own >= self.of_customer_max || taken.values().sum::<usize>() >= self.all_max {
            return None;
        }
        taken.insert(user, own + 1);
        Some(Place { user, taken: self.taken.clone() })
    }
}

impl Taken {
    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock();
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
        let places = Places::new(3, 2);
        let [ada, bob] = [1, 2].map(|n| UserId(Uuid::from_u128(n)));
        let first = places.take(ada).unwrap();
        let second = places.take(ada).unwrap();
        assert!(places.take(ada).is_none(), "two for one customer");
        let third = places.take(bob).unwrap();
        assert!(places.take(bob).is_none(), "three in all");
        drop(first);
        let fourth = places.take(bob).unwrap();
        drop((second, third, fourth));
        assert!(places.taken.lock().is_empty(), "nobody is remembered");
    }
}
