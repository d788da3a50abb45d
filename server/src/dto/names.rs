//! Names that the domain gives to states and reasons, as the document lists them.

use nproxy_domain::payment::{PaymentState, ReviewReason, Settlement};
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// A text that is one of these.
pub fn names(names: impl IntoIterator<Item = &'static str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build()
}

pub fn payment_states() -> Object {
    names(PaymentState::ALL.iter().map(|state| state.as_str()))
}

pub fn settlements() -> Object {
    names(Settlement::ALL.iter().map(|settlement| settlement.as_str()))
}

pub fn review_reasons() -> Object {
    names(ReviewReason::ALL.iter().map(|reason| reason.as_str()))
}
