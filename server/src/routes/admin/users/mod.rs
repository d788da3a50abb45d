//! Customers at the admins' desk.

mod change_requests;
mod grant_cycle;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![grant_cycle::grant_cycle, change_requests::change_requests]
}
