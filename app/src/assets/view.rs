//! Pictures as the doors show them.

use nproxy_domain::AssetId;
use nproxy_store::entities::assets::Model;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetView {
    pub id: AssetId,
    /// As it is shown, in pixels.
    pub width: u32,
    pub height: u32,
    pub mime: String,
    pub starred: bool,
}

impl From<Model> for AssetView {
    fn from(row: Model) -> Self {
        let side = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            id: AssetId(row.id),
            width: side(row.width),
            height: side(row.height),
            mime: row.mime,
            starred: row.starred_at.is_some(),
        }
    }
}
