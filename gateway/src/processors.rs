//! What is asked of payment processors. Money has one way out: directly, with the credentials of its configuration.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use futures::StreamExt as _;
use nproxy_domain::ProcessorId;
use nproxy_domain::outcome::PluginError;
use nproxy_domain::processor::{
    Checkout, ExternalId, Found, Offer, Order, OrderRef, PaymentEvent, PaymentProcessor, PaymentSnapshot, Price,
    ProcessorInfo, WebhookCall, WebhookError,
};
use nproxy_domain::provider::Next;
use secrecy::ExposeSecret;
use tokio::time::Instant;

use crate::chain::{Chain, Party};
use crate::clients::Clients;
use crate::limits::GatewayLimits;
use crate::metrics::Phase;
use crate::way::Way;

/// Questions about offers that are asked of one processor side by side.
const OFFERS_AT_ONCE: usize = 8;

/// All configured payment processors.
#[derive(Clone)]
pub struct Processors {
    by_id: BTreeMap<ProcessorId, Arc<dyn PaymentProcessor>>,
    clients: Clients,
    limits: GatewayLimits,
}

impl fmt::Debug for Processors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Processors").field("ids", &self.by_id.keys()).finish_non_exhaustive()
    }
}

impl Processors {
    pub fn new(
        processors: impl IntoIterator<Item = Arc<dyn PaymentProcessor>>,
        clients: Clients,
        limits: GatewayLimits,
    ) -> Self {
        let by_id = processors.into_iter().map(|p| (ProcessorId(p.about().id.clone()), p)).collect();
        Self { by_id, clients, limits }
    }

    /// In the order of their names.
    pub fn ids(&self) -> impl Iterator<Item = &ProcessorId> {
        self.by_id.keys()
    }

    /// `None`: no such processor is configured; so below.
    pub fn about(&self, id: &ProcessorId) -> Option<&ProcessorInfo> {
        self.by_id.get(id).map(|processor| processor.about())
    }

    /// The coins in which the price can be paid. What one question can't find out is left out; when none finds out
    /// anything, the first trouble is told.
    pub async fn offers(&self, id: &ProcessorId, price: &Price) -> Option<Result<Vec<Offer>, PluginError>> {
        let processor = self.by_id.get(id)?;
        let asked = processor.offers(price).into_iter().map(|chain| self.drive(processor, chain));
        let answers: Vec<_> = futures::stream::iter(asked).buffered(OFFERS_AT_ONCE).collect().await;
        let mut offers = Vec::new();
        let mut trouble = None;
        for answer in answers {
            match answer {
                Ok(found) => offers.extend(found),
                Err(error) => drop(trouble.get_or_insert(error)),
            }
        }
        Some(match trouble {
            Some(error) if offers.is_empty() => Err(error),
            _ => Ok(offers),
        })
    }

    /// Makes an invoice; an error whose `spent` is not `No` may have made one.
    pub async fn checkout(&self, id: &ProcessorId, order: &Order) -> Option<Result<Checkout, PluginError>> {
        let processor = self.by_id.get(id)?;
        Some(match processor.checkout(order) {
            Ok(chain) => self.drive(processor, chain).await,
            Err(error) => Err(error),
        })
    }

    pub async fn status(&self, id: &ProcessorId, of: &ExternalId) -> Option<Result<PaymentSnapshot, PluginError>> {
        let processor = self.by_id.get(id)?;
        Some(match processor.status(of) {
            Ok(chain) => self.drive(processor, chain).await,
            Err(error) => Err(error),
        })
    }

    /// Within: `None` where this processor can't be searched.
    pub async fn find(
        &self,
        id: &ProcessorId,
        by: &OrderRef,
    ) -> Option<Result<Option<Found<PaymentSnapshot>>, PluginError>> {
        let processor = self.by_id.get(id)?;
        Some(match processor.find(by) {
            Some(chain) => self.drive(processor, chain).await.map(Some),
            None => Ok(None),
        })
    }

    pub fn webhook(&self, id: &ProcessorId, call: &WebhookCall<'_>) -> Option<Result<Vec<PaymentEvent>, WebhookError>> {
        self.by_id.get(id).map(|processor| processor.webhook(call))
    }

    async fn drive<T: Send + 'static>(
        &self,
        processor: &Arc<dyn PaymentProcessor>,
        chain: Next<T>,
    ) -> Result<T, PluginError> {
        let info = processor.about();
        let secrets = info.secrets.iter().map(ExposeSecret::expose_secret).collect();
        let mut way = Way::new(&self.clients, None, Phase::BeforeHandover);
        let until = Instant::now() + self.limits.processor_timeout;
        let with = Party { id: &info.id, hosts: &info.hosts, secrets };
        Chain { way: &mut way, limits: &self.limits, with, until }.drive(chain).await
    }
}
