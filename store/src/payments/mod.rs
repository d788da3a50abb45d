//! Purchases. What becomes of one is decided by [`nproxy_domain::payment`] from its row.
//!
//! A state is changed in three steps within one transaction: [`lock`] the row, let the domain judge its [`facts`],
//! [`advance`] the row from the version that was read. Whatever was told or done is on [`record`].

mod change;
mod facts;
mod find;
mod history;
mod lists;
#[cfg(test)]
mod tests;
mod watch;

pub use change::{advance, begin_creating, begin_reading, insert, lock};
pub use facts::{facts, state};
pub use find::{Orders, by_external, by_key, get, get_own, newest_open_of, nth_newest, open_of};
pub use history::{NewEvent, events, record};
pub use lists::{PaymentFilter, own_page, page};
pub use watch::{due, waiting_by_processor};

pub use crate::entities::payment_events::Model as EventRow;
pub use crate::entities::payments::{ActiveModel as PaymentChange, Model as PaymentRow, Transactions};
pub use crate::entities::text::EventKind;
/// Says which columns of a [`PaymentChange`] are written.
pub use sea_orm::ActiveValue::Set;
