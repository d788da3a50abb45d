//! In which coins a plan can be paid.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Duration;
use futures::future::join_all;
use nproxy_domain::processor::{Offer, Price};
use nproxy_domain::{ProcessorId, Timestamp};
use nproxy_store::StoreError;
use tokio::sync::Mutex as AsyncMutex;

use crate::{App, switches};

/// A processor that could not say is not asked again for so long.
const UNAVAILABLE_FOR: Duration = Duration::seconds(10);

/// A way to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessorOffers {
    pub id: ProcessorId,
    pub label: String,
    /// One of the offers has to be chosen.
    pub coin_needed: bool,
    /// An admin confirms the money.
    pub by_hand: bool,
    pub offers: Offers,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offers {
    Known(Vec<Offer>),
    /// The processor can't be asked now.
    Unavailable,
}

#[derive(Debug, thiserror::Error)]
pub enum OffersError {
    #[error("there is no such plan")]
    UnknownPlan,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// All configured processors that are not switched off, with what they offer for the plan's price, asked side by side.
pub async fn processors(app: &App, plan: &str) -> Result<Vec<ProcessorOffers>, OffersError> {
    let plan = app.plans.iter().find(|p| p.id == plan).ok_or(OffersError::UnknownPlan)?;
    let switches = switches::read(app).await?;
    let asked = app.processors.ids().filter(|id| switches.takes_invoices(id)).map(|id| async move {
        let about = app.processors.about(id)?;
        Some(ProcessorOffers {
            id: id.clone(),
            label: about.label.clone(),
            coin_needed: about.coin_needed,
            by_hand: about.confirmed_by_hand,
            offers: offers(app, id, &plan.price).await?,
        })
    });
    Ok(join_all(asked).await.into_iter().flatten().collect())
}

/// `None`: there is no such processor.
pub(super) async fn offers(app: &App, processor: &ProcessorId, price: &Price) -> Option<Offers> {
    app.processors.about(processor)?;
    let answer = app.payments().offers.of(processor, price);
    // Whoever comes while somebody asks waits here, and finds the answer.
    let mut answer = answer.lock().await;
    let now = app.env.now();
    if let Some((until, offers)) = &*answer
        && now < *until
    {
        return Some(offers.clone());
    }
    let keep = Duration::from_std(app.settings.payments.offers_cache).unwrap_or(UNAVAILABLE_FOR);
    let (keep, offers) = match app.processors.offers(processor, price).await? {
        Ok(offers) => (keep, Offers::Known(offers)),
        Err(error) => {
            tracing::info!(%processor, class = error.class.as_str(), detail = error.detail, "no offers are known");
            (UNAVAILABLE_FOR, Offers::Unavailable)
        }
    };
    *answer = Some((now + keep, offers.clone()));
    Some(offers)
}

type Answer = Arc<AsyncMutex<Option<(Timestamp, Offers)>>>;

/// What was answered, by processor and price: as many as the configuration has.
#[derive(Debug, Default)]
pub(crate) struct OfferCache(Mutex<HashMap<(ProcessorId, String), Answer>>);

impl OfferCache {
    fn of(&self, processor: &ProcessorId, price: &Price) -> Answer {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.entry((processor.clone(), price.to_string())).or_default().clone()
    }
}
