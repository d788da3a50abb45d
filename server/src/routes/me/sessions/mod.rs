//! Where somebody is signed in.

mod end;
mod end_others;
mod list;

pub use end::end_session;
pub use end_others::end_other_sessions;
pub use list::list_sessions;
