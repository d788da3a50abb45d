//! Purchases of the customer.

mod get;
mod list;
mod place;
mod report;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![list::list_payments, place::place_payment, get::get_payment, report::report_payment]
}
