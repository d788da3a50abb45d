//! The gallery, page by page from the newest.

use nproxy_domain::moment::from_micros;
use nproxy_domain::provider::Mode;
use nproxy_domain::search::{Query, QueryTooLong};
use nproxy_domain::{AssetId, GenerationId, Timestamp, UserId};
use nproxy_store::StoreError;
use nproxy_store::entities::text::AssetKind;
use nproxy_store::gallery::{self, GalleryFilter, PictureRow};

use super::view::GalleryItem;
use crate::App;

pub const PICTURES_PER_PAGE_MAX: u32 = 100;

#[derive(Clone, Debug, PartialEq)]
pub struct GalleryPage {
    pub items: Vec<GalleryItem>,
    /// For the page after this one, if there is one.
    pub next_cursor: Option<String>,
}

/// What is wanted of the gallery; nothing said is nothing asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// What was made for the customer, or what he uploaded.
    pub kind: AssetKind,
    /// Of the page before, with the same wishes.
    pub cursor: Option<&'a str>,
    pub limit: u32,
    /// Looked for in prompts; too short: everything is wanted. Uploads have none.
    pub query: Option<&'a str>,
    pub mode: Option<Mode>,
    pub starred: bool,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

#[derive(Debug, thiserror::Error)]
pub enum GalleryError {
    #[error("this is no cursor of this list")]
    BadCursor,
    #[error("a page has 1 to {PICTURES_PER_PAGE_MAX} pictures")]
    LimitOutOfRange,
    #[error(transparent)]
    Query(#[from] QueryTooLong),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One query a page. Nothing is left out or shown twice while pages are turned, whatever is finished or deleted
/// meanwhile: a page begins behind a place, not behind a number of pictures.
pub async fn list(app: &App, user: UserId, wanted: Wanted<'_>) -> Result<GalleryPage, GalleryError> {
    if !(1..=PICTURES_PER_PAGE_MAX).contains(&wanted.limit) {
        return Err(GalleryError::LimitOutOfRange);
    }
    let limit = wanted.limit as usize;
    let filter = GalleryFilter {
        query: Query::parse(wanted.query.unwrap_or_default())?,
        mode: wanted.mode,
        starred: wanted.starred,
        from: wanted.from,
        until: wanted.until,
    };
    // One more than asked for tells whether there is more.
    let mut rows = page(app, user, &wanted, &filter, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| more).map(cursor_of);
    Ok(GalleryPage { items: rows.into_iter().map(Into::into).collect(), next_cursor })
}

async fn page(
    app: &App,
    user: UserId,
    wanted: &Wanted<'_>,
    filter: &GalleryFilter,
    rows_max: u64,
) -> Result<Vec<PictureRow>, GalleryError> {
    let db = app.store.read();
    Ok(match wanted.kind {
        AssetKind::Output => {
            let after = wanted.cursor.map(|cursor| place(cursor).ok_or(GalleryError::BadCursor)).transpose()?;
            gallery::outputs(db, user, filter, after, rows_max).await?
        }
        AssetKind::Input => {
            let before: Option<AssetId> =
                wanted.cursor.map(|cursor| cursor.parse().map_err(|_| GalleryError::BadCursor)).transpose()?;
            gallery::inputs(db, user, filter, before, rows_max).await?
        }
    })
}

fn cursor_of(row: &PictureRow) -> String {
    match (row.finished_at, row.generation_id) {
        (Some(finished_at), Some(id)) => format!("{}_{id}", finished_at.timestamp_micros()),
        _ => row.asset_id.to_string(),
    }
}

fn place(cursor: &str) -> Option<(Timestamp, GenerationId)> {
    let (micros, id) = cursor.split_once('_')?;
    Some((from_micros(micros)?, id.parse().ok()?))
}
