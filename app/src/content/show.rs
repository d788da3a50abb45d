//! The bytes of a picture that was opened.

use nproxy_domain::{OpenedId, UserId};
use nproxy_store::{assets, opened};

use crate::App;
use crate::assets::{FetchError, Fetched, Variant, Wanted, fetched};

/// For the admin who opened it, as long as the address is good. Never a link: that would be good without him.
pub async fn show_opened(app: &App, admin: UserId, id: OpenedId) -> Result<Fetched, FetchError> {
    let db = app.store.read();
    let asset = opened::get_own(db, admin, id, app.env.now()).await?.ok_or(FetchError::NotFound)?;
    let row = assets::by_ids(db, &[asset]).await?.pop();
    let row = row.filter(|row| row.purged_at.is_none() && row.removed_at.is_none()).ok_or(FetchError::NotFound)?;
    fetched(app, &row, Wanted::all(Variant::Original)).await
}
