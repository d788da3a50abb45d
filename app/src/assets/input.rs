//! The bytes of an input picture, for a job.

use nproxy_domain::assets::{AssetStoreError, StorageKey};
use nproxy_domain::provider::InputImage;
use nproxy_store::entities::assets::Model;

use crate::App;

/// Also of a picture that was deleted since the turn was submitted.
pub async fn read_input(app: &App, row: &Model) -> Result<InputImage, AssetStoreError> {
    let bytes = app.assets.get(&StorageKey::from_row(row.storage_key.clone())).await?;
    Ok(InputImage::new(row.mime.clone(), bytes))
}
