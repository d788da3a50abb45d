//! What is shown: one file per place.
//!
//! **Invariant:** no prompt, picture or secret is ever shown, and no full e-mail address unless the configuration allows it.
//! Text from outside goes through [`Sight::esc`] or into a button's label, and into nothing else.

mod found;
mod health;
mod incidents;
mod key;
mod keys;
mod language;
mod overview;
mod page;
mod payment;
mod payments;
mod person;
mod picture;
mod pool;
mod quiet;
mod sight;
mod switch;
mod switches;

use nproxy_app::{App, StoreError};

use crate::{Place, Reader, View};
use found::Found;

pub(crate) use sight::Sight;
pub(crate) use switch::name as switch_name;

/// A place as it is now. What is gone is said to be.
pub async fn show(app: &App, reader: &Reader, place: &Place) -> Result<View, StoreError> {
    at(&Sight::new(app, reader), place).await
}

async fn at(sight: &Sight<'_>, place: &Place) -> Result<View, StoreError> {
    match place {
        Place::Overview => overview::view(sight).await,
        Place::Health => Ok(health::view(sight).await),
        Place::Pool => Ok(pool::view(sight).await),
        Place::Keys { provider, state, cursor } => {
            keys::view(sight, provider.as_deref(), state.as_deref(), cursor.as_deref()).await
        }
        Place::Key { key } => key::view(sight, *key).await,
        Place::Payments { cursor } => payments::view(sight, cursor.as_deref()).await,
        Place::Payment { payment } => payment::view(sight, *payment).await,
        Place::Person { user } => person::view(sight, *user).await,
        Place::Picture { generation } => picture::view(sight, *generation).await,
        Place::Incidents { cursor } => incidents::view(sight, cursor.as_deref()).await,
        Place::Quiet => quiet::view(sight).await,
        Place::Switches { from } => switches::view(sight, *from).await,
        Place::Switch { name } => switch::view(sight, name).await,
        Place::Language => Ok(language::view(sight)),
        Place::Search { text } => match found::search(sight, text).await? {
            Found::One(place) => Box::pin(at(sight, &place)).await,
            Found::Several(view) => Ok(view),
        },
    }
}
