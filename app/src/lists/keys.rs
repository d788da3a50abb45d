//! Upstream keys.

use nproxy_store::StoreError;
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::lists::KeyListFilter;

use super::Shown;
use crate::App;
use crate::keys::{self, KeyView};

impl Shown for KeyListFilter {
    type Item = KeyView;

    const NAME: &'static str = "keys";

    async fn items(app: &App, rows: Vec<Model>) -> Result<Vec<KeyView>, StoreError> {
        keys::views(app, rows).await
    }
}
