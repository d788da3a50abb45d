//! Payments at the admins' desk: all of them, everything about one, and what may be done with it.
//!
//! **Invariant:** an act is decided from the row under its lock, and written together with its line in the audit log and
//! in the payment's history. Of two who act at the same time, the second meets what the first left.

mod act;
mod admin;
mod events;
mod list;
mod note;
mod proof;
mod read_now;
mod sheet;
mod show;

pub use act::{ActError, act};
pub use admin::AdminPayment;
pub(crate) use admin::all as views;
pub use events::EventView;
pub use list::{PaymentQuery, export, list};
pub use note::NoteInvalid;
pub use nproxy_domain::payment::{Act, ActRefused};
pub use proof::proof;
pub use read_now::{ReadNowError, read_now};
pub use show::{PaymentFile, ShowError, show};
