//! The input pictures of a generation, for the gateway.

use std::collections::HashMap;

use async_trait::async_trait;
use bytes::Bytes;
use nproxy_domain::assets::AssetStoreError;
use nproxy_domain::provider::InputImage;
use nproxy_domain::{AssetId, GenerationId};
use nproxy_gateway::InputSource;
use nproxy_store::entities::assets::Model;
use nproxy_store::{StoreError, assets};

use crate::App;
use crate::assets::{link, read_input};

/// In the customer's order.
#[derive(Debug)]
pub struct StoredInputs {
    app: App,
    generation: GenerationId,
    known: Vec<InputImage>,
    /// Fewer where one is gone.
    rows: Vec<Model>,
}

impl StoredInputs {
    /// `linked`: one of the ways is an upstream that fetches them itself.
    pub async fn of(app: &App, generation: GenerationId, ids: &[AssetId], linked: bool) -> Result<Self, StoreError> {
        let found = if ids.is_empty() { Vec::new() } else { assets::by_ids(app.store.read(), ids).await? };
        let found: HashMap<_, _> = found.into_iter().map(|row| (row.id, row)).collect();
        let (mut known, mut rows) = (Vec::with_capacity(ids.len()), Vec::with_capacity(ids.len()));
        for id in ids {
            let row = found.get(&id.0);
            let mime = row.map(|row| row.mime.clone()).unwrap_or_default();
            known.push(InputImage { link: linked.then(|| link(app, *id)), ..InputImage::new(mime, Bytes::new()) });
            rows.extend(row.cloned());
        }
        Ok(Self { app: app.clone(), generation, known, rows })
    }
}

#[async_trait]
impl InputSource for StoredInputs {
    fn known(&self) -> &[InputImage] {
        &self.known
    }

    async fn read(&self) -> Result<Option<Vec<InputImage>>, AssetStoreError> {
        if self.rows.len() < self.known.len() {
            return Ok(None);
        }
        let mut inputs = Vec::with_capacity(self.rows.len());
        for (row, known) in self.rows.iter().zip(&self.known) {
            match read_input(&self.app, row).await {
                Ok(input) => inputs.push(InputImage { link: known.link.clone(), ..input }),
                Err(AssetStoreError::NotFound(key)) => {
                    tracing::warn!(generation = %self.generation, %key, "an input picture is gone");
                    return Ok(None);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Some(inputs))
    }
}
