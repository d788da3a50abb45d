//! Uploads that no picture was ever asked for with.

use nproxy_domain::AssetId;
use nproxy_store::StoreError;
use nproxy_store::retention::{mark, set_mark, throw_away, uploads};

use super::{BATCHES_MAX, ROWS_MAX};
use crate::App;

/// How far the look at uploads has come is kept under this name.
const NAME: &str = "uploads";

/// Each upload is looked at once, when it is old enough: what was used once is never unused again. Then it goes the way of
/// what its owner deletes, and can be brought back for as long. Starred ones stay.
pub(super) async fn throw_away_unused(app: &App) -> Result<u64, StoreError> {
    let (now, before) = (app.env.now(), app.env.now() - app.settings.retention.uploads);
    let mut thrown_away = 0;
    for _ in 0..BATCHES_MAX {
        let after: Option<AssetId> = mark(app.store.read(), NAME).await?.and_then(|mark| mark.parse().ok());
        let some = uploads(app.store.read(), after, ROWS_MAX).await?;
        let old: Vec<_> = some.iter().take_while(|upload| upload.created_at < before).collect();
        let Some(last) = old.last() else { break };
        let unused: Vec<AssetId> = old.iter().filter(|upload| !upload.is_used).map(|upload| upload.id()).collect();
        let (unused, last) = (&unused, &last.id().to_string());
        let gone = app.store.write(|tx| async move {
            let gone = throw_away(&tx, unused, now).await?;
            set_mark(&tx, NAME, last, now).await?;
            Ok::<_, StoreError>(gone)
        });
        thrown_away += gone.await?;
        if old.len() < some.len() || (some.len() as u64) < ROWS_MAX {
            break;
        }
    }
    Ok(thrown_away)
}
