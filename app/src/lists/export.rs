//! A whole list, read while it is taken.

use futures::Stream;
use futures::stream::try_unfold;
use nproxy_store::StoreError;
use nproxy_store::lists::{self, Place, Slice, Sort};
use serde_json::Value;

use super::Shown;
use crate::App;
use crate::audit::{By, Change};

/// No file has more rows.
pub const EXPORT_ROWS_MAX: u64 = 100_000;
/// As many are in memory at once.
const PAGE_ROWS: u64 = 500;

struct Reading<L> {
    app: App,
    list: L,
    after: Option<Place>,
    left: u64,
}

/// Page by page, in the list's usual order; the next one is read when it is asked for.
pub type Export<L> = std::pin::Pin<Box<dyn Stream<Item = Result<Vec<<L as Shown>::Item>, StoreError>> + Send>>;

/// Begins to take a list out. `said` is the filter for the record, which is kept before the first row is read, so that an
/// export that is broken off is on it as well.
pub async fn export<L: Shown>(app: &App, by: &By, list: L, said: Value) -> Result<Export<L>, StoreError>
where
    L::Row: Send,
{
    let said = &said;
    let record = app.store.write(|tx| async move {
        let change = Change::of("lists.export", format!("list:{}", L::NAME)).after(said.clone());
        by.did(&tx, &app.env, change).await
    });
    record.await?;
    let reading = Reading { app: app.clone(), list, after: None, left: EXPORT_ROWS_MAX };
    Ok(Box::pin(try_unfold(reading, next)))
}

async fn next<L: Shown>(mut reading: Reading<L>) -> Result<Option<(Vec<L::Item>, Reading<L>)>, StoreError> {
    if reading.left == 0 {
        return Ok(None);
    }
    let sort: Sort = L::SORTS[0];
    let slice = Slice { sort, after: reading.after.take(), rows_max: PAGE_ROWS.min(reading.left) };
    let rows = lists::slice(reading.app.store.read(), &reading.list, &slice).await?;
    let Some(last) = rows.last() else { return Ok(None) };
    reading.after = Some(L::place(last, sort));
    let read = rows.len() as u64;
    reading.left = if read < slice.rows_max { 0 } else { reading.left - read };
    let items = L::items(&reading.app, rows).await?;
    Ok(Some((items, reading)))
}
