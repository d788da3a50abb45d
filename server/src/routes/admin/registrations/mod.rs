//! Sign-ups that wait, at the admins' desk.

mod list;
mod verify;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![list::list_registrations, verify::verify_registration]
}
