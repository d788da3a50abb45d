//! One picture at the admins' desk.

mod show;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![show::get_generation_file]
}
