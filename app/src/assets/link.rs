//! An address at which an upstream fetches an input picture.
//!
//! Whoever has it sees the picture, so it is sealed, is good for one picture and for ten minutes, and stands nowhere: the
//! moment until which it is good is the address itself.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration};
use nproxy_domain::{AssetId, Timestamp};
use nproxy_store::{Place, assets};
use url::Url;

use super::fetch::{FetchError, Fetched, Variant, Wanted, fetched};
use crate::App;

/// Longer than a picture may take.
const LINK_LIFE: Duration = Duration::minutes(10);

fn place(asset: AssetId) -> Place<'static> {
    Place { table: "assets", row: asset.0, column: "link" }
}

/// Made anew for every attempt at a picture.
pub fn link(app: &App, asset: AssetId) -> Url {
    let until = (app.env.now() + LINK_LIFE).timestamp_millis();
    let sealed = app.store.master_key().seal(&app.env, place(asset), &until.to_be_bytes());
    app.settings.site.page(["inputs", &asset.to_string(), &URL_SAFE_NO_PAD.encode(sealed)])
}

/// The picture behind a link; also one that was deleted since, as its work goes on. A link that is too old, spoiled or to
/// another picture is to nothing.
pub async fn follow(app: &App, asset: AssetId, token: &str) -> Result<Fetched, FetchError> {
    if until(app, asset, token).is_none_or(|until| until <= app.env.now()) {
        return Err(FetchError::NotFound);
    }
    let row = assets::by_ids(app.store.read(), &[asset]).await?.pop();
    let row = row.filter(|row| row.removed_at.is_none() && row.purged_at.is_none()).ok_or(FetchError::NotFound)?;
    fetched(app, &row, Wanted::all(Variant::Original)).await
}

fn until(app: &App, asset: AssetId, token: &str) -> Option<Timestamp> {
    let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
    let until = app.store.master_key().open(place(asset), &sealed).ok()?;
    DateTime::from_timestamp_millis(i64::from_be_bytes(until.try_into().ok()?))
}
