//! The models and plans on offer, built once at the start from configuration and plugins.

use crate::ids::ProviderId;
use crate::processor::Price;
use crate::provider::Capabilities;

/// One way to a model: a provider and that provider's name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub provider: ProviderId,
    /// The upstream's name of the model.
    pub model: String,
    /// Of this provider's version of the model.
    pub capabilities: Capabilities,
}

/// A model as customers know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    pub id: String,
    pub label: String,
    /// Tried in order; never empty. The first one's capabilities are what is offered.
    pub routes: Vec<Route>,
}

impl Model {
    pub fn capabilities(&self) -> &Capabilities {
        &self.routes[0].capabilities
    }
}

/// All models on offer, the default first.
#[derive(Clone, Debug)]
pub struct Catalog {
    models: Vec<Model>,
}

/// A catalogue nobody could order from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    #[error("at least one model must be on offer")]
    Empty,
    #[error("a model needs at least one route")]
    ModelWithoutRoute,
}

impl Catalog {
    pub fn new(models: Vec<Model>) -> Result<Self, CatalogError> {
        if models.is_empty() {
            return Err(CatalogError::Empty);
        }
        if models.iter().any(|m| m.routes.is_empty()) {
            return Err(CatalogError::ModelWithoutRoute);
        }
        Ok(Self { models })
    }

    pub fn models(&self) -> &[Model] {
        &self.models
    }

    pub fn default_model(&self) -> &Model {
        &self.models[0]
    }

    pub fn get(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|m| m.id == id)
    }
}

/// A month that can be bought. Its limit is public; what remains of it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub id: String,
    pub label: String,
    pub price: Price,
    pub request_limit: u32,
    /// Calendar months of one purchase.
    pub months: u32,
    /// New customers and renewals may choose it.
    pub on_sale: bool,
}
