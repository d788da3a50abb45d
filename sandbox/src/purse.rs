//! What was paid in at each service, for all its keys together.

use crate::{
    bill::Books,
    service::{PerService, Service},
};

/// Of each service; `None`: no end to it.
#[derive(Debug, Clone)]
pub(crate) struct Purses(PerService<Option<u64>>);

impl Purses {
    /// Gemini and OpenAI tell no balance, so their credit has no end until one is set.
    pub(crate) fn new(credit_micro_usd: u64) -> Self {
        let tells = |service| !matches!(service, Service::Gemini | Service::OpenAi);
        Self(PerService::each(|service| tells(service).then_some(credit_micro_usd)))
    }

    pub(crate) fn paid_in_micro_usd(&self, service: Service) -> Option<u64> {
        self.0[service]
    }

    pub(crate) fn set_left(&mut self, service: Service, left_micro_usd: u64, books: &Books) {
        self.0[service] = Some(books.service_usage_micro_usd(service).saturating_add(left_micro_usd));
    }

    pub(crate) fn left_micro_usd(&self, service: Service, books: &Books) -> Option<u64> {
        self.0[service].map(|paid_in| paid_in.saturating_sub(books.service_usage_micro_usd(service)))
    }
}
