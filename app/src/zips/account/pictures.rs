//! The pictures, made and uploaded, and lists of them: which file is which.

use nproxy_domain::{AssetId, GenerationId, Timestamp, UserId};
use nproxy_store::StoreError;
use nproxy_store::entities::text::AssetKind;
use nproxy_store::gallery::{self, GalleryFilter, PictureRow};
use serde_json::{Value, json};

use super::super::entry::Entry;
use super::super::names::Names;
use super::super::pictures::entry;
use crate::App;

const AT_ONCE: u64 = 200;
const FOLDER: &str = "pictures";
/// Each has a prompt of some thousand characters, so a list stays within some megabytes; then another one begins.
const LINES_OF_A_LIST: usize = 1000;

/// Where the next page begins.
#[derive(Default)]
pub(super) struct Place {
    names: Names,
    /// One line per picture that has its file, of those in no list yet.
    listed: Vec<Value>,
    lists: usize,
    next: Next,
}

#[derive(Clone, Copy, Default)]
enum Next {
    #[default]
    Made,
    MadeAfter(Timestamp, GenerationId),
    Uploaded(Option<AssetId>),
    LastList,
    Nothing,
}

pub(super) async fn page(app: App, user: UserId, mut place: Place) -> Result<Option<(Vec<Entry>, Place)>, StoreError> {
    let (db, all) = (app.store.read(), GalleryFilter::default());
    let rows = match place.next {
        Next::Made => gallery::outputs(db, user, &all, None, AT_ONCE).await?,
        Next::MadeAfter(at, id) => gallery::outputs(db, user, &all, Some((at, id)), AT_ONCE).await?,
        Next::Uploaded(before) => gallery::inputs(db, user, &all, before, AT_ONCE).await?,
        Next::LastList => {
            place.next = Next::Nothing;
            let is_due = place.lists == 0 || !place.listed.is_empty();
            let last = is_due.then(|| place.list(app.env.now()));
            return Ok(Some((last.into_iter().collect(), place)));
        }
        Next::Nothing => return Ok(None),
    };
    place.next = after(place.next, rows.last());
    let mut files: Vec<_> = rows.into_iter().map(|row| place.file(row)).collect();
    if place.listed.len() >= LINES_OF_A_LIST {
        files.push(place.list(app.env.now()));
    }
    Ok(Some((files, place)))
}

/// What was made, what was uploaded, the last list: each goes on until it has no more.
fn after(this: Next, last: Option<&PictureRow>) -> Next {
    match (this, last) {
        (Next::Made | Next::MadeAfter(..), Some(row)) => match (row.finished_at, row.generation_id) {
            (Some(at), Some(id)) => Next::MadeAfter(at, GenerationId(id)),
            _ => Next::Uploaded(None),
        },
        (Next::Made | Next::MadeAfter(..), None) => Next::Uploaded(None),
        (Next::Uploaded(_), Some(row)) => Next::Uploaded(Some(AssetId(row.asset_id))),
        (Next::Uploaded(_) | Next::LastList | Next::Nothing, _) => Next::LastList,
    }
}

impl Place {
    fn file(&mut self, row: PictureRow) -> Entry {
        let mut line = line(&row);
        let entry = entry(row, FOLDER, &mut self.names);
        line["file"] = json!(entry.name);
        self.listed.push(line);
        entry
    }

    /// `pictures.json`, `pictures_2.json`, ..
    fn list(&mut self, now: Timestamp) -> Entry {
        self.lists += 1;
        let list = Value::Array(std::mem::take(&mut self.listed));
        super::json(self.names.give("", "pictures", "json"), now, &list)
    }
}

fn line(row: &PictureRow) -> Value {
    json!({
        "id": AssetId(row.asset_id),
        "kind": match row.kind {
            AssetKind::Input => "input",
            AssetKind::Output => "output",
        },
        "mime": row.mime,
        "width": row.width,
        "height": row.height,
        "created_at": row.created_at,
        "starred": row.starred_at.is_some(),
        "prompt": row.prompt,
    })
}
