//! Months of everybody's, at the admins' desk.

mod extend;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![extend::extend_all_cycles]
}
