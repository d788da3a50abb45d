//! Objects in the asset store that no row knows of: what a crash, a restored backup or an erased row left.

use std::collections::HashSet;

use chrono::DateTime;
use nproxy_domain::assets::{Listed, StorageKey};
use nproxy_domain::{GenerationId, Timestamp};
use nproxy_store::StoreError;
use nproxy_store::retention::{kept_among, mark, open_among, set_mark};
use uuid::Uuid;

use super::RetainError;
use crate::App;

/// How far the walk through the store has come is kept under this name.
const NAME: &str = "orphans";
/// Objects of a page, and pages of one run; the next one goes on.
const PAGE: usize = 1000;
const PAGES_MAX: usize = 20;
/// Where more than half of so many objects are unknown, it is not they that are wrong: this database is not theirs.
const SUSPICIOUS_FROM: usize = 20;
/// A thumbnail beside a picture.
const THUMB: &str = ".thumb";

/// Walks on through the store and removes what is old enough and nobody's. Nothing is removed where most of a page would be.
pub(super) async fn remove(app: &App) -> Result<u64, RetainError> {
    let now = app.env.now();
    let before = now - app.settings.retention.orphans;
    let mut removed = 0;
    for _ in 0..PAGES_MAX {
        let after = mark(app.store.read(), NAME).await?.filter(|mark| !mark.is_empty()).map(StorageKey::from_row);
        let page = app.assets.list(after.as_ref(), PAGE).await?;
        let orphans = are_orphans(app, &page, before).await?;
        if page.len() >= SUSPICIOUS_FROM && orphans.len() * 2 > page.len() {
            tracing::error!(
                objects = page.len(),
                unknown = orphans.len(),
                "most pictures in storage are unknown to this database, so none is removed; see `nproxy assets check`"
            );
            return Ok(removed);
        }
        for orphan in &orphans {
            app.assets.delete(&orphan.key).await?;
            removed += 1;
        }
        // At its end it begins again.
        let is_end = page.len() < PAGE;
        let mark = page.last().filter(|_| !is_end).map_or("", |last| last.key.as_str());
        app.store.write(|tx| async move { set_mark(&tx, NAME, mark, now).await }).await?;
        if is_end {
            break;
        }
    }
    Ok(removed)
}

/// Those of a page that were made before `before`, that no row wants, and that no picture on its way may still want.
pub(crate) async fn are_orphans(app: &App, page: &[Listed], before: Timestamp) -> Result<Vec<Listed>, StoreError> {
    let old: Vec<&Listed> = page.iter().filter(|one| made_at(&one.key).is_some_and(|at| at < before)).collect();
    let pictures: Vec<StorageKey> = old.iter().map(|one| picture(&one.key)).collect();
    let pictures: Vec<StorageKey> = pictures.into_iter().collect::<HashSet<_>>().into_iter().collect();
    let kept: HashSet<StorageKey> = kept_among(app.store.read(), &pictures).await?.into_iter().collect();
    let unknown: Vec<&Listed> = old.into_iter().filter(|one| !kept.contains(&picture(&one.key))).collect();
    let makers: Vec<GenerationId> = unknown.iter().filter_map(|one| maker(&one.key)).collect();
    let open: HashSet<GenerationId> = open_among(app.store.read(), &makers).await?.into_iter().collect();
    Ok(unknown.into_iter().filter(|one| maker(&one.key).is_none_or(|id| !open.contains(&id))).cloned().collect())
}

/// The key of the picture that an object is or belongs to.
fn picture(key: &StorageKey) -> StorageKey {
    let text = key.as_str();
    StorageKey::from_row(text.strip_suffix(THUMB).unwrap_or(text).to_owned())
}

/// What asked for the picture.
fn maker(key: &StorageKey) -> Option<GenerationId> {
    key.as_str().strip_prefix("generations/")?.split('/').next()?.parse().ok()
}

/// Keys end with the id of what made them, and ids are of moments. `None`: it is none of ours.
fn made_at(key: &StorageKey) -> Option<Timestamp> {
    let picture = picture(key);
    let id: Uuid = picture.as_str().rsplit('/').next()?.parse().ok()?;
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_as_old_as_the_id_in_its_key_and_a_strange_one_has_no_age() {
        let id = "0192f0c1-aaaa-7bbb-8ccc-0123456789ab";
        let key = |text: String| StorageKey::from_row(text);
        let at = made_at(&key(format!("inputs/{id}"))).expect("a moment");
        assert_eq!(at.timestamp_millis(), 0x0192_f0c1_aaaa);
        assert_eq!(made_at(&key(format!("generations/{id}/{id}.thumb"))), Some(at));
        assert_eq!(maker(&key(format!("generations/{id}/{id}.thumb"))), id.parse().ok());
        for strange in ["inputs/readme", "lost+found", "inputs/c1a7b1de-0000-4000-8000-000000000000"] {
            assert_eq!(made_at(&key(strange.to_owned())), None, "{strange}");
        }
    }
}
