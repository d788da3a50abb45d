//! A customer's program waits for news of its pictures.

use std::time::Duration;

use nproxy_domain::{GenerationId, UserId};
use nproxy_store::{StoreError, Topic};
use sha2::{Digest as _, Sha256};

use super::GenerationView;
use super::get::list_by_ids;
use crate::App;
use crate::waits::{Etag, News, news};

/// What came of waiting.
#[derive(Clone, Debug, PartialEq)]
pub enum Waited {
    Changed {
        generations: Vec<GenerationView>,
        etag: Etag,
    },
    /// As the customer's program knows it.
    Unchanged {
        etag: Etag,
    },
}

/// Answers at once when the state is not the `known` one, else when it changes or after `wait`.
pub async fn wait(
    app: &App,
    user: UserId,
    ids: &[GenerationId],
    known: Option<&Etag>,
    wait: Duration,
) -> Result<Waited, StoreError> {
    let look = || async {
        let generations = list_by_ids(app, user, ids).await?;
        let etag = etag(&generations);
        Ok::<_, StoreError>((generations, etag))
    };
    Ok(match news(app, Topic::User(user), known, wait, look).await? {
        News::Changed(generations, etag) => Waited::Changed { generations, etag },
        News::Unchanged(etag) => Waited::Unchanged { etag },
    })
}

/// Of what can change in a customer's sight.
fn etag(views: &[GenerationView]) -> Etag {
    let mut hash = Sha256::new();
    for view in views {
        hash.update(view.id.0.as_bytes());
        hash.update(view.state.as_bytes());
        let starred = view.asset.as_ref().is_some_and(|asset| asset.starred);
        let flags = [view.cancel_asked, view.retryable, view.asset.is_some(), starred, view.removed_at.is_some()];
        hash.update(flags.map(u8::from));
    }
    Etag::of(hash)
}
