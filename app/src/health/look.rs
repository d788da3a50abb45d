//! A look that costs something, so that it is repeated less often.

use std::time::Duration;

use nproxy_domain::Timestamp;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::{Component, State};

const LOOK_MAX: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub(super) struct Looked(Mutex<Option<(Timestamp, Component)>>);

impl Looked {
    /// What was seen last, or what `look` sees now if that is older than `fresh_for`. One that doesn't come to an end
    /// leaves its part unknown.
    pub async fn at_most(
        &self,
        fresh_for: chrono::Duration,
        now: Timestamp,
        (unknown, look): (Component, impl Future<Output = Component>),
    ) -> Component {
        let mut newest = self.0.lock().await;
        if let Some((at, part)) = newest.as_ref().filter(|(at, _)| (now - *at).abs() < fresh_for) {
            return part.clone().at(*at);
        }
        let slow = || Component { state: State::Unknown, ..unknown }.because("it doesn't come to an end in time");
        let part = timeout(LOOK_MAX, look).await.unwrap_or_else(|_| slow());
        *newest = Some((now, part.clone()));
        part.at(now)
    }
}
