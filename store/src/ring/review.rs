//! What is no longer true, although nothing that happened said so.

use std::collections::BTreeSet;

use chrono::Duration;
use nproxy_domain::Env;
use nproxy_domain::catalog::Model;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use super::{RingSettings, notices};
use crate::entities::provider_keys;
use crate::error::StoreError;
use crate::incidents;
use crate::tx::Tx;

/// A refusal of our address that was not met again for so long is over, or nobody suffers from it.
const REGION_LASTS: Duration = Duration::minutes(10);

/// A model that its upstream no longer has stays away for good; this long without a try says that nobody wants it.
const MODEL_GONE_LASTS: Duration = Duration::days(1);

/// Ends shared causes for which no key rests any more: all were taken out of use, or moved to another proxy, so that no
/// success will ever end them. And refusals that are not met any more, and models that are gone and that no route names.
pub(super) async fn review(tx: &Tx, env: &Env, settings: &RingSettings) -> Result<(), StoreError> {
    let now = env.now();
    let named = named(&settings.models);
    for incident in incidents::all_open(tx).await? {
        let over = if incident.key.starts_with("pool:") {
            incident.opened_at + settings.keys.shared_window() < now && {
                let resting = provider_keys::Entity::find().filter(provider_keys::Column::IncidentId.eq(incident.id));
                resting.limit(1).one(tx).await?.is_none()
            }
        } else if incident.key.starts_with(notices::MODEL) {
            !named.contains(&incident.key) || incident.updated_at + MODEL_GONE_LASTS < now
        } else {
            incident.key.starts_with(notices::REGION) && incident.updated_at + REGION_LASTS < now
        };
        if over {
            incidents::recover(tx, &incident.key, now).await?;
        }
    }
    Ok(())
}

/// What would be said of each route's model if it were gone.
fn named(models: &[Model]) -> BTreeSet<String> {
    let routes = models.iter().flat_map(|model| &model.routes);
    routes.map(|route| notices::model_gone(&route.provider, &route.model)).collect()
}
