//! A customer's page waits for news of a payment.

use std::time::Duration;

use nproxy_domain::{PaymentId, UserId};
use nproxy_store::{StoreError, Topic};
use sha2::{Digest as _, Sha256};

use super::get::{GetError, get_own};
use super::view::PaymentView;
use crate::App;
use crate::waits::{Etag, News, news};

/// What came of waiting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waited {
    Changed {
        payment: Box<PaymentView>,
        etag: Etag,
    },
    /// As the customer's program knows it.
    Unchanged {
        etag: Etag,
    },
}

/// Answers at once when the payment doesn't look as `known`, else when it changes or after `wait`.
pub async fn wait_own(
    app: &App,
    user: UserId,
    id: PaymentId,
    known: Option<&Etag>,
    wait: Duration,
) -> Result<Waited, GetError> {
    let look = || async {
        let payment = get_own(app, user, id).await?;
        let etag = etag(&payment)?;
        Ok::<_, GetError>((payment, etag))
    };
    Ok(match news(app, Topic::User(user), known, wait, look).await? {
        News::Changed(payment, etag) => Waited::Changed { payment: Box::new(payment), etag },
        News::Unchanged(etag) => Waited::Unchanged { etag },
    })
}

/// Of what shows: a reading that found nothing new is none.
fn etag(payment: &PaymentView) -> Result<Etag, StoreError> {
    let shown = serde_json::to_vec(payment).map_err(|error| StoreError::Internal(error.to_string()))?;
    Ok(Etag::of(Sha256::new_with_prefix(shown)))
}
