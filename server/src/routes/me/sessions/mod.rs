//! Where somebody is signed in.

mod end;
mod end_others;
mod list;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![list::list_sessions, end::end_session, end_others::end_other_sessions]
}
