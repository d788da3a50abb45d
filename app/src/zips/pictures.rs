//! Chosen pictures as the files of a ZIP.

use futures::StreamExt as _;
use nproxy_domain::assets::StorageKey;
use nproxy_domain::{AssetId, UserId};
use nproxy_store::gallery::{self, PictureRow};
use nproxy_store::{StoreError, downloads};

use super::entry::{Content, Entries, Entry};
use super::names::{Names, slug};
use crate::App;
use crate::assets::Format;

/// Those that are the customer's own now, in the order in which they were chosen; what was deleted since it was chosen
/// stands in `missing.txt`.
pub(super) async fn entries(app: &App, user: UserId, download: &downloads::DownloadRow) -> Result<Entries, StoreError> {
    let ids = downloads::assets(download);
    let rows = gallery::chosen(app.store.read(), user, &ids).await?;
    let gone: Vec<_> = ids.iter().filter(|id| !rows.iter().any(|row| row.asset_id == id.0)).copied().collect();
    let mut names = Names::default();
    let mut entries: Vec<_> = rows.into_iter().map(|row| entry(row, "", &mut names)).collect();
    entries.extend(gone.into_iter().map(|id| missing(id, download)));
    Ok(futures::stream::iter(entries).map(Ok).boxed())
}

/// `folder`: empty for the top.
pub(super) fn entry(row: PictureRow, folder: &str, names: &mut Names) -> Entry {
    let at = row.finished_at.unwrap_or(row.created_at);
    let extension = Format::of_mime(&row.mime).extension();
    let name = names.give(folder, &stem(&row), extension);
    Entry { name, at, content: Content::Asset(StorageKey::from_row(row.storage_key)) }
}

/// `prompt-slug_2026-12-01_2of4`.
fn stem(row: &PictureRow) -> String {
    let day = row.finished_at.unwrap_or(row.created_at).format("%Y-%m-%d");
    let slug = match row.prompt.as_deref().map(slug) {
        Some(slug) if slug.is_empty() => "picture".to_owned(),
        Some(slug) => slug,
        None => "upload".to_owned(),
    };
    match (row.slot, row.batch_size) {
        (Some(slot), Some(batch)) if batch > 1 => format!("{slug}_{day}_{}of{batch}", slot + 1),
        _ => format!("{slug}_{day}"),
    }
}

fn missing(id: AssetId, download: &downloads::DownloadRow) -> Entry {
    Entry { name: format!("picture_{id}"), at: download.created_at, content: Content::Missing }
}
