use nproxy_app::assets::AssetView;
use nproxy_domain::AssetId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SMALL_BYTES_MAX;
use crate::extract::Body;

/// A stored picture and where its bytes are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Asset {
    #[schema(value_type = Uuid)]
    pub id: AssetId,
    pub width: u32,
    pub height: u32,
    pub mime: String,
    pub starred: bool,
    pub url: String,
    pub thumb_url: String,
}

impl From<AssetView> for Asset {
    fn from(view: AssetView) -> Self {
        let AssetView { id, width, height, mime, starred } = view;
        let at = |variant: &str| format!("/api/v1/assets/{id}?variant={variant}");
        Self { id, width, height, mime, starred, url: at("original"), thumb_url: at("thumb") }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AssetReply {
    pub asset: Asset,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateAsset {
    pub starred: bool,
}

impl Body for UpdateAsset {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

/// A form with one file.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only documented; the form is streamed")]
pub struct Upload {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A whole picture.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only documented; the bytes go out as they are")]
pub struct PictureBytes(Vec<u8>);
