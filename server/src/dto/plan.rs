use nproxy_domain::{catalog, processor};
use serde::Serialize;
use utoipa::ToSchema;

/// A month as it is sold.
#[derive(Debug, Serialize, ToSchema)]
pub struct Plan {
    pub id: String,
    pub label: String,
    pub price: Price,
    /// Pictures of one purchase.
    pub request_limit: u32,
    /// Calendar months of one purchase.
    pub months: u32,
}

/// An amount of a fiat currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct Price {
    /// Exact: `9.00`.
    #[schema(example = "9.00")]
    pub amount: String,
    /// ISO 4217, in capitals.
    #[schema(example = "USD")]
    pub currency: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlansReply {
    pub plans: Vec<Plan>,
}

/// A plan's name, as it was when it was bought.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanName {
    pub id: String,
    pub label: String,
}

impl From<&catalog::Plan> for Plan {
    fn from(plan: &catalog::Plan) -> Self {
        Self {
            id: plan.id.clone(),
            label: plan.label.clone(),
            price: Price::from(&plan.price),
            request_limit: plan.request_limit,
            months: plan.months,
        }
    }
}

impl From<&processor::Price> for Price {
    fn from(price: &processor::Price) -> Self {
        Self { amount: price.amount(), currency: price.currency.clone() }
    }
}
