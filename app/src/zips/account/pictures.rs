//! The pictures, made and uploaded, and a list of them: which file is which.

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

/// Where the next page begins.
#[derive(Default)]
pub(super) struct Place {
    names: Names,
    /// One line per picture that has its file.
    listed: Vec<Value>,
    next: Next,
}

#[derive(Clone, Copy, Default)]
enum Next {
    #[default]
    Made,
    MadeAfter(Timestamp, GenerationId),
    Uploaded(Option<AssetId>),
    TheList,
    Nothing,
}

pub(super) async fn page(app: App, user: UserId, mut place: Place) -> Result<Option<(Vec<Entry>, Place)>, StoreError> {
    let (db, all) = (app.store.read(), GalleryFilter::default());
    let rows = match place.next {
        Next::Made => gallery::outputs(db, user, &all, None, AT_ONCE).await?,
        Next::MadeAfter(at, id) => gallery::outputs(db, user, &all, Some((at, id)), AT_ONCE).await?,
        Next::Uploaded(before) => gallery::inputs(db, user, &all, before, AT_ONCE).await?,
        Next::TheList => {
            let list = Value::Array(std::mem::take(&mut place.listed));
            place.next = Next::Nothing;
            return Ok(Some((vec![super::json("pictures.json".to_owned(), app.env.now(), &list)], place)));
        }
        Next::Nothing => return Ok(None),
    };
    place.next = after(place.next, rows.last());
    let files = rows.into_iter().map(|row| place.file(row)).collect();
    Ok(Some((files, place)))
}

/// What was made, what was uploaded, the list: each goes on until it has no more.
fn after(this: Next, last: Option<&PictureRow>) -> Next {
    match (this, last) {
        (Next::Made | Next::MadeAfter(..), Some(row)) => match (row.finished_at, row.generation_id) {
            (Some(at), Some(id)) => Next::MadeAfter(at, GenerationId(id)),
            _ => Next::Uploaded(None),
        },
        (Next::Made | Next::MadeAfter(..), None) => Next::Uploaded(None),
        (Next::Uploaded(_), Some(row)) => Next::Uploaded(Some(AssetId(row.asset_id))),
        (Next::Uploaded(_) | Next::TheList | Next::Nothing, _) => Next::TheList,
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
