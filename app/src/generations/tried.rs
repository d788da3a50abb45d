//! What was tried for a generation, as its rows tell it.

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::routing::SoFar;
use nproxy_domain::{GenerationId, ProviderId};
use nproxy_store::{StoreError, attempts};

use crate::App;

/// What its closed attempts came to. An upstream's words to the customer are in no row.
pub async fn so_far(app: &App, generation: GenerationId) -> Result<SoFar, StoreError> {
    let mut so_far = SoFar::default();
    for attempt in attempts::of_generation(app.store.read(), generation).await? {
        let Some(class) = attempt.class.as_deref().and_then(Class::parse) else { continue };
        let end = PluginError::new(class, Spent::Unknown, &attempt.detail.unwrap_or_default(), &[]);
        so_far.ended(&ProviderId(attempt.provider), &attempt.model, end);
    }
    Ok(so_far)
}
