//! `nproxy plans ..`

use std::path::Path;

use nproxy_domain::catalog::Plan;
use serde::Serialize;
use serde_json::json;

use crate::args::Plans;
use crate::out::{Out, shown};
use crate::table::{Cell, number, table, text as column, whole};

/// Opens no database.
pub fn run(command: &Plans, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = super::parts(file)?;
    match command {
        Plans::List => list(&parts.config.plans, out),
    }
    Ok(())
}

fn list(plans: &[Plan], out: Out) {
    let plans: Vec<Shown> = plans.iter().map(Shown::from).collect();
    out.say(&json!({ "plans": plans }), || text(&plans));
}

/// A plan on a terminal or in JSON. The amount is an exact decimal, as text.
#[derive(Serialize)]
struct Shown {
    id: String,
    label: String,
    amount: String,
    currency: String,
    request_limit: u32,
    months: u32,
    on_sale: bool,
}

impl From<&Plan> for Shown {
    fn from(plan: &Plan) -> Self {
        Self {
            id: shown(&plan.id),
            label: shown(&plan.label),
            amount: plan.price.amount(),
            currency: shown(&plan.price.currency),
            request_limit: plan.request_limit,
            months: plan.months,
            on_sale: plan.on_sale,
        }
    }
}

fn text(plans: &[Shown]) -> String {
    if plans.is_empty() {
        return "There are no plans; add a [plans.<id>] to the configuration.".to_owned();
    }
    let rows = plans.iter().map(|plan| {
        [
            Cell::from(&plan.id),
            Cell::from(&plan.label),
            format!("{} {}", plan.amount, plan.currency).into(),
            plan.months.to_string().into(),
            plan.request_limit.to_string().into(),
            if plan.on_sale { "yes" } else { "no" }.into(),
        ]
    });
    let head = [whole("ID"), column("LABEL"), number("PRICE"), number("MONTHS"), number("REQUESTS"), column("ON SALE")];
    table(head, rows.collect())
}
