use nproxy_domain::{AssetId, DownloadId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Body;

/// Own pictures, uploaded or made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewZip {
    #[schema(value_type = Vec<Uuid>, min_items = 1, max_items = 500)]
    pub asset_ids: Vec<AssetId>,
}

impl Body for NewZip {
    // Far more ids than are taken, so that too many are told so.
    const BYTES_MAX: usize = 64 * 1024;
}

/// Good for an hour, for its owner alone.
#[derive(Debug, Serialize, ToSchema)]
pub struct DownloadReply {
    pub url: String,
}

impl DownloadReply {
    pub fn to(id: DownloadId) -> Self {
        Self { url: format!("/api/v1/downloads/{id}") }
    }
}

/// A whole ZIP.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only documented; the bytes go out as they are written")]
pub struct ZipBytes(Vec<u8>);
