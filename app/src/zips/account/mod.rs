//! Everything of an account as the files of a ZIP: what is known of its owner, what was bought, what was asked for, and
//! the pictures by readable names.
//!
//! Nothing of it is held in memory as a whole: conversations and pictures are looked up page by page while the ZIP is
//! written.

mod facts;
mod pictures;
mod talks;

use std::future::Future;

use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::StoreError;
use serde_json::Value;

use super::entry::{Content, Entries, Entry};
use crate::App;

pub(super) async fn entries(app: &App, user: UserId) -> Result<Entries, StoreError> {
    let facts = facts::entries(app, user).await?;
    let talks = paged(talks::Place::default(), move |app, place| talks::page(app, user, place), app);
    let pictures = paged(pictures::Place::default(), move |app, place| pictures::page(app, user, place), app);
    Ok(stream::iter(facts).map(Ok).chain(talks).chain(pictures).boxed())
}

/// The entries of one page after the other, each from the place where the one before it ended.
fn paged<P, F, Fut>(first: P, page: F, app: &App) -> Entries
where
    P: Send + 'static,
    F: Fn(App, P) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Option<(Vec<Entry>, P)>, StoreError>> + Send + 'static,
{
    let app = app.clone();
    let pages = stream::try_unfold(first, move |place| page(app.clone(), place));
    pages.map_ok(|entries| stream::iter(entries).map(Ok)).try_flatten().boxed()
}

fn json(name: String, at: Timestamp, value: &Value) -> Entry {
    let text = serde_json::to_vec_pretty(value).expect("values of JSON are written as such");
    Entry { name, at, content: Content::Bytes(Bytes::from(text)) }
}
