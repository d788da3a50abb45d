//! How long a picture takes, so that a customer knows what to expect.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use nproxy_domain::Timestamp;
use nproxy_store::{StoreError, generations};

use crate::App;

/// The newest pictures that are looked at, of all models together.
const PICTURES_MAX: u64 = 500;
/// Fewer say nothing.
const PICTURES_MIN: usize = 5;
const CACHED_FOR: chrono::Duration = chrono::Duration::seconds(60);

/// From the first start to the end, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typical {
    pub p50_ms: u32,
    pub p90_ms: u32,
}

type ByModel = Arc<BTreeMap<String, Typical>>;

/// What was found a minute ago is still true.
#[derive(Debug, Default)]
pub struct TypicalCache(Mutex<Option<(Timestamp, ByModel)>>);

/// By model; a model with too few pictures is absent.
pub async fn typical(app: &App) -> Result<ByModel, StoreError> {
    let now = app.env.now();
    let cache = &app.typical().0;
    if let Some((at, found)) = &*cache.lock().unwrap_or_else(PoisonError::into_inner)
        && now - *at < CACHED_FOR
    {
        return Ok(Arc::clone(found));
    }
    let mut took: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for picture in generations::delivered(app.store.read(), PICTURES_MAX).await? {
        let ms = (picture.finished_at - picture.started_at).num_milliseconds();
        took.entry(picture.model).or_default().push(u32::try_from(ms).unwrap_or(0));
    }
    let found: ByModel = Arc::new(took.into_iter().filter_map(|(model, ms)| Some((model, of(ms)?))).collect());
    *cache.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&found)));
    Ok(found)
}

fn of(mut took_ms: Vec<u32>) -> Option<Typical> {
    if took_ms.len() < PICTURES_MIN {
        return None;
    }
    took_ms.sort_unstable();
    let at = |percent: usize| took_ms[(took_ms.len() * percent / 100).min(took_ms.len() - 1)];
    Some(Typical { p50_ms: at(50), p90_ms: at(90) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_pictures_say_nothing_and_many_are_ranked() {
        assert_eq!(of(vec![1; PICTURES_MIN - 1]), None);
        assert_eq!(of((1..=100).rev().collect()), Some(Typical { p50_ms: 51, p90_ms: 91 }));
    }
}
