//! Everybody's payments.

use super::{COUNT_MAX, List, Place, Sort, made};
use crate::entities::payments::Model;
use crate::payments::PaymentFilter;
use crate::sql::Text;

impl List for PaymentFilter {
    type Row = Model;

    const SORTS: &'static [Sort] = &[Sort::made("-created_at"), Sort::made("created_at")];
    const COLUMNS: &'static str = "p.*";
    const FROM: &'static str = "payments p";
    const ID: &'static str = "p.id";

    fn narrow(&self, text: &mut Text) {
        text.any("p.state", self.states.iter().map(|state| state.as_str()));
        if self.in_review {
            text.push(" AND p.review IS NOT NULL");
        }
        text.equals("p.processor", self.processor.as_ref().map(|processor| processor.0.as_str()));
        text.equals("p.user_id", self.user.map(|user| user.0));
        if let Some(from) = self.activated_from {
            text.and("p.activated_at >= ", from);
        }
        if let Some(to) = self.activated_to {
            text.and("p.activated_at < ", to);
        }
        if let Some(known) = &self.text {
            known_as(text, known);
        }
    }

    fn count_max(&self) -> u64 {
        COUNT_MAX
    }

    fn place(row: &Model, _sort: Sort) -> Place {
        made(row.id)
    }
}

/// Only those that go by this name. One select a meaning, so that each goes by its own index.
fn known_as(text: &mut Text, name: &str) {
    text.push(" AND p.id IN (");
    for column in ["external_id", "address", "reported_tx"] {
        text.then(&format!("SELECT named.id FROM payments named WHERE named.{column} = "), name).push(" UNION ");
    }
    text.then("SELECT seen.payment_id FROM payment_transactions seen WHERE seen.tx_id = ", name);
    if let Ok(id) = name.parse::<uuid::Uuid>() {
        text.then(" UNION SELECT own.id FROM payments own WHERE own.id = ", id);
    }
    text.push(")");
}
