//! What is no longer true, although nothing that happened said so.

use chrono::Duration;
use nproxy_domain::Env;
use nproxy_domain::keys::KeyPolicy;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use super::notices;
use crate::entities::provider_keys;
use crate::error::StoreError;
use crate::incidents;
use crate::tx::Tx;

/// A refusal of our address that was not met again for so long is over, or nobody suffers from it.
const REGION_LASTS: Duration = Duration::minutes(10);

/// Ends shared causes for which no key rests any more: all were taken out of use, or moved to another proxy, so that no
/// success will ever end them. And refusals that are not met any more.
pub(super) async fn review(tx: &Tx, env: &Env, policy: &KeyPolicy) -> Result<(), StoreError> {
    let now = env.now();
    for incident in incidents::all_open(tx).await? {
        let shared = incident.key.starts_with("pool:") && incident.opened_at + policy.shared_window() < now;
        let over = if shared {
            let resting = provider_keys::Entity::find().filter(provider_keys::Column::IncidentId.eq(incident.id));
            resting.limit(1).one(tx).await?.is_none()
        } else {
            incident.key.starts_with(notices::REGION) && incident.updated_at + REGION_LASTS < now
        };
        if over {
            incidents::recover(tx, &incident.key, now).await?;
        }
    }
    Ok(())
}
