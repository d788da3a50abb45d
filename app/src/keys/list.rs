//! All keys, for an admin.

use nproxy_domain::ProviderId;
use nproxy_store::{StoreError, keys};

use super::KeyView;
use crate::App;

/// Oldest first; of one provider, or of all.
pub async fn list(app: &App, provider: Option<&ProviderId>) -> Result<Vec<KeyView>, StoreError> {
    Ok(keys::list(app.store.read(), provider).await?.into_iter().map(KeyView::from).collect())
}
